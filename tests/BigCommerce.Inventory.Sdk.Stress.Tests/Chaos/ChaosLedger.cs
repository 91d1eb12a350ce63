using System.Globalization;
using System.Text.Json;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Chaos;

/// <summary>The outcome that a report states for a row.</summary>
internal enum Outcome
{
    Applied,
    Rejected,
    Unknown,
    NotSent,

    /// <summary>Merged into another row.</summary>
    Duplicate,

    /// <summary>Not sent, because the store already had the quantity.</summary>
    Unchanged,
}

/// <summary>The kind of a run.</summary>
internal enum Work
{
    Set,
    Change,
    Transfer,
}

/// <summary>One row of the client's input, duplicates merged, and its reported outcome. A transfer has two.</summary>
internal sealed record ReportedRow(long LocationId, ItemKey Item, int Quantity, Outcome Outcome);

/// <summary>One run of one client. Its reason is unique, so the store's record shows which changes belong to it.</summary>
internal sealed record ReportedRun(string Reason, Work Work, UncountedItemPolicy UncountedItems, IReadOnlyList<ReportedRow> Rows);

/// <summary>Records the clients' input and reports, and compares them with the store's record.</summary>
internal sealed class ChaosLedger
{
    private readonly object _gate = new();
    private readonly Dictionary<string, ReportedRun> _runs = [];
    private readonly Dictionary<(long LocationId, EmulatedItem Item), int?> _opening = [];

    public IReadOnlyCollection<ReportedRun> Runs => _runs.Values;

    /// <summary>Records the initial stock.</summary>
    public void Open(EmulatedStore store)
    {
        foreach (var location in store.Locations)
        {
            foreach (var item in store.Items)
            {
                _opening[(location.Id, item)] = store.GetOnHand(location.Id, item);
            }
        }
    }

    public void Add(ReportedRun run)
    {
        lock (_gate)
        {
            _runs.Add(run.Reason, run);
        }
    }

    /// <summary>Fails at the first row, effect or count that contradicts the others.</summary>
    public void AssertReported(EmulatedStore store, RequestLog requests)
    {
        var swallowed = Swallowed(store, requests);
        var effects = store.GetStockChanges().Where(effect => effect.Reason is not null).ToLookup(effect => effect.Reason!);
        foreach (var run in _runs.Values)
        {
            AssertRun(run, [.. effects[run.Reason]], swallowed, store);
        }

        Assert.All(effects, run => Assert.True(_runs.ContainsKey(run.Key), $"Nobody made the run '{run.Key}'."));
        foreach (var ((locationId, item), opening) in _opening)
        {
            AssertModel(store, locationId, item, opening);
        }
    }

    /// <summary>Checks that a run's reported rows explain all its effects, and its effects all its rows.</summary>
    private static void AssertRun(ReportedRun run, StockChange[] effects, HashSet<(string, long, EmulatedItem)> swallowed, EmulatedStore store)
    {
        var byCell = effects.ToLookup(effect => (effect.LocationId, effect.Item));
        var explained = 0;
        foreach (var row in run.Rows)
        {
            if (Find(store, row.Item) is not { } item)
            {
                Assert.True(row.Outcome != Outcome.Applied, Describe(run, row, []));
                continue;
            }

            StockChange[] mine = [.. byCell[(row.LocationId, item)]];
            explained += mine.Length;
            Assert.True(IsTrue(run, row, mine, swallowed.Contains((run.Reason, row.LocationId, item))), Describe(run, row, mine));
        }

        Assert.True(
            effects.Length == explained,
            $"'{run.Reason}' changed what it did not name: {string.Join("; ", effects.AsEnumerable())}");
        if (run.Work == Work.Transfer)
        {
            AssertWhole(run, effects);
        }
    }

