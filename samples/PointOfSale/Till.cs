using BigCommerce.Inventory;

namespace PointOfSale;

/// <summary>Sends sales as they happen and counts none of them twice.</summary>
internal static class Till
{
    public static async Task<int> RunAsync(
        BigCommerceInventoryClient client,
        long location,
        ItemKey jacket,
        TextWriter output,
        TextWriter error)
    {
        try
        {
            await output.WriteLineAsync($"Before: {await OnHandAsync(client, location, jacket)} on hand.");

            // 2. A sale is one request: all its rows are applied, or none. It is a POST, so the client does not retry it.
            await client.Adjustments.AdjustRelativeAsync(
                new RelativeAdjustmentRequest([new RelativeAdjustment(location, jacket, -1)], "sale 1001"));
            await output.WriteLineAsync("Sale 1001: 1 sold.");

            // 3. A sale that exceeds the stock is rejected, and none of its rows is applied.
            try
            {
                await client.Adjustments.AdjustRelativeAsync(
                    new RelativeAdjustmentRequest([new RelativeAdjustment(location, jacket, -1_000_000)], "sale 1002"));
            }
            catch (BigCommerceValidationException rejected)
            {
                await output.WriteLineAsync($"Sale 1002 is rejected: {rejected.Error.Title}");
            }

            // 4. The response to a sale is lost. The sale may have been applied, so the client does not send it again.
            var before = await OnHandAsync(client, location, jacket);
            try
            {
                await client.Adjustments.AdjustRelativeAsync(
                    new RelativeAdjustmentRequest([new RelativeAdjustment(location, jacket, -2)], "sale 1003"));
                await output.WriteLineAsync("Sale 1003: 2 sold.");
            }
            catch (BigCommerceEffectUnknownException unknown)
            {
                await output.WriteLineAsync($"Sale 1003 has an unknown effect: {unknown.Message}");

                // 5. Read the stock. If no other till changes it, the difference shows the effect; otherwise a person has to check.
                var after = await OnHandAsync(client, location, jacket);
                await output.WriteLineAsync(after == before - 2
                    ? $"The stock went from {before} to {after}: sale 1003 was applied and must not be sent again."
                    : $"The stock went from {before} to {after}: check sale 1003 by hand.");
            }

            // 6. For many adjustments use a bulk run. It adds up the rows of an item and, with VerifyUnknownRows, reads the stock
            //    of rows whose effect is unknown.
            var report = await client.Stock.Relative("sale 1004 and returns", new BulkOptions { VerifyUnknownRows = new PollingOptions() })
                .Adjust(location, jacket, -1)
                .Adjust(location, jacket, 1)
                .Adjust(location, jacket, 1)
                .RunAsync();
            await output.WriteLineAsync(
                $"Sale 1004 and two returns: {report.AppliedCount} row applied for {report.RowCount}, {report.UnknownCount} in doubt.");
            await output.WriteLineAsync($"After: {await OnHandAsync(client, location, jacket)} on hand.");
            return report.AllApplied ? 0 : 2;
        }
        catch (BigCommerceException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task<int> OnHandAsync(BigCommerceInventoryClient client, long location, ItemKey item)
    {
        var found = await client.Items.FindAtLocationAsync(location, item);
        return found?.TotalInventoryOnHand ?? throw new BigCommerceException($"The store has no stock of {item} at location {location}.");
    }
}
