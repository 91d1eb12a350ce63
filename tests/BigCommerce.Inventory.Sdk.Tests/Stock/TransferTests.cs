using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

public class TransferTests
{
    [Fact]
    public async Task Transfer_OneTransfer_SendsBothSidesInOneRequest()
    {
        var store = new FakeStore();

        var report = await store.Bulk()
            .Transfer(
                [new StockTransfer(FromLocationId: 1, ToLocationId: 2, ItemKey.Sku("A"), Quantity: 3)],
                new BulkOptions { Reason = "restock" })
            .RunAsync();

        Assert.Equal(["t-1"], report.TransactionIds);
        Assert.Equal([(1L, ItemKey.Sku("A"), (int?)-3), (2L, ItemKey.Sku("A"), 3)], Assert.Single(store.Requests));
        Assert.Equal("restock", Assert.Single(store.Reasons));
    }

    [Theory]
    [InlineData(0, 2, 1, "The location ids must be 1 or more.")]
    [InlineData(1, 1, 1, "The transfer has the same location as source and destination.")]
    [InlineData(1, 2, 0, "The quantity must be 1 or more.")]
    [InlineData(1, 2, int.MinValue, "The quantity must be 1 or more.")]
    public async Task Transfer_InvalidTransfer_IsRejectedWithTheReason(long from, long to, int quantity, string message)
    {
        var store = new FakeStore();

        var report = await store.Bulk().Transfer([new StockTransfer(from, to, ItemKey.Sku("A"), quantity)]).RunAsync();

        Assert.Equal((1, 1, 0), (report.RowCount, report.RejectedCount, report.RequestCount));
        Assert.Equal(message, report.RejectedRows[0].Message);
        Assert.Equal(quantity, report.RejectedRows[0].Row.Quantity);
        Assert.Equal(
            "The transfer names no item. Give a SKU, a variant id or a product id.",
            (await store.Bulk().Transfer([new StockTransfer(1, 2, default, 1)]).RunAsync()).RejectedRows[0].Message);
    }

    [Fact]
    public async Task Transfer_ManyTransfers_CountOnceEach()
    {
        var store = new FakeStore();
        store.BadItems.Add(ItemKey.Variant(3));
        var transfers = Enumerable.Range(1, 2500).Select(i => new StockTransfer(1, 2, ItemKey.Variant(i), i)).ToList();

        var report = await store.Bulk().Transfer(transfers).RunAsync();

        Assert.Equal((2500, 2499, 1, 4), (report.RowCount, report.AppliedCount, report.RejectedCount, report.RequestCount));
        Assert.Equal(new BulkRow<StockTransfer>(2, transfers[2]) { Quantity = 3 }, report.RejectedRows[0].Row);
        Assert.Equal(1, report.RejectedRows[0].Row.LocationId);
        Assert.All(store.Requests, request => Assert.InRange(request.Count, 2, 2000));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Transfer_RandomTransfers_KeepTheTotalStock()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var store = new ModelStore(random)
            {
                Naming = (Naming)random.Next((int)Naming.Mixed + 1),
                LostResponses = random.Next(2) * random.Next(30),
            };
            for (var location = 1L; location <= ModelStore.Locations; location++)
            {
                for (var item = 1; item <= ModelStore.Items; item++)
                {
                    if (random.Next(8) > 0)
                    {
                        store.Stock[(location, item)] = random.Next(20);
                    }
                }
            }

            var before = store.Stock.Values.Sum();
            StockTransfer[] transfers = [.. Enumerable.Range(0, random.Next(40)).Select(_ =>
                new StockTransfer(
                    random.NextInt64(1, 6),
                    random.NextInt64(1, 6),
                    ItemKey.Variant(random.Next(1, ModelStore.Items + 3)),
                    random.Next(0, 8)))];
            store.UnknownItems.UnionWith([ModelStore.Items + 1, ModelStore.Items + 2]);
            store.MissingLocations.Add(5);

            BulkReport<StockTransfer> report;
            try
            {
                report = await store.Bulk()
                    .Transfer(
                        transfers,
                        new BulkOptions
                        {
                            MaxRowsPerRequest = random.Next(1, 9),
                            MaxConcurrency = random.Next(1, 3),
                            UncountedItems = (UncountedItemPolicy)random.Next(3),
                        })
                    .RunAsync();
            }
            catch (BulkRunException<StockTransfer> exception)
            {
                report = exception.Report;
            }

            Assert.Equal(before, store.Stock.Values.Sum());
            Assert.Equal(transfers.Length, report.RowCount);
            Assert.Equal(report.RowCount, report.AppliedCount + report.RejectedCount + report.UnknownCount + report.NotSentCount);
            Assert.All(store.Events, request => Assert.Equal(0, request.Rows.Sum(row => row.Quantity)));
            Assert.All(
                report.RejectedRows.Where(rejected => rejected.StatusCode is null),
                rejected => Assert.NotNull(((IBulkInput)transfers[rejected.Row.Index]).FindFault()));
            Assert.All(
                report.RejectedRows.Where(rejected => rejected.StatusCode is not null),
                rejected => Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.StatusCode));
            Assert.Equal(report.AppliedCount, store.Events.Where(request => request.WasAnswered).Sum(request => request.Rows.Length / 2));
        }
    }
}
