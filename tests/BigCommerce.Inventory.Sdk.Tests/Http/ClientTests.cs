using System.Net;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

public class ClientTests
{
    [Fact]
    public async Task ListItems_Response_IsRead()
    {
        var stub = new StubHandler().Respond("""
            {"data":[{"identity":{"sku":"RE-130","variant_id":79,"product_id":120,"sku_id":null},
              "locations":[{"location_id":1,"location_code":"BC-1","location_name":"Default","available_to_sell":9,"total_inventory_onhand":"10","location_enabled":true,
                "settings":{"safety_stock":1,"is_in_stock":true,"warning_level":2,"bin_picking_number":"A1","backorder_limit":null}}]}],
             "meta":{"pagination":{"total":1,"count":1,"per_page":1000,"current_page":1,"total_pages":1,"links":[]}}}
            """);
        using var client = stub.Client(storeHash: "abc");

        var page = await client.Items.ListAsync(new InventoryItemFilter { Skus = ["RE-130", "ÄÖ 1"], LocationIds = [1, 2], Limit = 1000 });

        var item = Assert.Single(page.Data);
        Assert.Equal(new ItemIdentity { Sku = "RE-130", VariantId = 79, ProductId = 120 }, item.Identity);
        var place = Assert.Single(item.Locations);
        Assert.Equal(
            (1, "BC-1", 9, 10, true),
            (place.LocationId, place.LocationCode, place.AvailableToSell, place.TotalInventoryOnHand, place.LocationEnabled));
        Assert.Equal(new ItemSettings { SafetyStock = 1, WarningLevel = 2, BinPickingNumber = "A1" }, place.Settings);
        Assert.Equal(1, page.Meta.Pagination!.TotalPages);
        Assert.Null(page.Meta.Pagination.Links);
        var sent = Assert.Single(stub.Sent);
        Assert.Equal("GET", sent.Method);
        Assert.Equal(
            "https://api.bigcommerce.com/stores/abc/v3/inventory/items?sku%3Ain=RE-130%2C%C3%84%C3%96%201&location_id%3Ain=1%2C2&limit=1000",
            sent.Url);
        Assert.Equal(StubHandler.TestToken, sent.Headers["X-Auth-Token"]);
        Assert.Equal("application/json", sent.Headers["Accept"]);
        Assert.StartsWith("BigCommerce.Inventory.Sdk/", sent.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.True(Guid.TryParseExact(sent.Headers["X-Correlation-Id"], "D", out _));
    }

    [Fact]
    public async Task SetAbsolute_Request_IsSent()
    {
        var stub = new StubHandler().Respond("""{"transaction_id":"t-1"}""");
        using var client = stub.Client(storeHash: "abc");

        var response = await client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(
            [new(1, ItemKey.Sku("RE-130"), 30), new(2, ItemKey.Variant(79), 0, 4), new(2, ItemKey.Product(120), 7)], "stocktaking"));

        Assert.Equal("t-1", response.TransactionId);
        var sent = Assert.Single(stub.Sent);
        Assert.Equal("PUT", sent.Method);
        Assert.Equal("https://api.bigcommerce.com/stores/abc/v3/inventory/adjustments/absolute", sent.Url);
        Assert.Equal(
            """{"reason":"stocktaking","items":[{"location_id":1,"sku":"RE-130","quantity":30},{"location_id":2,"variant_id":79,"quantity":0,"qty_backordered":4},{"location_id":2,"product_id":120,"quantity":7}]}""",
            sent.Body);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
    }

    [Fact]
    public async Task AdjustRelativeAsync_ResponseBeginsWithAByteOrderMark_IsApplied()
    {
        var stub = new StubHandler().Respond("\uFEFF{\"transaction_id\":\"t-1\"}");
        using var client = stub.Client();

        var response = await client.Adjustments.AdjustRelativeAsync(
            new RelativeAdjustmentRequest([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -1)]));

        Assert.Equal("t-1", response.TransactionId);
    }

    [Fact]
    public async Task ErrorResponse_Validation_HasReasonAndItems()
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.UnprocessableEntity,
            """{"status":422,"title":"[Item with variant_id 106 is tracked by product, please update stock by product id]","type":"https://example.test","errors":{}}""",
            "application/problem+json");
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BigCommerceValidationException>(() =>
            client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest([new(1, ItemKey.Variant(106), 30)])));

        Assert.Equal(ApiErrorReason.TrackedByProduct, exception.Reason);
        Assert.Equal([ItemKey.Variant(106)], exception.Error.Items);
        Assert.Contains("PUT", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Identify the item by its product id.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(StubHandler.TestToken, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent, "", null)]
    [InlineData(HttpStatusCode.OK, """{"transaction_id":"t-2"}""", "t-2")]
    public async Task DeleteLocations_WithOrWithoutABody_Succeeds(HttpStatusCode status, string body, string? transactionId)
    {
        var stub = new StubHandler().Respond(status, body);
        using var client = stub.Client(storeHash: "abc");

        var response = await client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3));

        Assert.Equal(transactionId, response.TransactionId);
        Assert.Equal("https://api.bigcommerce.com/stores/abc/v3/inventory/locations?location_id%3Ain=2%2C3", Assert.Single(stub.Sent).Url);
    }

    [Fact]
    public async Task Response204WithABody_Items_IsRead()
    {
        var stub = new StubHandler().Respond(HttpStatusCode.NoContent, """{"data":[{"identity":{"sku":"RE-130"}}]}""");
        using var client = stub.Client();

        var page = await client.Items.ListAsync();

        Assert.Equal("RE-130", Assert.Single(page.Data).Identity.Sku);
    }

    [Theory]
    [InlineData(200, 10)]
    [InlineData(404, 4)]
    public async Task Response_WithoutRateLimitHeaders_EndsTheSlowStartOnlyIfItIsASuccess(int status, int permits)
    {
        var stub = new StubHandler().Respond((HttpStatusCode)status, "{}");
        using var client = stub.Client(storeHash: "abc");

        await Record.ExceptionAsync(() => client.Items.ListAsync());

        var limiter = StoreRegistry.In(stub)
            .For(new Uri("https://api.bigcommerce.com/stores/abc/v3"), TimeProvider.System, () => 0).Limiter;
        Assert.Equal(permits, Enumerable.Range(0, 10).Count(_ => limiter.TryAcquire(default) is not null));
    }

    [Fact]
    public async Task Response422WithData_BulkRow_IsRejected()
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.UnprocessableEntity,
            """{"status":422,"title":"Items not found, identities: [variant_id 1]","data":[],"errors":{}}""");
        using var client = stub.Client();

        var report = await client.Stock.Set([new AbsoluteAdjustment(1, ItemKey.Variant(1), 5)]).RunAsync();

        Assert.Equal((0, 1), (report.AppliedCount, report.RejectedCount));
    }
}
