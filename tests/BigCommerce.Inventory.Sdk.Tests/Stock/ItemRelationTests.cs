using System.Globalization;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Rows that may be of the same item are kept apart and in order, wherever the engine looks at them.</summary>
public class ItemRelationTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly FakeStore _store = new();
    private readonly FakeItems _items;

    public ItemRelationTests() => _items = new FakeItems(_store, _time);

    [Theory]
    [InlineData("abc", "ABC", true)]
    [InlineData("abc", " abc ", true)]
    [InlineData("abc", "ab", false)]
    [InlineData("I", "ı", false)]
    public void BySpelling_TwoSkus_ComparesWithoutCaseAndBlanks(string first, string second, bool maySame)
    {
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
        var (one, other) = (ItemKey.Sku(first), ItemKey.Sku(second));

        Assert.Equal(maySame, ItemRelation.BySpelling.Equals(one, other));
        Assert.True(!maySame || ItemRelation.BySpelling.GetHashCode(one) == ItemRelation.BySpelling.GetHashCode(other));
        Assert.False(ItemRelation.BySpelling.Equals(one, ItemKey.Variant(1)));
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Shown_KeysOfOneVariant_MayBeTheSame()
    {
        var shown = new Dictionary<ItemKey, ItemKey>(ItemRelation.BySpelling)
        {
            [ItemKey.Sku("abc")] = ItemKey.Variant(7),
            [ItemKey.Product(3)] = ItemKey.Variant(7),
        };
        var relation = new ItemRelation(shown);

        Assert.True(relation.Equals(ItemKey.Sku("ABC"), ItemKey.Product(3)));
        Assert.True(relation.Equals(ItemKey.Sku("ABC"), ItemKey.Variant(7)));
        Assert.False(relation.Equals(ItemKey.Sku("ABC"), ItemKey.Variant(8)));
        Assert.True(relation.Equals((1, ItemKey.Sku("ABC")), (1, ItemKey.Variant(7))));
        Assert.False(relation.Equals((1, ItemKey.Sku("ABC")), (2, ItemKey.Variant(7))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Set_VariantsOfOneSpelling_GoInOrderInSeparateRequests(int concurrency)
    {
        AbsoluteAdjustment[] rows = [Row("abc", 1), Row("ABC", 2), Row("abc", 3), Row("abc", 4), Row("x", 5)];

        var report = await _store.Bulk().Set(rows, new BulkOptions { MaxConcurrency = concurrency }).RunAsync();

        // The third row is not merged into the first: it would overtake the second.
        Assert.Equal((4, 1), (report.AppliedCount, report.MergedCount));
        Assert.Equal([2L], report.MergedRows.Select(row => row.Row.Index));
        Assert.Equal(
            ["abc=1 x=5", "ABC=2", "abc=4"],
            _store.Requests.Select(request => string.Join(' ', request.Select(row => $"{row.Item.ToString()[4..]}={row.Quantity}"))));
        Assert.Equal(1, _store.MostInFlight);
    }

    [Fact]
    public async Task Set_ManyPairsOfSpellings_NeedTwoRequests()
    {
        var rows = Enumerable.Range(1, 500).SelectMany(i => new[] { Row($"sku-{i}", 1), Row($"SKU-{i}", 2) });

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((1000, 2), (report.AppliedCount, report.RequestCount));
        Assert.All(
            _store.Requests,
            request => Assert.Equal(500, request.Select(row => row.Item).Distinct(ItemRelation.BySpelling).Count()));
    }

    [Fact]
    public void Take_AnySpellings_KeepsEachItemsOrderInSeparateRequests() => PropertyTest.Run(
        (byte size, byte memory, Spelled[] rows) =>
        {
            var perRequest = 1 + (size % 8);
            var planner = new LocationPlanner<AbsoluteAdjustment>(
                AbsoluteKind.Instance,
                ItemRelation.BySpelling,
                1 + (memory % 40),
                perRequest);
            var requests = new List<ValueList<BulkRow<AbsoluteAdjustment>>>();
            var merged = new List<long>();
            for (var i = 0; i < rows.Length; i++)
            {
                var row = new AbsoluteAdjustment(1 + (rows[i].Location % 3), ItemKey.Sku(rows[i].Sku), i).ToBulkRow(i);
                if (planner.Add(row) is { } earlier)
                {
                    merged.Add(earlier.Row.Index);
                }

                if (planner.IsFull)
                {
                    requests.AddRange(planner.Take(all: false, new UnsentRows<AbsoluteAdjustment>()));
                    Assert.False(planner.IsFull);
                }
            }

            requests.AddRange(planner.Take(all: true, new UnsentRows<AbsoluteAdjustment>()));

            Assert.Equal(0, planner.Count);
            Assert.All(requests, request => Assert.InRange(request.Count, 1, perRequest));
            Assert.All(
                requests,
                request => Assert.Equal(
                    request.Count,
                    request.Select(row => (row.LocationId, row.Item)).Distinct(ItemRelation.BySpelling).Count()));
            var sent = requests.SelectMany(request => request).ToList();
            Assert.Equal(
                Enumerable.Range(0, rows.Length).Select(i => (long)i),
                sent.Select(row => row.Index).Concat(merged).Order());
            Assert.All(
                sent.GroupBy(row => (row.LocationId, row.Item), ItemRelation.BySpelling),
                group => Assert.Equal(group.Select(row => row.Index).Order(), group.Select(row => row.Index)));
        });

    [Fact]
    public async Task Reconcile_UpperCasedExportOfZeros_IsRefused()
    {
        Fill(500, 10);

        var exception = await Assert.ThrowsAsync<ReconcileRefusedException>(
            () => _store.Bulk(items: _items).Reconcile(Enumerable.Range(1, 500).Select(i => Row($"SKU-{i}", 0))).RunAsync());

        Assert.Contains("500 of 500 rows that have stock would become 0", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_store.Requests);
    }

    [Fact]
    public async Task Reconcile_UpperCasedExportOfTheSameStock_SendsNothing()
    {
        Fill(500, 10);

        var report = await _store.Bulk(items: _items).Reconcile(Enumerable.Range(1, 500).Select(i => Row($"SKU-{i}", 10))).RunAsync();

        Assert.Equal((500, 0), (report.UnchangedCount, report.DifferentCount));
        Assert.Empty(_store.Requests);
    }

    [Fact]
    public async Task Reconcile_UpperCasedExportWithConfirm_ConfirmsTheLastOfEachItem()
    {
        Fill(30, 10);
        IEnumerable<AbsoluteAdjustment> desired = [.. Enumerable.Range(1, 30).Select(i => Row($"SKU-{i}", 11)), Row("Sku-1", 10)];
        _store.After = _ =>
        {
            // The store takes both spellings for one item.
            foreach (var ((location, item), quantity) in _store.Stock.ToList())
            {
                _store.Stock.Remove((location, item));
                _store.Stock[(location, ItemKey.Sku(item.ToString()[4..].ToLowerInvariant()))] = quantity;
            }

            return Task.CompletedTask;
        };

        var report = await _store.Bulk(_time, items: _items).Reconcile(desired, new ReconcileOptions { WaitUntilVisible = true }).RunAsync();

        // The last row agrees with the store, but an earlier one changes its item: both go out, in order.
        Assert.Equal((0, 31, 31), (report.UnchangedCount, report.DifferentCount, report.Adjustments!.AppliedCount));
        Assert.Equal([30, 1], _store.Requests.Select(request => request.Count));
        Assert.Equal(10, _store.Stock[(1, ItemKey.Sku("sku-1"))]);
        Assert.Equal((30, 30, true), (report.Visibility!.RowCount, report.Visibility.VisibleCount, report.IsReconciled));
    }

    [Fact]
    public async Task Reconcile_LaterSpellingSetsOnlyTheBackorders_GuardsExamineTheEarlierQuantity()
    {
        Fill(20, 10);
        var desired = Enumerable.Range(1, 20)
            .SelectMany(i => new[] { Row($"sku-{i}", 0), AbsoluteAdjustment.Backordered(1, ItemKey.Sku($"SKU-{i}"), 1) });

        var plan = await _store.Bulk(items: _items).Reconcile(desired).PlanAsync();

        Assert.StartsWith("Nothing was sent, because 20 of 20 rows that have stock would become 0", plan.RefusalReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, true)]
    [InlineData(0, 10, false)]
    public async Task Reconcile_LaterSpellingSetsAnotherQuantity_GuardsExamineOnlyThat(int first, int last, bool isRefused)
    {
        Fill(20, 10);
        var desired = Enumerable.Range(1, 20).SelectMany(i => new[] { Row($"sku-{i}", first), Row($"SKU-{i}", last) });

        var plan = await _store.Bulk(items: _items).Reconcile(desired).PlanAsync();

        Assert.Equal(isRefused, plan.RefusalReason is not null);
    }

    [Fact]
    public async Task Reconcile_SkuAndVariantOfOneItem_GoInOrderInSeparateRequests()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = _time });
        emulator.GetStore().AddItem("abc", variantId: 7, productId: 9);
        emulator.GetStore().SetStock(1, "abc", 5);
        using var client = emulator.CreateClient();
        AbsoluteAdjustment[] desired = [new(1, ItemKey.Variant(7), 8), new(1, ItemKey.Sku("abc"), 5)];

        var report = await client.Stock.Reconcile(desired, new ReconcileOptions { WaitUntilVisible = true }).RunAsync();

        Assert.Equal((2, 2), (report.DifferentCount, report.Adjustments!.RequestCount));
        Assert.Equal(5, emulator.GetStore().GetOnHand(1, "abc"));
        Assert.Equal((1, 1), (report.Visibility!.RowCount, report.Visibility.VisibleCount));
    }

    [Fact]
    public async Task Reconcile_TooManyRowsMatchNothing_IsRefusedUnlessAllowed()
    {
        Fill(40, 10);
        AbsoluteAdjustment[] desired = [.. Enumerable.Range(1, 100).Select(i => Row(i <= 40 ? $"sku-{i}" : $"other-{i}", 11))];

        var exception = await Assert.ThrowsAsync<ReconcileRefusedException>(() => _store.Bulk(items: _items).Reconcile(desired).RunAsync());

        Assert.Equal(
            "Nothing was sent, because 60 of 100 rows name items that the store does not have; the limit is 50 %. If this is correct, raise ReconcileOptions.MaxUnmatchedShare.",
            exception.Message);
        Assert.Empty(_store.Requests);
        Assert.Equal(
            100,
            (await _store.Bulk(items: _items).Reconcile(desired, new ReconcileOptions { MaxUnmatchedShare = 1 }).RunAsync()).Adjustments!.AppliedCount);
    }

    [Fact]
    public async Task Reconcile_KeyTooLongToAskForWithConfirm_KeepsTheReport()
    {
        Fill(3, 10);
        AbsoluteAdjustment[] desired = [Row(new string('x', 20_000), 5), Row("sku-1", 11)];
        var options = new ReconcileOptions { WaitUntilVisible = true };

        var report = await _store.Bulk(_time, _items).Reconcile(desired, options).RunAsync();

        Assert.Equal((2, 2, 1), (report.Adjustments!.AppliedCount, report.Visibility!.RowCount, report.Visibility.VisibleCount));
        Assert.Equal((0, false), (report.Visibility.MissingRows[0].Index, report.IsReconciled));

        // What cannot be asked for is not waited for.
        Assert.Equal(TimeSpan.Zero, report.Visibility.Elapsed);
    }

    [Fact]
    public void Find_TwoSkusThatDifferInCaseOnly_TakesTheExactOne()
    {
        var levels = new StockLevels([(1, ItemKey.Sku("abc")), (1, ItemKey.Sku("aBc"))]);
        levels.Add(Item("abc", 1, 5));
        levels.Add(Item("ABC", 2, 6));

        Assert.Equal(5, levels.Find(1, ItemKey.Sku("abc"))!.TotalInventoryOnHand);
        Assert.Equal(6, levels.Find(1, ItemKey.Sku("ABC"))!.TotalInventoryOnHand);
        Assert.Null(levels.Find(1, ItemKey.Sku("aBc")));
    }

    private static InventoryItem Item(string sku, long variantId, int onHand) => new()
    {
        Identity = new ItemIdentity { Sku = sku, VariantId = variantId, ProductId = 100 + variantId },
        Locations = [new StockAtLocation { LocationId = 1, TotalInventoryOnHand = onHand }],
    };

    private void Fill(int items, int quantity)
    {
        for (var i = 1; i <= items; i++)
        {
            _store.Stock[(1, ItemKey.Sku($"sku-{i}"))] = quantity;
        }
    }

    private static AbsoluteAdjustment Row(string sku, int quantity) => new(1, ItemKey.Sku(sku), quantity);

    public sealed record Spelled(byte Location, byte Item)
    {
        public string Sku => $"{(Item % 3 == 0 ? 'K' : 'k')}{Item / 3 % 6}";
    }
}
