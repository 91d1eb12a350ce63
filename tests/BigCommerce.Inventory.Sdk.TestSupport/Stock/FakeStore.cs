using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>
/// A store in memory behind <see cref="IInventoryAdjustmentsApi"/>: checks a request as a whole, and applies all of it or nothing.
/// </summary>
internal sealed class FakeStore : IInventoryAdjustmentsApi
{
    private int _inFlight;

    public Dictionary<(long Location, ItemKey Item), int> Stock { get; } = [];

    /// <summary>Rows of every request, in order.</summary>
    public List<IReadOnlyList<(long Location, ItemKey Item, int? Quantity)>> Requests { get; } = [];

    public List<string?> Reasons { get; } = [];

    public List<RequestOptions?> Options { get; } = [];

    /// <summary>Items that the store rejects at every location.</summary>
    public HashSet<ItemKey> BadItems { get; } = [];

    /// <summary>Locations that do not exist.</summary>
    public HashSet<long> BadLocations { get; } = [];

    /// <summary>Whether an error names the rejected items or locations.</summary>
    public bool NamesBadRows { get; set; } = true;

    /// <summary>Runs before a request is validated. Throw to fail the request.</summary>
    public Func<int, Task>? Before { get; set; }

    /// <summary>Runs after a request took effect. Throw to lose its response.</summary>
    public Func<int, Task>? After { get; set; }

    public int MostInFlight { get; private set; }

    /// <summary>Gives the variants 1 to <paramref name="items"/> this stock at location 1.</summary>
    public void Fill(int items, int quantity)
    {
        for (var i = 1; i <= items; i++)
        {
            Stock[(1, ItemKey.Variant(i))] = quantity;
        }
    }

    public Task<TransactionResult> SetAbsoluteAsync(
        AbsoluteAdjustmentRequest request,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        HandleAsync(
            [.. request.Items.Select(row => (row.LocationId, row.Item, (int?)row.Quantity))],
            request.Reason,
            options,
            (key, quantity) => Stock[key] = quantity);

    public Task<TransactionResult> AdjustRelativeAsync(
        RelativeAdjustmentRequest request,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        HandleAsync(
            [.. request.Items.Select(row => (row.LocationId, row.Item, row.Quantity))],
            request.Reason,
            options,
            (key, quantity) => Stock[key] = Stock.GetValueOrDefault(key) + quantity);

    public static BigCommerceValidationException Refusal(
        string title,
        ApiErrorReason reason = ApiErrorReason.Unknown,
        IReadOnlyList<ItemKey>? items = null,
        IReadOnlyList<long>? locations = null) =>
        new(
            new ApiError
            {
                StatusCode = HttpStatusCode.UnprocessableEntity,
                Title = title,
                Reason = reason,
                Items = items ?? [],
                LocationIds = locations ?? [],
            });

    private async Task<TransactionResult> HandleAsync(
        (long Location, ItemKey Item, int? Quantity)[] rows,
        string? reason,
        RequestOptions? options,
        Action<(long, ItemKey), int> apply)
    {
        MostInFlight = Math.Max(MostInFlight, Interlocked.Increment(ref _inFlight));
        try
        {
            Requests.Add(rows);
            Reasons.Add(reason);
            Options.Add(options);
            var number = Requests.Count;
            await (Before?.Invoke(number) ?? Task.CompletedTask);
            Check(rows);
            foreach (var (location, item, quantity) in rows)
            {
                apply((location, item), quantity ?? 0);
            }

            await (After?.Invoke(number) ?? Task.CompletedTask);
            return new TransactionResult { TransactionId = $"t-{number}" };
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private void Check((long Location, ItemKey Item, int? Quantity)[] rows)
    {
        var locations = rows.Select(row => row.Location).Where(BadLocations.Contains).Distinct().ToList();
        if (locations.Count > 0)
        {
            throw NamesBadRows
                ? Refusal(
                    $"Location not found, identities: [{string.Join(',', locations)}]",
                    ApiErrorReason.LocationNotFound,
                    locations: locations)
                : Refusal("Unprocessable");
        }

        var items = rows.Select(row => row.Item).Where(BadItems.Contains).Distinct().ToList();
        if (items.Count > 0)
        {
            throw NamesBadRows
                ? Refusal($"Items not found, identities: [{string.Join(", ", items)}]", ApiErrorReason.ItemNotFound, items)
                : Refusal("Unprocessable");
        }
    }
}
