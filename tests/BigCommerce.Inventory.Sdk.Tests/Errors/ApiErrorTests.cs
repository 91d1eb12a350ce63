using System.Net;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Errors;

public class ApiErrorTests
{
    [Theory]
    [InlineData(400, typeof(BigCommerceApiException))]
    [InlineData(401, typeof(BigCommerceAuthenticationException))]
    [InlineData(403, typeof(BigCommercePermissionException))]
    [InlineData(404, typeof(BigCommerceNotFoundException))]
    [InlineData(405, typeof(BigCommerceApiException))]
    [InlineData(409, typeof(BigCommerceConflictException))]
    [InlineData(413, typeof(BigCommerceApiException))]
    [InlineData(422, typeof(BigCommerceValidationException))]
    [InlineData(423, typeof(BigCommerceApiException))]
    [InlineData(429, typeof(BigCommerceRateLimitException))]
    [InlineData(500, typeof(BigCommerceApiException))]
    [InlineData(503, typeof(BigCommerceUnavailableException))]
    [InlineData(507, typeof(BigCommerceApiException))]
    public void ApiErrorFactory_EveryStatus_CreatesItsException(int status, Type type)
    {
        var exception = BigCommerceApiException.Create(new ApiError { StatusCode = (HttpStatusCode)status });

        Assert.Equal(type, exception.GetType());
        Assert.Equal(status, (int)exception.StatusCode);
    }

