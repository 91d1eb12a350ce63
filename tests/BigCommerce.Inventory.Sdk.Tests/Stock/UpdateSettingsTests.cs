using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Settings in bulk: one location in a request, bad rows isolated, and every row with an outcome.</summary>
public sealed class UpdateSettingsTests : IDisposable
{
    private readonly InventoryEmulator _emulator = new(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
    private readonly BigCommerceInventoryClient _client;

    public UpdateSettingsTests()
    {
        var store = _emulator.GetStore();
        store.AddLocation("WEST", "West");
        store.AddLocation("EAST", "East");
        for (var i = 1; i <= 5; i++)
        {
            var item = store.AddItem($"S-{i}", variantId: i);
            for (var location = 1; location <= 3; location++)
            {
                store.SetStock(location, item, 10);
            }
        }

        _client = _emulator.CreateClient();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task UpdateSettings_SeveralLocations_SendsOneRequestToEach()
    {
        var report = await _client.Stock.UpdateSettings(Updates(1, 2), [1, 3]).RunAsync();

        Assert.Equal((4, 4, 2), (report.RowCount, report.AppliedCount, report.RequestCount));
        Assert.Equal(["/inventory/locations/1/items", "/inventory/locations/3/items"], Paths());
        var safetyStock = await SafetyStockAsync("S-1");
        Assert.Equal([7, 0, 7], safetyStock);
    }

    [Fact]
    public async Task UpdateSettings_AllLocations_ReadsThemOnce()
    {
        var report = await _client.Stock.UpdateSettings(Updates(1, 2), locationIds: null).RunAsync();

        Assert.Equal((6, 6, 3), (report.RowCount, report.AppliedCount, report.RequestCount));
        var safetyStock = await SafetyStockAsync("S-2");
        Assert.Equal([7, 7, 7], safetyStock);
        Assert.Single(Paths(), path => path == "/inventory/locations");
    }

    [Fact]
    public async Task UpdateSettings_AllLocations_OmitsInactiveOnes()
    {
        var inactive = _emulator.GetStore().AddLocation("OLD", "Old", enabled: false);

        var report = await _client.Stock.UpdateSettings(Updates(1), locationIds: null).RunAsync();

        Assert.Equal((3, 3), (report.RowCount, report.AppliedCount));
        Assert.DoesNotContain($"/inventory/locations/{inactive}/items", Paths());
    }

    [Fact]
    public async Task UpdateSettings_UnknownItemAndUnknownLocation_RejectsOnlyTheirRows()
    {
        ItemSettingsRow[] rows =
        [
            new(1, Update("S-1")) { Tag = "line 1" },
            new(1, Update("NO-SUCH")) { Tag = "line 2" },
            new(99, Update("S-1")) { Tag = "line 3" },
            new(2, Update("S-1")),
            new(2, new ItemSettingsUpdate(ItemKey.Sku("S-2"))), new(2, null!),
        ];

        var report = await _client.Stock.UpdateSettings(rows).RunAsync();

        Assert.Equal((6, 2, 4), (report.RowCount, report.AppliedCount, report.RejectedCount));
        Assert.Equal(["line 2", "line 3"], report.RejectedRows.Select(rejected => rejected.Row.Tag).OfType<string>().Order());
        Assert.Equal(
            [ApiErrorReason.InvalidFields, ApiErrorReason.InvalidFields, ApiErrorReason.ItemNotFound, ApiErrorReason.LocationNotFound],
            report.RejectedRows.Select(rejected => rejected.Reason).OrderBy(reason => reason.ToString(), StringComparer.Ordinal));
        var safetyStock = await SafetyStockAsync("S-1");
        Assert.Equal([7, 7, 0], safetyStock);
    }

    [Fact]
    public async Task UpdateSettings_LocationIdBelowOne_IsRejectedBeforeItIsSent()
    {
        var report = await _client.Stock.UpdateSettings([new ItemSettingsRow(0, Update("S-1"))]).RunAsync();

        Assert.Equal("The location id must be 1 or more.", Assert.Single(report.RejectedRows).Message);
        Assert.Empty(_emulator.Requests);
    }

    [Fact]
    public async Task UpdateSettings_PathNotFound_RejectsTheLocationAndContinues()
    {
        _emulator.Faults = new FaultPlan().Add(Fault.StatusCode(404), EmulatorOperation.UpdateItemSettings, nth: 1);

        var report = await _client.Stock.UpdateSettings(Updates(1, 2), [1, 2]).RunAsync();

        Assert.Equal((2, 2), (report.AppliedCount, report.RejectedCount));
        Assert.All(
            report.RejectedRows,
            rejected => Assert.Equal((1L, HttpStatusCode.NotFound), (rejected.Row.LocationId, rejected.StatusCode!.Value)));
    }

    [Fact]
    public async Task UpdateSettings_SeveralUpdatesOfAnItem_MergesThemBySetting()
    {
        ItemSettingsUpdate[] updates =
        [
            new(ItemKey.Sku("S-1")) { SafetyStock = 1, WarningLevel = 2 }, new(ItemKey.Sku("S-1")) { SafetyStock = 3 },
        ];

        var report = await _client.Stock.UpdateSettings(updates, [1]).RunAsync();

        Assert.Equal((1, 1, 1L), (report.AppliedCount, report.MergedCount, report.MergedRows[0].IntoIndex));
        var settings = (await _client.Items.FindAtLocationAsync(1, ItemKey.Sku("S-1")))!.Settings;
        Assert.Equal((3, 2), (settings.SafetyStock, settings.WarningLevel));
    }

    [Fact]
    public void Merge_EverySetting_LaterOneWinsOnlyWhereItIsSet()
    {
        var item = ItemKey.Sku("S-1");
        var first = new ItemSettingsUpdate(item) { SafetyStock = 1, IsInStock = true, WarningLevel = 2, BinPickingNumber = "A", BackorderLimit = 3 };
        var last = new ItemSettingsUpdate(item) { SafetyStock = 4, IsInStock = false, WarningLevel = 5, BinPickingNumber = "B", BackorderLimit = 6 };
        var none = new ItemSettingsUpdate(item);

        Assert.Equal((last, 0L), Merge(first, last));
        Assert.Equal((first, 0L), Merge(first, none));
        Assert.Equal((last, 0L), Merge(none, last));

        static (ItemSettingsUpdate Kept, long Merged) Merge(ItemSettingsUpdate first, ItemSettingsUpdate last)
        {
            var (kept, merged) = SettingsKind.Instance.Merge(
                new ItemSettingsRow(1, first).ToBulkRow(0),
                new ItemSettingsRow(1, last).ToBulkRow(1));
            Assert.Equal(1, kept.Index);
            return (kept.Input.Update, merged.Index);
        }
    }

    [Fact]
    public async Task UpdateSettings_ManyRowsAndLocations_FillsRequestsOfOneLocation()
    {
        var plan = await _client.Stock.UpdateSettings(
            Enumerable.Range(1, 3000).Select(i => new ItemSettingsUpdate(ItemKey.Variant(i)) { IsInStock = true }),
            [1, 2, 3]).PlanAsync();

        Assert.Equal((9000, 9000, 6), (plan.RowCount, plan.PlannedCount, plan.RequestCount));
        Assert.Equal([3000L, 3000, 3000], plan.PlannedCountByLocation.Values);
    }

    [Fact]
    public async Task UpdateSettings_RunDiesAndIsResumed_SendsOnlyWhatIsLeft()
    {
        var journal = new MemoryJournal { DieAt = 5 };
        var options = new BulkOptions { MaxRowsPerRequest = 1, Journal = journal };
        await Assert.ThrowsAsync<BulkRunException<ItemSettingsRow>>(
            () => _client.Stock.UpdateSettings(Updates(1, 2, 3), [1, 2], options).RunAsync());
        var sentBefore = Paths().Length;

        var report = await _client.Stock.UpdateSettings(
            Updates(1, 2, 3),
            [1, 2],
            options with { Journal = new MemoryJournal(journal.Lines) }).RunAsync();
        var other = await Assert.ThrowsAsync<BulkRunException<ItemSettingsRow>>(() => _client.Stock
            .UpdateSettings(
                Updates(1, 2, 3).Select(update => update with { SafetyStock = 8 }),
                [1, 2],
                options with { Journal = new MemoryJournal(journal.Lines) })
            .RunAsync());

        // The second request was applied, but the journal did not record its response.
        Assert.Equal((6, 1), (report.AppliedCount, report.FromJournalCount));
        Assert.Equal(5, Paths().Length - sentBefore);
        Assert.IsType<BulkJournalException>(other.InnerException);
    }

    [Fact]
    public void UpdateSettings_NoLocation_IsRefused() =>
        Assert.StartsWith(
            "Give at least one location id",
            Assert.Throws<ArgumentException>(() => _client.Stock.UpdateSettings(Updates(1), [])).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task UpdateSettings_StoreHasNoActiveLocation_EndsTheRun()
    {
        var stub = new StubHandler().Respond("""{"data":[],"meta":{}}""");
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BulkRunException<ItemSettingsRow>>(
            () => client.Stock.UpdateSettings(Updates(1), locationIds: null).RunAsync());

        Assert.StartsWith("The store has no active location", exception.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal((RequestEffect.None, false), (exception.Effect, exception.Report.AllApplied));
    }

    [Fact]
    public async Task EnumerateSettingsAsync_OneOrAllLocations_GivesTheSettingsOfEach()
    {
        await _client.Stock.UpdateSettings(Updates(1), [2]).RunAsync();

        Assert.Equal(15, await _client.Stock.EnumerateSettingsAsync().CountAsync());
        var atOne = await _client.Stock.EnumerateSettingsAsync(new InventoryItemFilter { LocationIds = [2], Skus = ["S-1"] }).ToListAsync();
        Assert.Equal((2L, "S-1", 7), (atOne[0].LocationId, atOne[0].Identity.Sku, atOne[0].Settings.SafetyStock));
        Assert.Single(atOne);
    }

    private static ItemSettingsUpdate Update(string sku) => new(ItemKey.Sku(sku)) { SafetyStock = 7 };

    private static IEnumerable<ItemSettingsUpdate> Updates(params int[] items) => items.Select(item => Update($"S-{item}"));

    private string[] Paths() => [.. _emulator.Requests.Select(request => request.PathAndQuery.Split('?')[0])];

    private async Task<int[]> SafetyStockAsync(string sku) =>
        [
            .. (await _client.Items.FindAsync(ItemKey.Sku(sku)))!.Locations.OrderBy(location => location.LocationId)
                .Select(location => location.Settings.SafetyStock)];
}
