using System.Net;
using BigCommerce.Inventory.Testing;

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
            await output.WriteLineAsync(
                $"| {bad} | {await CountAsync(bad, int.MaxValue)} | {await CountAsync(bad, 1)} | {await CountAsync(bad, 0)} |");
        }
    }

    /// <summary>Requests for 100,000 rows, by the kind of refusal.</summary>
    public static async Task PrintKindsAsync(TextWriter output)
    {
        await output.WriteLineAsync("| what the API refuses | requests | applied | rejected | not sent |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|");
        await PrintKindAsync(output, "nothing", static _ => null);
        await PrintKindAsync(output, "every request, with 400, 401, 403, 404, 405, 406, 415, 423, 501 or 507", static _ => Error(400));
        await PrintKindAsync(output, "every request, with 409, 413 or 422 and no names", static _ => Error(409));
        await PrintKindAsync(output, "requests of more than 300 rows, with 413", static rows => rows.Count > 300 ? Error(413) : null);
        await PrintKindAsync(
            output,
            "a location that it names",
            static rows => AtLocation(rows, 2) ? Error(422, ApiErrorReason.LocationNotFound, locations: [2]) : null);
        await PrintKindAsync(
            output,
            "a location that it does not name, as not found",
            static rows => AtLocation(rows, 2) ? Error(422, ApiErrorReason.LocationNotFound) : null);
        await PrintKindAsync(
            output,
            "a location that it does not name, in unknown words",
            static rows => AtLocation(rows, 2) ? Error(422) : null);
        await PrintKindAsync(
            output,
            "1 row, by name",
            static rows => HasItem(rows, 50_000) ? Error(422, ApiErrorReason.ItemNotFound, [ItemKey.Variant(50_000)]) : null);
        await PrintKindAsync(
            output,
            "1 row, by its position",
            static rows =>
                rows.ToList().FindIndex(static row => row.Item == ItemKey.Variant(50_000)) is >= 0 and var at
                    ? Error(422, fields: [FormattableString.Invariant($"items[{at}].quantity")])
                    : null);
        await PrintKindAsync(output, "1 row, without a name", static rows => HasItem(rows, 50_000) ? Error(422) : null);
        await PrintKindAsync(
            output,
            "1 row, with the name of its location alone",
            static rows => HasItem(rows, 50_000) ? Error(422, locations: [4]) : null);
    }

    private static async Task PrintKindAsync(TextWriter output, string kind, Func<IReadOnlyList<AbsoluteAdjustment>, ApiError?> refuse)
    {
        var store = new RefusingStore(refuse);
        BulkReport report;
        try
        {
            report = await Stock(store)
                .Set(Enumerable.Range(0, Rows).Select(i => new AbsoluteAdjustment((i % Locations) + 1, ItemKey.Variant(i + 1), 1)))
                .RunAsync();
        }
        catch (BulkRunException exception)
        {
            report = exception.Report;
        }

        await output.WriteLineAsync(
            $"| {kind} | {report.RequestCount} | {report.AppliedCount} | {report.RejectedCount} | {report.NotSentCount} |");
    }

    // Only adjustments are sent: the emulator's other interfaces are not called.
    private static StockOperations Stock(RefusingStore store)
    {
        var client = new InventoryEmulator().CreateClient();
        return new StockOperations(store, client.Items, client.Locations);
    }

    private static bool AtLocation(IReadOnlyList<AbsoluteAdjustment> rows, long locationId) =>
        rows.Any(row => row.LocationId == locationId);

    private static bool HasItem(IReadOnlyList<AbsoluteAdjustment> rows, int item) => rows.Any(row => row.Item == ItemKey.Variant(item));

    private static ApiError Error(
        int status,
        ApiErrorReason reason = ApiErrorReason.Unknown,
        IReadOnlyList<ItemKey>? items = null,
        IReadOnlyList<long>? locations = null,
        IReadOnlyList<string>? fields = null) => new()
        {
            StatusCode = (HttpStatusCode)status,
            Title = "Refused",
            Reason = reason,
            Items = items ?? [],
            LocationIds = locations ?? [],
            FieldErrors = (fields ?? []).ToDictionary(static field => field, static _ => "no"),
        };

    private static async Task<int> CountAsync(int bad, int named)
    {
        var items = Enumerable.Range(1, Rows).ToArray();
        new Random(1).Shuffle(items);
        HashSet<ItemKey> badItems = [.. items.Take(bad).Select(item => ItemKey.Variant(item))];
        var store = new RefusingStore(rows =>
        {
            ItemKey[] found = [.. rows.Select(row => row.Item).Where(badItems.Contains)];
            return found.Length == 0
                ? null
                : Error(422, named == 0 ? ApiErrorReason.Unknown : ApiErrorReason.ItemNotFound, [.. found.Take(named)]);
        });

        var report = await Stock(store)
            .Set(Enumerable.Range(0, Rows).Select(i => new AbsoluteAdjustment((i % Locations) + 1, ItemKey.Variant(i + 1), 1)))
            .RunAsync();

        return report.RejectedCount == bad && report.AppliedCount == Rows - bad
            ? report.RequestCount
            : throw new InvalidOperationException($"{report.RejectedCount} of {bad} bad rows were found.");
    }

    /// <summary>Refuses requests as it is told.</summary>
    private sealed class RefusingStore(Func<IReadOnlyList<AbsoluteAdjustment>, ApiError?> refuse) : IInventoryAdjustmentsApi
    {
        public Task<TransactionResult> SetAbsoluteAsync(
            AbsoluteAdjustmentRequest request,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            refuse(request.Items) is { } error
                ? Task.FromException<TransactionResult>(new BigCommerceApiException(error))
                : Task.FromResult(new TransactionResult());

        public Task<TransactionResult> AdjustRelativeAsync(
            RelativeAdjustmentRequest request,
            RequestOptions? options = null,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
