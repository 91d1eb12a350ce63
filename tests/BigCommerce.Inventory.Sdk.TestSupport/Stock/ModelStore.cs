using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>
/// A store for random runs. It validates a request as a whole and applies all of it or nothing, loses responses before or after
/// the effect, and records what happened. An item has a SKU and a variant id.
/// </summary>
internal sealed class ModelStore(Random random) : IInventoryAdjustmentsApi
{
    private readonly Lock _gate = new();
    private readonly HashSet<(long Location, int Item)> _busy = [];
    private int _inFlight;

    public const int Items = 12;

    public const long Locations = 4;

    /// <summary>Stock by location and item; an item without an entry has no count.</summary>
    public Dictionary<(long Location, int Item), long> Stock { get; } = [];

    /// <summary>What happened to each request, in order.</summary>
    public List<Event> Events { get; } = [];

    public HashSet<int> UnknownItems { get; } = [];

    public HashSet<int> WrongLevelItems { get; } = [];

    public HashSet<long> MissingLocations { get; } = [];

    public Naming Naming { get; init; }

    /// <summary>The percentage of requests whose response is lost.</summary>
    public int LostResponses { get; init; }

    /// <summary>The number of the request that fails and ends the run; null for none.</summary>
    public int? FatalAt { get; init; }

    /// <summary>The number of the first request that is refused as a whole, with all later ones; null for none.</summary>
    public int? RefusesAllFrom { get; init; }

    /// <summary>The status code of <see cref="RefusesAllFrom"/>.</summary>
    public HttpStatusCode WholeRefusal { get; init; } = HttpStatusCode.Conflict;

    /// <summary>
    /// The percentage of requests that are sent twice below the client: the first attempt is unknown, the second one is rejected.
    /// </summary>
    public int RepeatedPasses { get; init; }

    /// <summary>The percentage of requests at which an outage begins.</summary>
    public int Outages { get; init; }

    public Action<int>? OnRequest { get; init; }

    public int MostInFlight { get; private set; }

