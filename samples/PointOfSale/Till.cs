using System.Globalization;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;

namespace PointOfSale;

/// <summary>The lesson: a till sends sales as they happen, and never counts one twice.</summary>
internal static class Till
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        // 1. Connect: to the store in the environment, or to an emulated one on which the network fails once, on purpose.
        var (storeHash, token) = (environment("BIGCOMMERCE_STORE_HASH"), environment("BIGCOMMERCE_ACCESS_TOKEN"));
        long location = 1;
        if ((storeHash is null) != (token is null)
            || (storeHash is not null && (args.Length != 2 || !long.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out location))))
        {
            await error.WriteLineAsync("A real store needs BIGCOMMERCE_STORE_HASH, BIGCOMMERCE_ACCESS_TOKEN, and as arguments a location id and a SKU that you can spare. It sells 3 of it and takes 1 back.");
            return 1;
        }

        using var client = storeHash is null ? Emulated(output) : new BigCommerceInventoryClient(storeHash, token!);
        var jacket = ItemKey.Sku(storeHash is null ? "JKT-07-NAVY-XL" : args[1]);
        try
        {
            await output.WriteLineAsync($"Before: {await OnHandAsync(client, location, jacket)} on hand.");

            // 2. A sale is one request: all its lines are applied, or none. It travels in a POST, so it goes out once.
            await client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(location, jacket, -1)], "sale 1001"));
            await output.WriteLineAsync("Sale 1001: 1 sold.");

            // 3. A sale that stock does not cover is refused, and nothing of it is applied.
            try
            {
                await client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(location, jacket, -1_000_000)], "sale 1002"));
            }
            catch (BigCommerceValidationException refused)
            {
                await output.WriteLineAsync($"Sale 1002 is refused: {refused.Error.Title}");
            }

            // 4. The answer to a sale is lost: it may have been counted or not, so it is never sent again by itself.
            var before = await OnHandAsync(client, location, jacket);
            try
            {
                await client.Adjustments.AdjustRelativeAsync(new RelativeAdjustmentRequest([new RelativeAdjustment(location, jacket, -2)], "sale 1003"));
                await output.WriteLineAsync("Sale 1003: 2 sold.");
            }
            catch (BigCommerceEffectUnknownException unknown)
            {
                await output.WriteLineAsync($"Sale 1003 is in doubt: {unknown.Message}");

                // 5. Read, and decide. With one till at this location the stock tells; with several, somebody has to look.
                var after = await OnHandAsync(client, location, jacket);
                await output.WriteLineAsync(after == before - 2
                    ? $"The stock went from {before} to {after}: sale 1003 was counted, and is not sent again."
                    : $"The stock is {after} after {before}: sale 1003 goes to the day's list of sales to check.");
            }

            // 6. A day's worth of changes goes through the bulk helper: it adds up rows for the same item, and settles
            //    lost answers by the same reading when it is asked to.
            var report = await client.Stock.Relative("sale 1004 and returns", new BulkOptions { VerifyUnknownRows = new PollingOptions() })
                .Adjust(location, jacket, -1)
                .Adjust(location, jacket, 1)
                .Adjust(location, jacket, 1)
                .RunAsync();
            await output.WriteLineAsync($"Sale 1004 and two returns: {report.AppliedCount} row applied for {report.RowCount}, {report.UnknownCount} in doubt.");
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

    private static BigCommerceInventoryClient Emulated(TextWriter output)
    {
        output.WriteLine("No store is given, so this runs on an emulated one.");
        var emulator = new InventoryEmulator();
        emulator.GetStore().SeedDemo().SetStock(1, "JKT-07-NAVY-XL", 10);

        // The third sale takes effect, and then the connection breaks before its answer.
        emulator.Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative, nth: 3);
        return emulator.CreateClient();
    }
}
