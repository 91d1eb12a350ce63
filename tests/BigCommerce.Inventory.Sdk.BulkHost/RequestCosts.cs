using System.Net;

namespace BigCommerce.Inventory.BulkHost;

/// <summary>What bad rows cost: requests for 100,000 rows, by how the API's refusals name them.</summary>
internal static class RequestCosts
{
    private const int Rows = 100_000;
    private const int Locations = 4;

    public static async Task PrintAsync(TextWriter output)
    {
        await output.WriteLineAsync("| bad rows of 100,000 | named together | named one by one | not named |");
        await output.WriteLineAsync("|---:|---:|---:|---:|");
        foreach (var bad in (int[])[0, 1, 10, 100])
        {
            await output.WriteLineAsync($"| {bad} | {await CountAsync(bad, int.MaxValue)} | {await CountAsync(bad, 1)} | {await CountAsync(bad, 0)} |");
        }
    }

    private static async Task<int> CountAsync(int bad, int named)
    {
        var items = Enumerable.Range(1, Rows).ToArray();
        new Random(1).Shuffle(items);
        var store = new RefusingStore([.. items.Take(bad).Select(item => ItemKey.Variant(item))], named);

        var report = await store.SetAsync(Enumerable.Range(0, Rows).Select(i => new AbsoluteAdjustment((i % Locations) + 1, ItemKey.Variant(i + 1), 1)));

        return report.Rejected == bad && report.Applied == Rows - bad
            ? report.Requests
            : throw new InvalidOperationException($"{report.Rejected} of {bad} bad rows were found.");
    }

    /// <summary>Refuses requests with bad items, and names some of them.</summary>
    private sealed class RefusingStore(HashSet<ItemKey> bad, int named) : IInventoryAdjustmentsApi
    {
        public Task<TransactionResult> SetAbsoluteAsync(AbsoluteAdjustmentRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
        {
            ItemKey[] found = [.. request.Items.Select(row => row.Item).Where(bad.Contains)];
            return found.Length == 0
                ? Task.FromResult(new TransactionResult())
                : Task.FromException<TransactionResult>(new BigCommerceValidationException(new ApiError
                {
                    Status = HttpStatusCode.UnprocessableEntity,
                    Title = "Refused",
                    Reason = named == 0 ? ApiErrorReason.Unknown : ApiErrorReason.ItemNotFound,
                    Items = [.. found.Take(named)],
                }));
        }

        public Task<TransactionResult> ChangeRelativeAsync(RelativeAdjustmentRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
