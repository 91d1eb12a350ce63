namespace BigCommerce.Inventory.Tests.Stock;

public class RowPlannerTests
{
    [Fact]
    public void LocationPlanner_AnyRows_ReturnsEachOnceInItsItemsOrder() => PropertyTest.Run(
        (byte size, byte memory, PlannedRow[] rows) =>
        {
            var perRequest = 1 + (size % 8);
            var maxRows = 1 + (memory % 40);
            var planner = new LocationPlanner<AbsoluteAdjustment>(AbsoluteKind.Instance, ItemRelation.BySpelling, maxRows, perRequest);
            var unsent = new UnsentRows<AbsoluteAdjustment>();
            var requests = new List<ValueList<BulkRow<AbsoluteAdjustment>>>();
            var merged = new List<MergedRow<AbsoluteAdjustment>>();
            for (var i = 0; i < rows.Length; i++)
            {
                if (planner.Add(Row(i, rows[i].LocationId, rows[i].Variant, i)) is { } earlier)
                {
                    merged.Add(earlier);
                }

                Assert.InRange(planner.Count, 0, Math.Max(maxRows, perRequest));
                if (planner.IsFull)
                {
                    var full = planner.Take(all: false, unsent);
                    Assert.NotEmpty(full);
                    Assert.All(full, request => Assert.Equal(perRequest, request.Count));
                    requests.AddRange(full);
                    Assert.False(planner.IsFull);
                }
            }

            var rest = planner.Take(all: true, unsent);
            Assert.All(rest.SkipLast(1), request => Assert.Equal(perRequest, request.Count));
            requests.AddRange(rest);

            Assert.Equal((0, 0), (planner.Count, unsent.Count));
            Assert.All(requests, request => Assert.InRange(request.Count, 1, perRequest));
            var sent = requests.SelectMany(request => request).ToList();
            Assert.Equal(
                Enumerable.Range(0, rows.Length).Select(i => (long)i),
                sent.Select(row => row.Index).Concat(merged.Select(row => row.Row.Index)).Order());
            Assert.All(
                sent.GroupBy(row => (row.LocationId, row.Item)),
                group => Assert.Equal(group.Select(row => row.Index).Order(), group.Select(row => row.Index)));
            Assert.All(
                requests,
                request => Assert.Equal(request.Select(row => row.LocationId).Order(), request.Select(row => row.LocationId)));

            // The last row wins: it is sent with its own quantity, and the merged rows name a later one for the same item.
            Assert.All(sent, row => Assert.Equal(row.Index, row.Quantity));
            Assert.All(merged, row => Assert.True(row.IntoIndex > row.Row.Index && rows[row.IntoIndex] == rows[row.Row.Index]));
        },
        cases: 500);

    [Fact]
    public void LocationPlanner_RelativeRows_SendTheSumOfEachCell() => PropertyTest.Run(
        (byte size, byte memory, PlannedRow[] rows) =>
        {
            var planner = new LocationPlanner<RelativeAdjustment>(
                AdjustmentKind.Instance,
                ItemRelation.BySpelling,
                1 + (memory % 40),
                1 + (size % 8));
            var unsent = new UnsentRows<RelativeAdjustment>();
            var sent = new List<BulkRow<RelativeAdjustment>>();
            for (var i = 0; i < rows.Length; i++)
            {
                planner.Add(Difference(i, rows[i].LocationId, rows[i].Variant, rows[i].Quantity));
                sent.AddRange(planner.IsFull ? planner.Take(all: false, unsent).SelectMany(request => request) : []);
            }

            sent.AddRange(planner.Take(all: true, unsent).SelectMany(request => request));

            Assert.Equal(
                rows.GroupBy(row => (row.LocationId, row.Variant), row => (long)row.Quantity)
                    .Select(cell => (cell.Key, cell.Sum()))
                    .Where(cell => cell.Item2 != 0)
                    .Order(),
                sent.GroupBy(row => (row.LocationId, IdOf(row.Item)), row => row.Quantity!.Value)
                    .Select(cell => (cell.Key, cell.Sum()))
                    .Where(cell => cell.Item2 != 0)
                    .Order());
            Assert.All(sent, row => Assert.NotEqual(0, row.Quantity));
        });

