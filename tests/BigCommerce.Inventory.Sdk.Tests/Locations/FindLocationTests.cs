using System.Net;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Locations;

public class FindLocationTests
{
    [Fact]
    public async Task FindAsync_Id_ReturnsTheLocation()
    {
        var stub = new StubHandler().Respond("""{"data":[{"id":2,"code":"A"}],"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal("A", (await client.Locations.FindAsync(2))!.Code);
        Assert.Equal("https://api.bigcommerce.com/stores/abc/v3/inventory/locations?location_id%3Ain=2", Assert.Single(stub.Sent).Url);
    }

    [Fact]
    public async Task FindAsync_NotThere_ReturnsNull()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[],"meta":{}}""")
            .Respond("""{"data":[{"id":3}],"meta":{}}""")
            .Respond(HttpStatusCode.UnprocessableEntity, """{"status":422,"title":"Location not found, identities: [2]"}""")
            .Respond("""{"data":[{"id":3,"code":"AA"}],"meta":{}}""")
            .Respond(HttpStatusCode.NotFound, """{"status":404,"title":"Location not found, identities: [A]"}""");
        using var client = stub.Client();

        Assert.Null(await client.Locations.FindAsync(2));
        Assert.Null(await client.Locations.FindAsync(2));
        Assert.Null(await client.Locations.FindAsync(2));
        Assert.Null(await client.Locations.FindAsync("A"));
        Assert.Null(await client.Locations.FindAsync("A"));
    }

    [Fact]
    public async Task FindAsync_ErrorResponse_Throws()
    {
        var stub = new StubHandler().Respond(HttpStatusCode.NotFound).Respond(HttpStatusCode.Forbidden);
        using var client = stub.Client();

        await Assert.ThrowsAsync<BigCommerceNotFoundException>(() => client.Locations.FindAsync(2));
        await Assert.ThrowsAsync<BigCommercePermissionException>(() => client.Locations.FindAsync("A"));
    }

    [Fact]
    public async Task FindAsync_CodesThatDifferInCase_PrefersTheExactOne()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"id":3,"code":"a"},{"id":4,"code":"A"}],"meta":{}}""")
            .Respond("""{"data":[{"id":5,"code":"b"},{"id":3,"code":"a"}],"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(4, (await client.Locations.FindAsync("A"))!.Id);
        Assert.Equal(3, (await client.Locations.FindAsync("A"))!.Id);
    }

    [Fact]
    public async Task FindAsync_CodeWithAComma_ReadsAllLocations()
    {
        var stub = new StubHandler().Respond("""{"data":[{"id":3,"code":"A"},{"id":4,"code":"A,B"}],"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(4, (await client.Locations.FindAsync("A,B"))!.Id);
        Assert.Equal("https://api.bigcommerce.com/stores/abc/v3/inventory/locations?page=1&limit=1000", Assert.Single(stub.Sent).Url);
    }

    [Fact]
    public async Task FindAsync_InvalidIdOrCode_IsRefused()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Locations.FindAsync(0));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Locations.FindAsync(" "));

        Assert.Empty(stub.Sent);
    }

    [Fact]
    public async Task EnumerateAsync_LongCodeList_ReadsInPieces()
    {
        var stub = new StubHandler()
            .Respond("""{"data":[{"id":2,"code":"A"}],"meta":{}}""")
            .Respond("""{"data":[{"id":2,"code":"a"},{"id":3,"code":"B"}],"meta":{}}""");
        using var client = stub.Client();
        string[] codes = [new('ä', 900), new('ö', 900)];

        var locations = await client.Locations.EnumerateAsync(
            new LocationFilter { LocationCodes = codes, TypeIds = [LocationType.Physical], IsActive = true }).ToListAsync();

        Assert.Equal([2L, 3], locations.Select(location => location.Id));
        Assert.All(
            stub.Sent,
            sent => Assert.EndsWith("&type_id%3Ain=PHYSICAL&is_active=true&page=1&limit=1000", sent.Url, StringComparison.Ordinal));
        Assert.Equal(2, stub.Sent.Count);
    }
}
