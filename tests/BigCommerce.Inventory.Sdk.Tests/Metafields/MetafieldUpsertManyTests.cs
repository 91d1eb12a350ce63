using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Metafields;

public class MetafieldUpsertManyTests
{
    private static readonly MetafieldCreateEntry A = MetafieldWriteTests.Hours with { Key = "a" };
    private static readonly MetafieldCreateEntry B = MetafieldWriteTests.Hours with { Key = "b" };
    private static readonly MetafieldCreateEntry C = MetafieldWriteTests.Hours with { Key = "c" };

    [Fact]
    public async Task UpsertAsync_NewChangedAndSame_SendsOneReadOneUpdateAndOneCreation()
    {
        var stub = new StubHandler()
            .Respond(List(Stored(1, A with { Value = "old" }), Stored(2, B)))
            .Respond($$"""{"data":[{{Stored(1, A)}}],"errors":[],"meta":{} }""")
            .Respond($$"""{"data":[{{Stored(3, C)}}],"errors":[],"meta":{} }""");
        using var client = stub.Client(storeHash: "abc");

        var results = await client.Metafields.UpsertAsync([C, A, B]);

        Assert.Equal(
            [
                new UpsertResult { Outcome = UpsertOutcome.Created, Id = 3 },
                new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 1 },
                new UpsertResult { Outcome = UpsertOutcome.Unchanged, Id = 2 },
            ],
            results);
        Assert.Equal(["GET", "PUT", "POST"], stub.Sent.Select(sent => sent.Method));
        Assert.Equal(
            "https://api.bigcommerce.com/stores/abc/v3/inventory/locations/2/metafields?page=1&limit=250&key%3Ain=c%2Ca%2Cb&namespace%3Ain=app",
            stub.Sent[0].Url);
        Assert.Equal($$"""[{"id":1,"value":"{{A.Value}}"}]""", stub.Sent[1].Body);
    }

    [Fact]
    public async Task UpsertAsync_SomeFail_HasAResultForEach()
    {
        var stub = new StubHandler()
            .Respond(List(Stored(1, A with { Value = "old" })))
            .Respond(HttpStatusCode.UnprocessableEntity, """{"data":[],"errors":[{"status":422,"errors":{"1":"is locked"}}],"meta":{}}""")
            .Respond(
                HttpStatusCode.UnprocessableEntity,
                $$"""{"data":[{{Stored(3, C)}}],"errors":[{"status":422,"errors":{"0":"is reserved"} }],"meta":{} }""");
        using var client = stub.Client();

        var results = await client.Metafields.UpsertAsync([A, B, C]);

        Assert.Equal(
            [
                new UpsertResult { Outcome = UpsertOutcome.Failed, Message = "is locked", StatusCode = HttpStatusCode.UnprocessableEntity },
                new UpsertResult { Outcome = UpsertOutcome.Failed, Message = "is reserved", StatusCode = HttpStatusCode.UnprocessableEntity },
                new UpsertResult { Outcome = UpsertOutcome.Created, Id = 3 },
            ],
            results);
    }

    [Fact]
    public async Task UpsertAsync_CreatedByAnotherClientSinceTheRead_IsUpdated()
    {
        var stub = new StubHandler()
            .Respond(List())
            .Respond(
                HttpStatusCode.UnprocessableEntity,
                $$"""{"data":[{{Stored(1, A)}}],"errors":[{"status":409,"errors":{"1":"already exists"} }],"meta":{} }""")
            .Respond(List(Stored(2, B with { Value = "theirs" })))
            .Respond($$"""{"data":[{{Stored(2, B)}}],"errors":[],"meta":{} }""");
        using var client = stub.Client();

        var results = await client.Metafields.UpsertAsync([A, B]);

        Assert.Equal([(UpsertOutcome.Created, 1L), (UpsertOutcome.Updated, 2L)], results.Select(result => (result.Outcome, result.Id)));
        Assert.Equal(["GET", "POST", "GET", "PUT"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task UpsertAsync_SeveralLocations_ReadsAllLocationsOnceAndMatchesEachLocation()
    {
        var stub = new StubHandler()
            .Respond(List(Stored(1, A), Stored(2, A with { ResourceId = 3, Value = "old" })))
            .Respond($$"""{"data":[{{Stored(2, A with { ResourceId = 3 })}}],"errors":[],"meta":{} }""");
        using var client = stub.Client(storeHash: "abc");

        var results = await client.Metafields.UpsertAsync([A, A with { ResourceId = 3 }]);

        Assert.Equal([(UpsertOutcome.Unchanged, 1L), (UpsertOutcome.Updated, 2L)], results.Select(result => (result.Outcome, result.Id)));
        Assert.StartsWith(
            "https://api.bigcommerce.com/stores/abc/v3/inventory/locations/metafields?",
            stub.Sent[0].Url,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpsertAsync_KeyWithAComma_IsNotPartOfTheFilter()
    {
        var key = A with { Key = "a,b" };
        var stub = new StubHandler().Respond(List(Stored(1, key), Stored(2, B)));
        using var client = stub.Client();

        Assert.Equal(1, Assert.Single(await client.Metafields.UpsertAsync([key])).Id);
        Assert.EndsWith("?page=1&limit=250&namespace%3Ain=app", stub.Sent[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpsertAsync_SeveralOwners_NeedsTheClientId()
    {
        var stub = new StubHandler();
        for (var i = 0; i < 2; i++)
        {
            stub.Respond(List(Stored(1, A, "theirs"), Stored(2, A, "ours")));
        }

        using var client = stub.Client();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Metafields.UpsertAsync([A]));
        Assert.Equal(2, Assert.Single(await client.Metafields.UpsertAsync([A], ownerClientId: "ours")).Id);
        Assert.Equal(["GET", "GET"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task UpsertAsync_SeveralOwnersAfterACreation_ThrowsWithTheEffect()
    {
        var stub = new StubHandler()
            .Respond(List())
            .Respond(
                HttpStatusCode.UnprocessableEntity,
                $$"""{"data":[{{Stored(1, A)}}],"errors":[{"status":409,"errors":{"1":"already exists"} }],"meta":{} }""")
            .Respond(List(Stored(2, B, "theirs"), Stored(3, B, "ours")));
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Metafields.UpsertAsync([A, B]));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.IsType<InvalidOperationException>(exception.InnerException);
    }

    [Fact]
    public async Task UpsertAsync_UpdateFailsAfterACreation_DescribesTheEffectOnce()
    {
        var stub = new StubHandler()
            .Respond(List())
            .Respond(
                HttpStatusCode.UnprocessableEntity,
                $$"""{"data":[{{Stored(1, A)}}],"errors":[{"status":409,"errors":{"1":"already exists"} }],"meta":{} }""")
            .Respond(List(Stored(2, B with { Value = "theirs" })))
            .Respond(HttpStatusCode.Forbidden);
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Metafields.UpsertAsync([A, B]));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.Equal(2, exception.Message.Split("1 of 2 entries were written.").Length);
        Assert.IsType<BigCommercePermissionException>(exception.InnerException);
    }

    [Fact]
    public async Task UpsertAsync_Emulator_WritesEachMetafieldAndRepeatsWithoutChange()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
        var store = emulator.GetStore();
        var second = store.AddLocation("B", "B");
        store.AddMetafield(1, "app", "a", "old");
        using var client = emulator.CreateClient();
        MetafieldCreateEntry[] entries = [A with { ResourceId = 1 }, B with { ResourceId = 1 }, A with { ResourceId = second }];

        var first = await client.Metafields.UpsertAsync(entries);
        var again = await client.Metafields.UpsertAsync(entries);

        Assert.Equal([UpsertOutcome.Updated, UpsertOutcome.Created, UpsertOutcome.Created], first.Select(result => result.Outcome));
        Assert.All(again, result => Assert.Equal(UpsertOutcome.Unchanged, result.Outcome));
        Assert.Equal(first.Select(result => result.Id), again.Select(result => result.Id));
        Assert.Equal(3, store.Metafields.Count);
    }

    [Fact]
    public async Task UpsertAsync_CancelledAfterAnyResponse_ReportsTheEffectAndCanBeRepeated()
    {
        var isComplete = false;
        for (var last = 1; !isComplete; last++)
        {
            var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
            emulator.GetStore().AddMetafield(1, "app", "a", "old");
            using var client = emulator.CreateClient();
            using var cancellation = new CancellationTokenSource();
            var atOne = A with { ResourceId = 1 };
            MetafieldCreateEntry[] entries = [.. Enumerable.Range(0, 120).Select(i => atOne with { Key = $"k{i}" }), atOne];
            var responseCount = 0;
            var options = new RequestOptions
            {
                OnResponse = _ =>
                {
                    if (++responseCount == last)
                    {
                        cancellation.Cancel();
                    }
                },
            };

            var exception = await Record.ExceptionAsync(
                () => client.Metafields.UpsertAsync(entries, options: options, cancellationToken: cancellation.Token));
            isComplete = responseCount < last;
            if (exception is not null)
            {
                Assert.IsAssignableFrom<OperationCanceledException>(exception);
                Assert.Equal(
                    emulator.Requests.Any(request => request.Method != "GET"),
                    exception is BigCommerceCanceledException { Effect: not RequestEffect.None });
            }

            var again = await client.Metafields.UpsertAsync(entries);
            Assert.Equal(121, again.Select(result => result.Id).Distinct().Count());
            Assert.DoesNotContain(again, result => result.Outcome == UpsertOutcome.Failed);
            Assert.Equal(121, emulator.GetStore().Metafields.Count);
        }
    }

    private static string Stored(long id, MetafieldCreateEntry metafield, string owner = "ours") =>
        $$"""{"id":{{id}},"resource_id":{{metafield.ResourceId}},"namespace":"{{metafield.Namespace}}","key":"{{metafield.Key}}","value":"{{metafield.Value}}","permission_set":"{{metafield.PermissionSet}}","owner_client_id":"{{owner}}"}""";

    private static string List(params string[] metafields) => $$"""{"data":[{{string.Join(',', metafields)}}],"meta":{} }""";
}
