using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Waits until reads show the expected stock.</summary>
public class WaitUntilVisibleTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly FakeStore _store = new();
    private readonly FakeItems _items;

    public WaitUntilVisibleTests()
    {
        _items = new FakeItems(_store, _time);
        Inventory.Http.ApiFactory.SetClock(_items, _time);
    }

    [Fact]
    public async Task WaitUntilVisibleAsync_OneItem_WaitsForThePredicate()
    {
        _store.Fill(1, quantity: 5);
        _items.Delay = TimeSpan.FromSeconds(3);
        Assert.NotNull(await _items.Bulk(_time).WaitUntilVisibleAsync(1, ItemKey.Variant(1), _ => true));
        _store.Stock[(1, ItemKey.Variant(1))] = 6;

        var shown = await _items.Bulk(_time).WaitUntilVisibleAsync(1, ItemKey.Variant(1), item => item.TotalInventoryOnHand == 6);
        var never = await _items.Bulk(_time).WaitUntilVisibleAsync(1, ItemKey.Variant(1), item => item.TotalInventoryOnHand == 7);

        Assert.Equal(6, shown!.TotalInventoryOnHand);
        Assert.Null(never);
        Assert.InRange(_time.GetUtcNow() - ManualTimeProvider.DefaultStart, TimeSpan.FromSeconds(63), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task WaitUntilVisibleAsync_SomeVisible_ReadsOnlyTheMissing()
    {
        _store.Fill(3, quantity: 5);

        var report = await _items.Bulk(_time).WaitUntilVisibleAsync(
            [new(1, ItemKey.Variant(1), 5), new(1, ItemKey.Variant(2), 6), new(1, ItemKey.Variant(1), 5)],
            new PollingOptions { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal((2, 1, false), (report.RowCount, report.VisibleCount, report.AllVisible));
        Assert.Equal(TimeSpan.FromSeconds(1), report.Elapsed);
        Assert.Equal(2, _items.Filters[0].VariantIds!.Count);
        Assert.All(_items.Filters.Skip(1), filter => Assert.Equal([2L], filter.VariantIds!));
        Assert.True((await _items.Bulk(_time).WaitUntilVisibleAsync(Array.Empty<AbsoluteAdjustment>())).AllVisible);
    }

    [Fact]
    public async Task WaitUntilVisibleAsync_OneItemNeverVisible_WaitsUntilTheTimeout()
    {
        _store.Fill(1, quantity: 5);

        var shown = await _items.Bulk(_time)
            .WaitUntilVisibleAsync(1, ItemKey.Variant(1), _ => false, new PollingOptions { Timeout = TimeSpan.FromSeconds(2) });

        Assert.Null(shown);
        Assert.Equal(TimeSpan.FromSeconds(2), _time.GetUtcNow() - ManualTimeProvider.DefaultStart);
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(1, "A, large")]
    public async Task WaitUntilVisibleAsync_AFilterCannotNameTheItem_IsRefused(long locationId, string sku)
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            "item",
            () => _items.Bulk(_time).WaitUntilVisibleAsync(locationId, ItemKey.Sku(sku), _ => true));

        Assert.StartsWith("A filter cannot name ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _items.Reads);
    }

    [Fact]
    public async Task WaitUntilVisibleAsync_RowWithAnInvalidLocation_IsMissingAndNotWaitedFor()
    {
        _store.Fill(2, quantity: 5);

        var report = await _items.Bulk(_time).WaitUntilVisibleAsync([new(0, ItemKey.Variant(1), 5), new(1, ItemKey.Variant(2), 5)]);

        Assert.Equal((2, 1, TimeSpan.Zero), (report.RowCount, report.VisibleCount, report.Elapsed));
        Assert.Equal(0, Assert.Single(report.MissingRows).Index);
    }

    [Fact]
    public async Task WaitUntilVisibleAsync_SeveralRowsForAnItem_ExpectsTheLastOfEachField()
    {
        var (a, b) = (ItemKey.Variant(1), ItemKey.Variant(2));

        var report = await _items.Bulk(_time).WaitUntilVisibleAsync(
        [
            new(1, a, 7, 1),
            AbsoluteAdjustment.Backordered(1, b, 3),
            new(1, b, 8),
            AbsoluteAdjustment.Backordered(1, a, 2),
        ]);

        // In the order of the input, each with the last row's index.
        Assert.Equal(
            [(2L, b, 8, 3), (3, a, 7, 2)],
            report.MissingRows.Select(row => (row.Index, row.Desired.Item, row.Desired.Quantity, row.Desired.QuantityBackordered)));
    }
}
