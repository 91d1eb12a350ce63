using System.Net;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Metafields;

public class MetafieldUpsertTests
{
    private const string Nothing = """{"data":[],"meta":{}}""";
    private const string Existing = """{"id":42,"namespace":"app","key":"hours","value":"9-5","permission_set":"app_only","owner_client_id":"ours","description":"old"}""";
    private const string OtherApps = """{"id":41,"namespace":"app","key":"hours","value":"x","permission_set":"read","owner_client_id":"theirs"}""";

    private static readonly MetafieldCreate Hours = new()
    {
        PermissionSet = PermissionSet.AppOnly,
        Namespace = "app",
        Key = "hours",
        Value = "9-6",
    };

    [Fact]
    public async Task Upsert_NotThere_Creates()
    {
        var stub = new StubHandler().Respond(Nothing).Respond("""{"data":{"id":43},"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Created, Id = 43 }, await client.Metafields.UpsertAsync(2, Hours));
        Assert.Equal(
            "https://api.bigcommerce.com/stores/abc/v3/inventory/locations/2/metafields?page=1&limit=250&key=hours&namespace=app",
            stub.Sent[0].Url);
        Assert.Equal("POST", stub.Sent[1].Method);
    }

    [Fact]
    public async Task Upsert_SomeMembersDiffer_UpdatesOnlyThose()
    {
        var stub = new StubHandler().Respond(List(Existing)).Respond("""{"data":{"id":42,"value":"9-6"}}""");
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 42 }, await client.Metafields.UpsertAsync(2, Hours));
        Assert.Equal(
            ("PUT", "https://api.bigcommerce.com/stores/abc/v3/inventory/locations/2/metafields/42", """{"value":"9-6"}"""),
            (stub.Sent[1].Method, stub.Sent[1].Url, stub.Sent[1].Body));
    }

    [Fact]
    public async Task Upsert_NothingDiffers_SendsNothing()
    {
        var stub = new StubHandler().Respond(List(Existing));
        using var client = stub.Client();

        Assert.Equal(
            new UpsertResult { Outcome = UpsertOutcome.Unchanged, Id = 42 },
            await client.Metafields.UpsertAsync(2, Hours with { Value = "9-5" }));
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task Upsert_CreatedMeanwhile_Updates()
    {
        var stub = new StubHandler()
            .Respond(Nothing)
            .Respond(
                HttpStatusCode.Conflict,
                """{"status":409,"title":"The metafield conflicts with another metafield of the same namespace and key"}""")
            .Respond(List(Existing))
            .Respond("""{"data":{"id":42,"value":"9-6"}}""");
        using var client = stub.Client();

        Assert.Equal(
            new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 42 },
            await client.Metafields.UpsertAsync(2, Hours with { Description = "new" }));
        Assert.Equal(["GET", "POST", "GET", "PUT"], stub.Sent.Select(sent => sent.Method));
        Assert.Equal("""{"value":"9-6","description":"new"}""", stub.Sent[3].Body);
    }

    [Fact]
    public async Task Upsert_CreateInDoubt_LooksForIt()
    {
        var stub = new StubHandler()
            .Respond(Nothing)
            .Respond(HttpStatusCode.BadGateway)
            .Respond(List(Existing.Replace("9-5", "9-6", StringComparison.Ordinal)));
        using var client = stub.Client();

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Created, Id = 42 }, await client.Metafields.UpsertAsync(2, Hours));
        Assert.Equal(["GET", "POST", "GET"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task Upsert_CreateInDoubtAndNotVisible_ThrowsEffectUnknown()
    {
        var stub = new StubHandler().Respond(Nothing).Respond(HttpStatusCode.BadGateway).Respond(Nothing);
        using var client = stub.Client();

        await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => client.Metafields.UpsertAsync(2, Hours));
    }

    [Fact]
    public async Task Find_SameKeyOfAnotherApp_SelectsByOwner()
    {
        var stub = new StubHandler()
            .Respond(List(OtherApps, Existing))
            .Respond(List(OtherApps))
            .Respond(List(OtherApps, Existing));
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(42, (await client.Metafields.FindAsync(2, "app", "hours", ownerClientId: "ours"))!.Id);
        Assert.Null(await client.Metafields.FindAsync(2, "app", "hours", ownerClientId: "ours"));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Metafields.FindAsync(2, "app", "hours"));
        Assert.Equal(
            "Several apps have a metafield 'hours' in the namespace 'app' at location 2. Pass the client id of the app that owns it.",
            exception.Message);
    }

    [Fact]
    public async Task Find_KeyInAnotherCase_ReturnsNull()
    {
        var stub = new StubHandler().Respond(List(
            Existing.Replace("hours", "Hours", StringComparison.Ordinal),
            Existing.Replace("app\"", "App\"", StringComparison.Ordinal)));
        using var client = stub.Client();

        Assert.Null(await client.Metafields.FindAsync(2, "app", "hours"));
    }

    private static string List(params string[] metafields) => $$"""{"data":[{{string.Join(',', metafields)}}],"meta":{} }""";
}