    [Theory]
    [InlineData("items", "store_inventory_read_only")]
    [InlineData("location items", "store_inventory_read_only")]
    [InlineData("settings", "store_inventory")]
    [InlineData("absolute", "store_inventory")]
    [InlineData("relative", "store_inventory")]
    [InlineData("locations", "store_locations_read_only")]
    [InlineData("create", "store_locations")]
    [InlineData("update", "store_locations")]
    [InlineData("delete", "store_locations")]
    [InlineData("metafields", "store_locations_read_only")]
    [InlineData("metafield", "store_locations_read_only")]
    [InlineData("delete metafields", "store_locations")]
    public async Task Response403_OfAnOperation_NamesTheScope(string operation, string scope)
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.Forbidden,
            """{"status":403,"title":"You don't have a required scope to access the endpoint"}""");
        using var client = stub.Client(storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommercePermissionException>(() => operation switch
        {
            "items" => client.Items.ListAsync(),
            "location items" => client.Items.ListAtLocationAsync(2),
            "settings" => client.Items.UpdateSettingsAsync(2, new([new(ItemKey.Sku("a")) { SafetyStock = 1 }])),
            "absolute" => client.Adjustments.SetAbsoluteAsync(new([new(1, ItemKey.Sku("a"), 1)])),
            "relative" => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Sku("a"), 1)])),
            "locations" => client.Locations.ListAsync(),
            "create" => client.Locations.CreateAsync([Locations.LocationWriteTests.Shop]),
            "update" => client.Locations.UpdateAsync([new() { Id = 2, Label = "a" }]),
            "delete" => client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2)),
            "metafields" => client.Metafields.ListAsync(),
            "metafield" => client.Metafields.GetAsync(2, 42),
            _ => (Task)client.Metafields.DeleteBatchAsync([42]),
        });

        Assert.Equal(scope, exception.Error.RequiredScope);
        var named = scope.Contains("locations", StringComparison.Ordinal)
            ? $"{scope} (newer accounts: {scope.Replace("locations", "inventory", StringComparison.Ordinal)})"
            : scope;
        Assert.EndsWith(
            $": You don't have a required scope to access the endpoint. The call requires the OAuth scope {named}. 403 can also mean a limit of the store's plan, or a path that does not exist.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Message_LongTitle_IsTruncated()
    {
        var title = string.Concat(Enumerable.Repeat("[Item with variant_id 106 is tracked by product]", 2000));

        var message = new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity, Title = title }).Message;

        Assert.Equal($"BigCommerce returned 422 (UnprocessableEntity): {title[..500]}…", message);
    }

    [Fact]
    public void Message_ManyFieldErrors_CountsThemAndNamesTheFirst()
    {
        var error = new ApiError
        {
            StatusCode = HttpStatusCode.UnprocessableEntity,
            Title = "Payload contains invalid fields.",
            Detail = "See errors",
            FieldErrors = Enumerable.Range(0, 8).ToDictionary(i => $"f{i}", i => $"wrong {i}"),
        };

        Assert.Equal(
            "BigCommerce returned 422 (UnprocessableEntity): Payload contains invalid fields. See errors. f0: wrong 0. f1: wrong 1. f2: wrong 2. f3: wrong 3. f4: wrong 4. (and 3 more fields)",
            new BigCommerceValidationException(error).Message);
    }

    [Fact]
    public void Message_TitleOfTheMaximumLength_IsNotTruncated()
    {
        var title = new string('a', 500);

        Assert.Equal(
            $"BigCommerce returned 422 (UnprocessableEntity): {title}.",
            new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity, Title = title }).Message);
    }

    [Fact]
    public void Message_SeveralAttemptsAndAnErrorWithoutField_HasBoth()
    {
        var error = new ApiError
        {
            StatusCode = HttpStatusCode.BadRequest,
            Method = "PUT",
            Path = "/items",
            AttemptCount = 2,
            FieldErrors = new Dictionary<string, string> { [""] = "wrong", ["a"] = "missing" },
        };

        Assert.Equal(
            "BigCommerce returned 400 (BadRequest) for PUT /items after 2 attempts. wrong. a: missing.",
            new BigCommerceApiException(error).Message);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(399, true)]
    [InlineData(400, false)]
    public void Message_Redirect_SaysThatItIsNotFollowed(int status, bool isRedirect)
    {
        var message = new BigCommerceApiException(new ApiError { StatusCode = (HttpStatusCode)status }).Message;

        Assert.Equal(isRedirect, message.Contains("The client does not follow redirects", StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorBody_Select_ChangesEveryTextAndKeepsAbsentMembers()
    {
        var full = ApiErrorBody.Parse("""{"title":"t","type":"y","detail":"d","errors":{"f":"e"}}"""u8).Select(text => text.ToUpperInvariant());
        var empty = ApiErrorBody.Parse("{}"u8).Select(text => text.ToUpperInvariant());

        Assert.Equal(("T", "Y", "D"), (full.Title, full.Type, full.Detail));
        Assert.Equal(new Dictionary<string, string> { ["F"] = "E" }, full.FieldErrors);
        Assert.Equal((null, null, null), (empty.Title, empty.Type, empty.Detail));
        Assert.Empty(empty.FieldErrors);
    }

    [Fact]
    public void ErrorBody_EmptyTexts_CountAsAbsent()
    {
        var body = ApiErrorBody.Parse("""{"title":"","type":"","detail":""}"""u8);

        Assert.Equal((null, null, null), (body.Title, body.Type, body.Detail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("{\"title\":\"cut of")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"status":"x","title":[],"type":5,"detail":{},"errors":"none"}""")]
    [InlineData("""{"title":null,"errors":[]}""")]
    [InlineData("""{"errors":{"a":{"b":{"c":[1,null,{"d":true}]}}}}""")]
    public async Task ErrorResponse_AnyBody_ThrowsTheExceptionOfItsStatus(string body)
    {
        var stub = new StubHandler().Respond(HttpStatusCode.UnprocessableEntity, body);
        using var client = stub.Client(storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Locations.ListAsync());

        Assert.Equal(body.Length == 0 ? null : body, exception.Error.Body);
        Assert.StartsWith(
            "BigCommerce returned 422 (UnprocessableEntity) for GET /stores/abc/v3/inventory/locations",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FieldErrors_AnyShape_AreFlattened()
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.UnprocessableEntity,
            """{"title":"t","errors":{"a":"x","b":["y","z"],"c":{"d":"u","e":[{"f":1},{"f":false}]},"g":null,"":"whole"}}""");
        using var client = stub.Client();

        var errors = (await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Locations.ListAsync())).Error.FieldErrors;

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["a"] = "x",
                ["b"] = "y; z",
                ["c.d"] = "u",
                ["c.e.0.f"] = "1",
                ["c.e.1.f"] = "false",
                [""] = "whole",
            },
            errors);
    }

    [Fact]
    public void RateLimitException_QuotaResetsInAnotherZone_PrintsTheTimeInUtc()
    {
        var exception = new BigCommerceRateLimitException(new ApiError
        {
            StatusCode = HttpStatusCode.TooManyRequests,
            RetryAt = new DateTimeOffset(2026, 1, 1, 2, 0, 20, 1, TimeSpan.FromHours(2)),
        });

        Assert.Equal(
            "BigCommerce returned 429 (TooManyRequests). The store's quota is exhausted until 2026-01-01T00:00:20.001Z.",
            exception.Message);
    }
}
