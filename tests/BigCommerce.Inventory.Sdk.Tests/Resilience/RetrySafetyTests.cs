using System.Net;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience;

public class RetrySafetyTests
{
    [Fact]
    public void IsIdempotent_EveryVerb_IsFalseForPostAndPatch()
    {
        Assert.All([HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete], verb => Assert.True(RetrySafety.IsIdempotent(verb)));
        Assert.All([HttpMethod.Post, HttpMethod.Patch], verb => Assert.False(RetrySafety.IsIdempotent(verb)));
    }

    [Fact]
    public void IsTransient_EveryStatus_IsATimeoutOrAnOutage() =>
        Assert.All(Enumerable.Range(100, 900), status =>
            Assert.Equal(
                status is 408 or 499 || (status >= 500 && status is not (501 or 507)),
                RetrySafety.IsTransient((HttpStatusCode)status)));

    [Fact]
    public void NeverSent_EveryConnectionError_IsTrueBeforeTheConnection()
    {
        HttpRequestError[] neverSent =
        [
            HttpRequestError.ConnectionError,
            HttpRequestError.NameResolutionError,
            HttpRequestError.SecureConnectionError,
            HttpRequestError.ProxyTunnelError,
        ];
        foreach (var error in Enum.GetValues<HttpRequestError>())
        {
            Assert.Equal(neverSent.Contains(error), RetrySafety.NeverSent(new HttpRequestException(error)));
        }

        // The handler does not set HttpRequestError.
        Assert.False(RetrySafety.NeverSent(new HttpRequestException("reset")));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(599, true)]
    [InlineData(501, false)]
    [InlineData(507, false)]
    [InlineData(408, false)]
    [InlineData(429, false)]
    [InlineData(200, false)]
    public void IsOutage_Status_IsTrueForServerOutages(int status, bool isOutage) =>
        Assert.Equal(isOutage, RetrySafety.IsOutage((HttpStatusCode)status));
}