    public static int ItemOf(ItemKey key) =>
        key.TryGetId(out var id)
            ? (int)id
            : key.TryGetSku(out var sku)
            ? int.Parse(sku.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    /// <summary>The key in lower case, by which reads find the item too.</summary>
    public static ItemKey LowerCase(ItemKey key) => key.TryGetSku(out var sku) ? ItemKey.Sku(sku.ToLowerInvariant()) : key;

    public static ItemKey Key(int item, bool bySku) =>
        bySku ? ItemKey.Sku(FormattableString.Invariant($"S-{item}")) : ItemKey.Variant(item);

    public Task<TransactionResult> SetAbsoluteAsync(
        AbsoluteAdjustmentRequest request,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        HandleAsync(
            isRelative: false,
            [.. request.Items.Select(row => new Row(row.LocationId, row.Item, row.Quantity!.Value))],
            cancellationToken);

    public Task<TransactionResult> AdjustRelativeAsync(
        RelativeAdjustmentRequest request,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        HandleAsync(
            isRelative: true,
            [.. request.Items.Select(row => new Row(row.LocationId, row.Item, row.Quantity!.Value))],
            cancellationToken);

    private async Task<TransactionResult> HandleAsync(bool isRelative, Row[] rows, CancellationToken cancellationToken)
    {
        var happened = Enter(isRelative, rows, out var yields, out var chance);
        try
        {
            for (var i = 0; i < yields; i++)
            {
                await Task.Yield();
            }

            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
            {
                if (happened.Number == FatalAt)
                {
                    throw new BigCommerceAuthenticationException(new ApiError { StatusCode = HttpStatusCode.Unauthorized });
                }

                if (happened.Number >= RefusesAllFrom)
                {
                    happened.Bad = rows;
                    throw new BigCommerceApiException(new ApiError { StatusCode = WholeRefusal, Title = "Refused as a whole" });
                }

                if (random.Next(100) < Outages)
                {
                    throw new BigCommerceCircuitOpenException("The store rests.");
                }

                if (chance < LostResponses / 2)
                {
                    throw LostResponse(isRelative, chance);
                }

                if (random.Next(100) < RepeatedPasses)
                {
                    Repeat(happened);
                }

                Check(happened);
                Apply(happened);
                if (chance < LostResponses)
                {
                    throw LostResponse(isRelative, chance);
                }
            }

            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            happened.WasAnswered = true;
            return new TransactionResult { TransactionId = FormattableString.Invariant($"t-{happened.Number}") };
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
                _busy.ExceptWith(rows.Select(row => row.Cell));
            }
        }
    }

    private void Apply(Event happened)
    {
        foreach (var row in happened.Rows)
        {
            Stock[row.Cell] = happened.IsRelative ? Stock[row.Cell] + row.Quantity : row.Quantity;
        }

        happened.TookEffect = true;
    }

    /// <summary>A first attempt whose response is lost, and a second one that is rejected.</summary>
    private void Repeat(Event happened)
    {
        if (random.Next(2) == 0)
        {
            Check(happened);
            Apply(happened);
        }

        happened.Bad = happened.Rows;
        happened.IsInDoubt = true;
        throw new BigCommerceValidationException(
            new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity, Title = "Seen before" })
        { Effect = RequestEffect.Unknown };
    }

    private Event Enter(bool isRelative, Row[] rows, out int yields, out int chance)
    {
        lock (_gate)
        {
            Assert.InRange(rows.Length, 1, 2000);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            var happened = new Event(Events.Count + 1, isRelative, rows);
            Events.Add(happened);
            OnRequest?.Invoke(happened.Number);
            Assert.Equal(rows.Length, rows.Select(row => (row.Location, row.Item)).Distinct(ItemRelation.BySpelling).Count());
            foreach (var cell in rows.Select(row => row.Cell).Distinct())
            {
                Assert.True(_busy.Add(cell), $"Two requests in flight touch item {cell.Item} at location {cell.Location}.");
            }

            yields = random.Next(3);
            chance = random.Next(100);
            return happened;
        }
    }

    private static Exception LostResponse(bool isRelative, int chance)
    {
        if (isRelative)
        {
            return new BigCommerceEffectUnknownException("The response was lost.", "POST", "/relative", DateTimeOffset.UnixEpoch);
        }

        return (chance % 3) switch
        {
            0 => new BigCommerceTimeoutException("No response in time."),
            1 => new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.BadGateway, AttemptCount = 5 }),
            _ => new BigCommerceUnavailableException(new ApiError { StatusCode = HttpStatusCode.ServiceUnavailable, AttemptCount = 5 }),
        };
    }

    private void Check(Event happened)
    {
        Refuse(happened, ApiErrorReason.LocationNotFound, row => MissingLocations.Contains(row.Location));
        Refuse(happened, ApiErrorReason.ItemNotFound, row => UnknownItems.Contains(row.Cell.Item));
        Refuse(happened, ApiErrorReason.TrackedByProduct, row => WrongLevelItems.Contains(row.Cell.Item));
        if (happened.IsRelative)
        {
            Refuse(happened, ApiErrorReason.RequiresAbsoluteFirst, row => !Stock.ContainsKey(row.Cell));
            Refuse(happened, ApiErrorReason.InsufficientStock, row => row.Quantity < 0 && Stock[row.Cell] + row.Quantity < 0);
        }
    }

    private void Refuse(Event happened, ApiErrorReason reason, Predicate<Row> isBad)
    {
        happened.Bad = Array.FindAll(happened.Rows, isBad);
        if (happened.Bad.Length == 0)
        {
            return;
        }

        var naming = Naming == Naming.Mixed ? (Naming)random.Next((int)Naming.Mixed) : Naming;
        IEnumerable<Row> named = naming switch
        {
            Naming.All or Naming.Alias => happened.Bad,
            Naming.One => [happened.Bad[random.Next(happened.Bad.Length)]],
            _ => [],
        };
        if (naming == Naming.Cut)
        {
            var title = reason == ApiErrorReason.LocationNotFound
                ? $"Location not found, identities: [{string.Join(',', happened.Bad.Select(row => row.Location).Distinct())}]"
                : $"Items with identity: [{string.Join(", ", happened.Bad.Select(row => row.Item).Distinct())}] are refused";
            title = title[..random.Next(title.Length)];
            var known = KnownReason.Find(title, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, string.Empty);
            throw new BigCommerceValidationException(
                new ApiError
                {
                    StatusCode = HttpStatusCode.UnprocessableEntity,
                    Title = title,
                    Reason = known.Items.Count > 0 ? reason : known.Reason,
                    Items = known.Items,
                    LocationIds = known.LocationIds,
                });
        }

        var error = new ApiError
        {
            StatusCode = HttpStatusCode.UnprocessableEntity,
            Title = $"Refused for {reason}",
            Reason = naming == Naming.None ? ApiErrorReason.Unknown : reason,
        };
        throw new BigCommerceValidationException(reason == ApiErrorReason.LocationNotFound
            ? error with { LocationIds = naming == Naming.Wrong ? [999] : [.. named.Select(row => row.Location).Distinct()] }
            : error with
            {
                Items = naming == Naming.Wrong
                    ? [ItemKey.Sku("never sent")]
                    : [
                        .. named.Select(
                            row => naming == Naming.Alias
                                ? Key(row.Cell.Item, bySku: row.Item.Kind != ItemKeyKind.Sku)
                                : row.Item).Distinct()],
            });
    }

    internal sealed class Event(int number, bool isRelative, Row[] rows)
    {
        public int Number => number;

        public bool IsRelative => isRelative;

        public Row[] Rows => rows;

        public Row[] Bad { get; set; } = [];

        public bool TookEffect { get; set; }

        public bool WasAnswered { get; set; }

        /// <summary>Whether the rejection is of a second attempt, so that the effect of the first one is unknown.</summary>
        public bool IsInDoubt { get; set; }
    }

    internal readonly record struct Row(long Location, ItemKey Item, long Quantity)
    {
        public (long Location, int Item) Cell => (Location, ItemOf(Item));
    }
}

/// <summary>How a store's errors name the rejected rows.</summary>
public enum Naming
{
    All,
    One,
    None,
    Wrong,

    /// <summary>By the item's other key.</summary>
    Alias,

    /// <summary>In a truncated text.</summary>
    Cut,

    /// <summary>In a different way in each error.</summary>
    Mixed,
}
