using System.Net;

namespace BigCommerce.Inventory.Tests.Errors;

public class RequestEffectTests
{
    [Fact]
    public void Of_EveryStatusOfAWrite_FollowsTheTable()
    {
        int[] inDoubt = [408, 499];
        int[] refusedForGood = [501, 507];
        Assert.All(Enumerable.Range(100, 900), status =>
        {
            var expected = status switch
            {
                >= 200 and < 300 => RequestEffect.Applied,
                >= 400 and < 500 when !inDoubt.Contains(status) => RequestEffect.None,
                _ when refusedForGood.Contains(status) => RequestEffect.None,
                _ => RequestEffect.Unknown,
            };
            foreach (var method in new[] { "PUT", "POST", "DELETE", string.Empty })
            {
                Assert.Equal(expected, RequestEffects.Of(method, (HttpStatusCode)status, isMetafieldBatch: false));
                Assert.Equal(
                    status == 422 ? RequestEffect.Partial : expected,
                    RequestEffects.Of(method, (HttpStatusCode)status, isMetafieldBatch: true));
            }

            Assert.Equal(RequestEffect.None, RequestEffects.Of("GET", (HttpStatusCode)status, isMetafieldBatch: false));
        });
    }

    [Theory]
    [InlineData("/stores/abc/v3/inventory/locations/metafields", true)]
    [InlineData("/stores/abc/v3/inventory/locations/metafields?page=2", true)]
    [InlineData("/stores/abc/v3/inventory/locations/7/metafields", false)]
    [InlineData("/stores/abc/v3/inventory/locations?x=/inventory/locations/metafields", false)]
    [InlineData("", false)]
    public void IsMetafieldBatch_Path_IsTheBatchOperations(string path, bool isBatch) =>
        Assert.Equal(isBatch, RequestEffects.IsMetafieldBatch(path));

    [Fact]
    public void Effect_ExceptionOfAMock_FollowsItsType()
    {
        var error = new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity };

        Assert.Equal(RequestEffect.Unknown, new BigCommerceException("?").Effect);
        Assert.Equal(RequestEffect.None, new BigCommerceException("?") { Effect = RequestEffect.None }.Effect);
        Assert.Equal(RequestEffect.Unknown, new BigCommerceConnectionException("?").Effect);
        Assert.Equal(RequestEffect.Unknown, new BigCommerceTimeoutException("?").Effect);
        Assert.Equal(RequestEffect.None, new BigCommerceCircuitOpenException("?").Effect);
        Assert.Equal(RequestEffect.None, new BigCommerceValidationException(error).Effect);
        Assert.Equal(
            RequestEffect.Unknown,
            new BigCommerceUnavailableException(error with { StatusCode = HttpStatusCode.ServiceUnavailable }).Effect);
        Assert.Equal(
            RequestEffect.Unknown,
            new BigCommerceInvalidResponseException(error with { StatusCode = HttpStatusCode.OK, Method = "PUT" }).Effect);
        Assert.Equal(
            RequestEffect.None,
            new BigCommerceInvalidResponseException(error with { StatusCode = HttpStatusCode.OK, Method = "GET" }).Effect);
        Assert.Equal(RequestEffect.Unknown, RequestEffects.Of(new HttpRequestException("reset")));
        Assert.Equal(RequestEffect.Applied, RequestEffects.Of(new BigCommerceCanceledException("?", RequestEffect.Applied)));
    }
}
