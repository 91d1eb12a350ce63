using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Tests.Http;

public class RequestGuardTests
{
    private static readonly Uri Base = new("https://api.example.com/stores/abc/v3/");

    [Fact]
    public void Check_UrlOfTheMaximumLength_IsAccepted()
    {
        var path = $"{Base}inventory/items?sku:in=";

        Check(HttpMethod.Get, path.PadRight(8000, 'a'));

        Assert.StartsWith(
            "The filter's lists result in a URL of 8001 characters, and gateways reject more than 8000.",
            Assert.Throws<ArgumentException>(() => Check(HttpMethod.Get, path.PadRight(8001, 'a'))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inventory/locations/-2/items")]
    [InlineData("inventory/locations/0/items")]
    [InlineData("inventory/locations/2/metafields/0")]
    [InlineData("inventory/locations/2/metafields/-42")]
    public void Check_IdBelowOne_IsRejected(string path) =>
        Assert.EndsWith(
            "contains an id below 1. Ids are 1 or more; 0 often means that an id was not set.",
            Assert.Throws<ArgumentException>(() => Check(HttpMethod.Get, Base + path)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("https://api.example.com/stores/abc/v3/", "inventory/locations/10/items")]
    [InlineData("https://api.example.com/stores/abc/v3/", "inventory/locations/2/metafields/20")]
    [InlineData("https://api.example.com/stores/abc/v3/", "inventory/items?sku:in=A/-1,B/0/1")]
    [InlineData("https://api.example.com/stores/-abc/0/", "inventory/items")]
    public void Check_IdsAndAnyBaseAddress_AreAccepted(string baseAddress, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, baseAddress + path);

        RequestGuard.Check(request, request.RequestUri!.PathAndQuery, new Uri(baseAddress));
    }

    [Theory]
    [InlineData("inventory/locations")]
    [InlineData("inventory/locations?")]
    public void Check_DeletionOfNothingInParticular_IsRejected(string path) =>
        Assert.EndsWith(
            "does not specify what to delete. Pass at least one id.",
            Assert.Throws<ArgumentException>(() => Check(HttpMethod.Delete, Base + path)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Check_DeletionWithIdQueryOrBody_IsAccepted()
    {
        Check(HttpMethod.Delete, $"{Base}inventory/locations/2/metafields/42");
        Check(HttpMethod.Delete, $"{Base}inventory/locations?location_id:in=2");
        Check(HttpMethod.Delete, $"{Base}inventory/locations/metafields", new StringContent("[42]"));
        Check(HttpMethod.Get, $"{Base}inventory/locations");
    }

    private static void Check(HttpMethod method, string url, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        RequestGuard.Check(request, request.RequestUri!.PathAndQuery, Base);
    }
}
