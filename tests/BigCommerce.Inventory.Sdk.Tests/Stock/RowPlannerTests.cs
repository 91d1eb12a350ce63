namespace BigCommerce.Inventory.Tests.Adjustments;

public class RowPlannerTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void LocationPlanner_RandomRows_ReturnsEachOnceInItsItemsOrder()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var perRequest = random.Next(1, 9);
            var maxRows = random.Next(1, 40);
            var window = new LocationPlanner<AbsoluteAdjustment>(AbsoluteKind.Instance, ItemRelation.BySpelling, maxRows, perRequest);
            var unsent = new UnsentRows<AbsoluteAdjustment>();
            var requests = new List<BulkRow<AbsoluteAdjustment>[]>();
            var duplicates = 0;
            var count = random.Next(200);
            for (var i = 0; i < count; i++)
            {
                duplicates += window.Add(Row(i, random.Next(1, random.Next(2, 12)), random.Next(1, 30), i)) is null ? 0 : 1;
                Assert.InRange(window.Count, 0, Math.Max(maxRows, perRequest));
                if (window.IsFull)
                {
                    var full = window.Take(all: false, unsent);
                    Assert.NotEmpty(full);
                    Assert.All(full, request => Assert.Equal(perRequest, request.Length));
                    requests.AddRange(full);
                    Assert.False(window.IsFull);
                }
            }

            var rest = window.Take(all: true, unsent);
            Assert.All(rest.SkipLast(1), request => Assert.Equal(perRequest, request.Length));
            requests.AddRange(rest);

            Assert.Equal(0, window.Count);
            Assert.Equal(0, unsent.Count);
            var sent = requests.SelectMany(request => request).ToList();
            Assert.Equal(count, sent.Count + duplicates);
            Assert.Equal(sent.Count, sent.Select(row => row.Index).Distinct().Count());
            Assert.All(
                sent.GroupBy(row => (row.LocationId, row.Item)),
                rows => Assert.Equal(rows.Select(row => row.Index).Order(), rows.Select(row => row.Index)));
            Assert.All(
                requests,
                request => Assert.Equal(request.Select(row => row.LocationId).Order(), request.Select(row => row.LocationId)));
        }
    }

    [Fact]
    public void LocationPlanner_SameRows_CutsTheSameRequests()
    {
        static List<BulkRow<RelativeAdjustment>[]> Cut()
        {
            var random = new Random(11);
            var window = new LocationPlanner<RelativeAdjustment>(AdjustmentKind.Instance, ItemRelation.BySpelling, 50, 7);
            var requests = new List<BulkRow<RelativeAdjustment>[]>();
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
                sent += window.Take(all: false, new UnsentRows<AbsoluteAdjustment>()).Sum(request => request.Length);
                Assert.InRange(window.Capacity, window.Count, 2 * MaxRows);
            }
        }

        sent += window.Take(all: true, new UnsentRows<AbsoluteAdjustment>()).Sum(request => request.Length);
        Assert.Equal((100_000, 0), (sent, window.Count));
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
    public void TransferPlanner_RandomTransfers_KeepOrderAndUniqueCells()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var perRequest = random.Next(1, 12);
            var window = new TransferPlanner(ItemRelation.BySpelling, random.Next(1, 20), perRequest);
            var unsent = new UnsentRows<StockTransfer>();
            var requests = new List<BulkRow<StockTransfer>[]>();
            var count = random.Next(60);
            for (var i = 0; i < count; i++)
            {
                var from = random.Next(1, 4);
                window.Add(new StockTransfer(from, from + 1, ItemKey.Variant(random.Next(1, 5)), 1).ToBulkRow(i));
                if (window.IsFull)
                {
                    requests.AddRange(window.Take(all: false, unsent));
                    Assert.False(window.IsFull);
                }
            }

            requests.AddRange(window.Take(all: true, unsent));

            Assert.Equal(
                Enumerable.Range(0, count).SelectMany(i => new[] { (long)i, i }),
                requests.SelectMany(request => request).Select(row => row.Index));
            Assert.All(requests, request => Assert.InRange(request.Length, 2, Math.Max(perRequest, 2)));
            Assert.All(requests, request => Assert.Equal(request.Length, request.Select(row => row.Cell).Distinct().Count()));
        }
    }

    private static BulkRow<AbsoluteAdjustment> Row(long index, long location, long variant, int quantity) =>
        new AbsoluteAdjustment(location, ItemKey.Variant(variant), quantity).ToBulkRow(index);

    private static BulkRow<RelativeAdjustment> Difference(long index, long location, long variant, int quantity) =>
        new RelativeAdjustment(location, ItemKey.Variant(variant), quantity).ToBulkRow(index);
}