    [Fact]
    public void LocationPlanner_SameRows_CutsTheSameRequests()
    {
        static List<ValueList<BulkRow<RelativeAdjustment>>> Cut()
        {
            var random = new Random(11);
            var window = new LocationPlanner<RelativeAdjustment>(AdjustmentKind.Instance, ItemRelation.BySpelling, 50, 7);
            var requests = new List<ValueList<BulkRow<RelativeAdjustment>>>();
            for (var i = 0; i < 1000; i++)
            {
                window.Add(Difference(i, random.Next(1, 20), random.Next(1, 100), 1));
                requests.AddRange(window.IsFull ? window.Take(all: false, new UnsentRows<RelativeAdjustment>()) : []);
            }

            return [.. requests, .. window.Take(all: true, new UnsentRows<RelativeAdjustment>())];
        }

        Assert.Equal(Cut(), Cut());
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void LocationPlanner_ManyLocations_KeepsMemoryForHeldRowsOnly(int rowsPerLocation)
    {
        const int MaxRows = 1000;
        var window = new LocationPlanner<AbsoluteAdjustment>(AbsoluteKind.Instance, ItemRelation.BySpelling, MaxRows, 100);
        var sent = 0;
        for (var i = 0; i < 100_000; i++)
        {
            window.Add(Row(i, 1 + (i / rowsPerLocation), 1 + i, 1));
            if (window.IsFull)
            {
                sent += window.Take(all: false, new UnsentRows<AbsoluteAdjustment>()).Sum(request => request.Count);
                Assert.InRange(window.Capacity, window.Count, 2 * MaxRows);
            }
        }

        sent += window.Take(all: true, new UnsentRows<AbsoluteAdjustment>()).Sum(request => request.Count);
        Assert.Equal((100_000, 0), (sent, window.Count));
    }

    [Fact]
    public void LocationPlanner_RowsTaken_KeepsTheirMemoryForTheNextLocation()
    {
        var planner = new LocationPlanner<AbsoluteAdjustment>(AbsoluteKind.Instance, ItemRelation.BySpelling, maxRows: 1000, 10);
        for (var i = 0; i < 100; i++)
        {
            planner.Add(Row(i, 1, 1 + i, 1));
        }

        planner.Take(all: true, new UnsentRows<AbsoluteAdjustment>());

        Assert.InRange(planner.Capacity, 100, 2000);
    }

    [Fact]
    public void LocationPlanner_RowsKeptAfterFullRequests_AreStillMerged()
    {
        var planner = new LocationPlanner<AbsoluteAdjustment>(AbsoluteKind.Instance, ItemRelation.BySpelling, 10, 2);
        planner.Add(Row(0, 1, 1, 1));
        planner.Add(Row(1, 1, 2, 1));
        planner.Add(Row(2, 1, 3, 1));

        Assert.Equal([0L, 1], Assert.Single(planner.Take(all: false, new UnsentRows<AbsoluteAdjustment>())).Select(row => row.Index));
        Assert.Equal(new MergedRow<AbsoluteAdjustment>(Row(2, 1, 3, 1), 3), planner.Add(Row(3, 1, 3, 2)));
        Assert.Equal(1, planner.Count);
    }

    [Fact]
    public void LocationPlanner_RowNetsToZero_LeavesMemoryAndLaterRowsAreStillMerged()
    {
        var planner = new LocationPlanner<RelativeAdjustment>(AdjustmentKind.Instance, ItemRelation.BySpelling, 4, 4);
        planner.Add(Difference(0, 1, 1, 5));
        planner.Add(Difference(1, 1, 1, -5));
        planner.Add(Difference(2, 1, 2, 1));
        planner.Add(Difference(3, 1, 3, 1));

        Assert.Empty(planner.Take(all: false, new UnsentRows<RelativeAdjustment>()));
        Assert.Equal(2, planner.Count);
        Assert.Equal(new MergedRow<RelativeAdjustment>(Difference(4, 1, 2, 7), 2), planner.Add(Difference(4, 1, 2, 7)));
        Assert.Equal(2, planner.Count);
    }

    [Theory]
    [InlineData(4, 2, new[] { 2 }, 2)]
    [InlineData(5, 3, new[] { 2, 2 }, 1)]
    [InlineData(6, 4, new[] { 2, 2, 2 }, 0)]
    public void LocationPlanner_SingleRowsAtManyLocations_ShareRequestsWhenTheyFillHalfOfTheMemory(
        int maxRows,
        int singles,
        int[] taken,
        int kept)
    {
        var planner = new LocationPlanner<AbsoluteAdjustment>(AbsoluteKind.Instance, ItemRelation.BySpelling, maxRows, 2);
        planner.Add(Row(0, 1, 1, 1));
        planner.Add(Row(1, 1, 2, 1));
        for (var i = 0; i < singles; i++)
        {
            planner.Add(Row(2 + i, 2 + i, 1, 1));
        }

        var requests = planner.Take(all: false, new UnsentRows<AbsoluteAdjustment>());

        Assert.Equal(taken, requests.Select(request => request.Count));
        Assert.Equal(kept, planner.Count);
        Assert.Equal(kept, planner.Take(all: true, new UnsentRows<AbsoluteAdjustment>()).Sum(request => request.Count));
    }

    [Fact]
    public void LocationPlanner_OneLocationInARequest_TakesTheLargestUntilHalfOfTheMemoryIsFree()
    {
        var planner = new LocationPlanner<ItemSettingsRow>(SettingsKind.Instance, ItemRelation.BySpelling, 6, 4);
        long[] locations = [1, 2, 2, 2, 3, 3];
        for (var i = 0; i < locations.Length; i++)
        {
            planner.Add(new ItemSettingsRow(locations[i], new ItemSettingsUpdate(ItemKey.Variant(i + 1)) { SafetyStock = 1 }).ToBulkRow(i));
        }

        var full = planner.Take(all: false, new UnsentRows<ItemSettingsRow>());
        var rest = planner.Take(all: true, new UnsentRows<ItemSettingsRow>());

        Assert.Equal([1L, 2, 3], Assert.Single(full).Select(row => row.Index));
        Assert.Equal([[4L, 5], [0]], rest.Select(request => request.Select(row => row.Index)));
        Assert.Equal(0, planner.Count);
    }

    [Fact]
    public void LocationPlanner_RelativeRows_AddUpWithoutOverflow()
    {
        var window = new LocationPlanner<RelativeAdjustment>(AdjustmentKind.Instance, ItemRelation.BySpelling, 100, 10);
        var unsent = new UnsentRows<RelativeAdjustment>();
        Assert.Null(window.Add(Difference(0, 1, 1, int.MaxValue)));
        Assert.Equal(
            new MergedRow<RelativeAdjustment>(Difference(1, 1, 1, int.MaxValue), 0),
            window.Add(Difference(1, 1, 1, int.MaxValue)));
        window.Add(Difference(2, 1, 1, -int.MaxValue));
        window.Add(Difference(3, 1, 2, int.MaxValue));
        window.Add(Difference(4, 1, 2, 1));
        window.Add(Difference(5, 1, 3, 5));
        window.Add(Difference(6, 1, 3, -5));

        var requests = window.Take(all: true, unsent);

        Assert.Equal([Difference(0, 1, 1, int.MaxValue)], Assert.Single(requests));
        var outcome = unsent.Take();
        Assert.Equal(
            "The differences for variant_id 2 at location 1 add up to 2147483648, which exceeds the API's 32-bit range.",
            Assert.Single(outcome.RejectedRows).Message);
        Assert.Equal(Difference(5, 1, 3, 5) with { Quantity = 0 }, Assert.Single(outcome.NetZeroRows));
        Assert.Empty(outcome.MergedRows);
    }

    [Fact]
    public void LocationPlanner_QuantityNetsToZero_KeepsTheBackorders()
    {
        var window = new LocationPlanner<RelativeAdjustment>(AdjustmentKind.Instance, ItemRelation.BySpelling, 100, 10);
        window.Add(new RelativeAdjustment(1, ItemKey.Variant(1), 5, 2).ToBulkRow(0));
        window.Add(new RelativeAdjustment(1, ItemKey.Variant(1), -5).ToBulkRow(1));

        var row = Assert.Single(Assert.Single(window.Take(all: true, new UnsentRows<RelativeAdjustment>())));

        Assert.Equal((0L, 2L), (row.Quantity!.Value, row.QuantityBackordered!.Value));
    }

    [Fact]
    public void TransferPlanner_AnyTransfers_KeepOrderAndUniqueCells() => PropertyTest.Run(
        (byte size, byte memory, PlannedRow[] transfers) =>
        {
            var perRequest = 1 + (size % 11);
            var planner = new TransferPlanner(ItemRelation.BySpelling, 1 + (memory % 20), perRequest);
            var unsent = new UnsentRows<StockTransfer>();
            var requests = new List<ValueList<BulkRow<StockTransfer>>>();
            for (var i = 0; i < transfers.Length; i++)
            {
                var from = transfers[i].LocationId;
                planner.Add(new StockTransfer(from, from + 1, ItemKey.Variant(transfers[i].Variant), 1).ToBulkRow(i));
                Assert.Equal((2 * (i + 1)) - requests.Sum(request => request.Count), planner.Count);
                if (planner.IsFull)
                {
                    requests.AddRange(planner.Take(all: false, unsent));
                    Assert.False(planner.IsFull);
                }
            }

            requests.AddRange(planner.Take(all: true, unsent));

            Assert.Equal(
                Enumerable.Range(0, transfers.Length).SelectMany(i => new[] { (long)i, i }),
                requests.SelectMany(request => request).Select(row => row.Index));
            Assert.All(requests, request => Assert.InRange(request.Count, 2, Math.Max(perRequest, 2)));
            Assert.All(requests, request => Assert.Equal(request.Count, request.Select(row => row.Cell).Distinct().Count()));
        });

    private static long IdOf(ItemKey item) => item.TryGetId(out var id) ? id : throw new ArgumentException("Not an id.", nameof(item));

    private static BulkRow<AbsoluteAdjustment> Row(long index, long location, long variant, int quantity) =>
        new AbsoluteAdjustment(location, ItemKey.Variant(variant), quantity).ToBulkRow(index);

    private static BulkRow<RelativeAdjustment> Difference(long index, long location, long variant, int quantity) =>
        new RelativeAdjustment(location, ItemKey.Variant(variant), quantity).ToBulkRow(index);

    public sealed record PlannedRow(byte Location, byte Item, sbyte Difference)
    {
        public long LocationId => 1 + (Location % 4);

        public long Variant => 1 + (Item % 8);

        // A difference of 0 is rejected before it is planned.
        public int Quantity => Difference == 0 ? 1 : Difference;

        public bool Equals(PlannedRow? other) => (other?.LocationId, other?.Variant) == (LocationId, Variant);

        public override int GetHashCode() => HashCode.Combine(LocationId, Variant);
    }
}