    private static bool IsTrue(ReportedRun run, ReportedRow row, StockChange[] effects, bool isSwallowed)
    {
        var sets = effects.Count(effect => effect.Kind == StockChangeKind.AbsoluteAdjustment && effect.OnHandAfter == row.Quantity);
        if (run.Work == Work.Set)
        {
            // Setting a count twice has the same effect as once.
            return sets == effects.Length && row.Outcome switch
            {
                Outcome.Applied => sets > 0 || isSwallowed,
                Outcome.Unknown => true,
                _ => sets == 0,
            };
        }

        var changes = effects.Count(effect => effect.Kind == StockChangeKind.RelativeAdjustment && effect.Delta == row.Quantity);
        var firstCounts = run.UncountedItems switch
        {
            UncountedItemPolicy.SetToQuantity => sets,
            UncountedItemPolicy.SetToZeroThenAdjust => effects.Count(
                effect => effect.Kind == StockChangeKind.AbsoluteAdjustment && effect.OnHandAfter == 0),
            _ => 0,
        };
        var counted = run.UncountedItems == UncountedItemPolicy.SetToQuantity && firstCounts > 0 ? 1 : changes;
        var isEitherCountOrChange = changes == 0 || run.UncountedItems != UncountedItemPolicy.SetToQuantity || firstCounts == 0;
        return changes + firstCounts == effects.Length && isEitherCountOrChange && row.Outcome switch
        {
            Outcome.Applied => counted == 1 || (counted == 0 && isSwallowed),
            Outcome.Unknown => counted <= 1,
            _ => counted == 0,
        };
    }

    /// <summary>Checks that both sides of each transfer were applied in one request, or neither.</summary>
    private static void AssertWhole(ReportedRun run, StockChange[] effects) =>
        Assert.All(effects.GroupBy(effect => (effect.RequestNumber, effect.Item)), transfer => Assert.True(
            transfer.Count() == 2 && transfer.Sum(effect => effect.Delta) == 0,
            $"'{run.Reason}' moved half a transfer: {string.Join("; ", transfer)}"));

    /// <summary>Checks that the recorded effects explain the final stock.</summary>
    private static void AssertModel(EmulatedStore store, long locationId, EmulatedItem item, int? opening)
    {
        var model = opening;
        var effects = store.GetStockChanges(locationId, item);
        foreach (var effect in effects)
        {
            Assert.True(
                effect.OnHandBefore == model,
                $"{effect} does not follow from {model?.ToString(CultureInfo.InvariantCulture) ?? "no count"}.");
            model = effect.OnHandAfter;
        }

        Assert.True(
            store.GetOnHand(locationId, item) == model,
            $"{item} at {locationId} is {store.GetOnHand(locationId, item)}, and by its effects {model}.{Environment.NewLine}{effects}");
    }

    /// <summary>The rows that the store answered with 200 without applying them.</summary>
    private static HashSet<(string Reason, long LocationId, EmulatedItem Item)> Swallowed(EmulatedStore store, RequestLog requests)
    {
        HashSet<(string, long, EmulatedItem)> swallowed = [];
        var fault = Fault.IgnoredWrite().ToString();
        foreach (var request in requests.ForOperations(EmulatorOperation.SetAbsolute, EmulatorOperation.AdjustRelative).Where(request => request.StatusCode == 200 && request.Fault?.ToString() == fault))
        {
            var body = JsonDocument.Parse(request.Body).RootElement;
            foreach (var row in body.GetProperty("items").EnumerateArray())
            {
                var key = row.TryGetProperty("sku", out var sku) ? ItemKey.Sku(sku.GetString()!)
                    : row.TryGetProperty("variant_id", out var variant) ? ItemKey.Variant(variant.GetInt64())
                    : ItemKey.Product(row.GetProperty("product_id").GetInt64());
                swallowed.Add((body.GetProperty("reason").GetString()!, row.GetProperty("location_id").GetInt64(), store.GetItem(key)));
            }
        }

        return swallowed;
    }

    /// <summary>The item, or null if the store does not have it.</summary>
    public static EmulatedItem? Find(EmulatedStore store, ItemKey key)
    {
        try
        {
            return store.GetItem(key);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Describe(ReportedRun run, ReportedRow row, StockChange[] effects) => string.Create(
        CultureInfo.InvariantCulture,
        $"'{run.Reason}' ({run.Work}, first counts {run.UncountedItems}) was told {row.Outcome} about {row.Quantity} of {row.Item} at {row.LocationId}; the store did: {(effects.Length == 0 ? "nothing" : string.Join("; ", effects.AsEnumerable()))}");
}
