using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Locations;

public class LocationUpsertManyTests
{
    private const string Accepted = """{"transaction_id":"t-1"}""";
    private const string Invalid = """{"status":422,"title":"Location label is too long"}""";

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };

    [Fact]
    public async Task UpsertAsync_NewChangedAndSame_SendsOneReadOneUpdateAndOneCreation()
    {
        var stub = new StubHandler()
            .Respond(List((2, "A", "Old"), (3, "B", "B")))
            .Respond(Accepted)
            .Respond(Accepted)
            .Respond(List())
            .Respond(List((4, "C", "C"), (5, "D", "D")));
        using var client = stub.Client(_time, storeHash: "abc");

        var results = await client.Locations.UpsertAsync([Location("C"), Location("A"), Location("B"), Location("D")]);

        Assert.Equal(
            [
                new UpsertResult { Outcome = UpsertOutcome.Created, Id = 4 },
                new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 2 },
                new UpsertResult { Outcome = UpsertOutcome.Unchanged, Id = 3 },
                new UpsertResult { Outcome = UpsertOutcome.Created, Id = 5 },
            ],
            results);
        Assert.Equal(["GET", "PUT", "POST", "GET", "GET"], stub.Sent.Select(sent => sent.Method));
        Assert.Equal("""[{"id":2,"label":"A"}]""", stub.Sent[1].Body);
        Assert.Contains("location_code%3Ain=C%2CA%2CB%2CD&", stub.Sent[0].Url, StringComparison.Ordinal);
        Assert.Contains("location_code%3Ain=C%2CD&", stub.Sent[3].Url, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(500), _time.Elapsed);
    }

    [Fact]
    public async Task UpsertAsync_StoreWithVisibilityDelay_WaitsOnTheClientsClock()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = _time, VisibilityDelay = TimeSpan.FromSeconds(20) });
        var store = emulator.GetStore();
        store.AddLocation("A", "Old");
        using var client = emulator.CreateClient();

        var results = await client.Locations.UpsertAsync([Location("A"), Location("B"), Location("C")]);
        var single = await client.Locations.UpsertAsync(Location("D"));
        var created = await client.Locations.CreateAndGetAsync(Location("E"));

        Assert.Equal([UpsertOutcome.Updated, UpsertOutcome.Created, UpsertOutcome.Created], results.Select(result => result.Outcome));
        Assert.Equal(UpsertOutcome.Created, single.Outcome);
        Assert.Equal("E", created.Code);
        Assert.Equal(5, results.Select(result => result.Id).Append(single.Id).Append(created.Id).Distinct().Count());
        Assert.DoesNotContain(0, results.Select(result => result.Id));
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task UpsertAsync_CreatedButNotVisibleInTime_HasNoId()
    {
        var stub = new StubHandler().Respond(List()).Respond(Accepted).Respond(List()).Respond(List());
        using var client = stub.Client(_time);

        var results = await client.Locations.UpsertAsync([Location("A")], new PollingOptions { Timeout = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(
            new UpsertResult
            {
                Outcome = UpsertOutcome.Created,
                Message = "The location with the code 'A' was created but was not visible within 00:00:00.0010000; PollingOptions.Timeout sets how long to wait.",
            },
            Assert.Single(results));
    }

    [Fact]
    public async Task UpsertAsync_OneInvalidLocation_IsolatesItAndWritesTheOthers()
    {
        var stub = new StubHandler()
            .Respond(List())
            .Respond(HttpStatusCode.UnprocessableEntity, Invalid)
            .Respond(Accepted)
            .Respond(HttpStatusCode.UnprocessableEntity, Invalid)
            .Respond(HttpStatusCode.UnprocessableEntity, Invalid)
            .Respond(Accepted)
            .Respond(List())
            .Respond(List((4, "A", "A"), (5, "B", "B"), (7, "D", "D")));
        using var client = stub.Client(_time);

        var results = await client.Locations.UpsertAsync([Location("A"), Location("B"), Location("C"), Location("D")]);

        Assert.Equal([4L, 5, 0, 7], results.Select(result => result.Id));
        Assert.Equal((UpsertOutcome.Failed, HttpStatusCode.UnprocessableEntity), (results[2].Outcome, results[2].StatusCode));
        Assert.Contains("Location label is too long", results[2].Message, StringComparison.Ordinal);
        Assert.Equal(["GET", "POST", "POST", "POST", "POST", "POST", "GET", "GET"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task UpsertAsync_CreatedByAnotherClientSinceTheRead_IsUpdated()
    {
        var stub = new StubHandler()
            .Respond(List())
            .Respond(HttpStatusCode.UnprocessableEntity, """{"status":422,"title":"Location code is already in use"}""")
            .Respond(List((2, "A", "Other")))
            .Respond(Accepted);
        using var client = stub.Client(_time);

        var results = await client.Locations.UpsertAsync([Location("A")]);

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 2 }, Assert.Single(results));
        Assert.Equal(["GET", "POST", "GET", "PUT"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task UpsertAsync_RequestFailsAfterAnUpdate_ThrowsWithTheEffect()
    {
        var stub = new StubHandler().Respond(List((2, "A", "Old"))).Respond(Accepted).Respond(HttpStatusCode.Forbidden);
        using var client = stub.Client(_time);

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Locations.UpsertAsync([Location("A"), Location("B")]));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.StartsWith("1 of 2 entries were written. Repeat the upsert for the rest; entries that were written are then unchanged.", exception.Message, StringComparison.Ordinal);
        Assert.IsType<BigCommercePermissionException>(exception.InnerException);
    }

    [Fact]
    public async Task UpsertAsync_UpdateOfARefusedLocationFailsAfterACreation_DescribesTheEffectOnce()
    {
        var stub = new StubHandler()
            .Respond(List())
            .Respond(HttpStatusCode.Conflict, """{"status":409,"title":"Location code is already in use"}""")
            .Respond(Accepted)
            .Respond(HttpStatusCode.Conflict, """{"status":409,"title":"Location code is already in use"}""")
            .Respond(List((2, "B", "Other")))
            .Respond(HttpStatusCode.Forbidden);
        using var client = stub.Client(_time, storeHash: "refused");

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Locations.UpsertAsync([Location("A"), Location("B")]));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.Equal(2, exception.Message.Split("1 of 2 entries were written.").Length);
        Assert.IsType<BigCommercePermissionException>(exception.InnerException);
    }

    [Fact]
    public async Task UpsertAsync_ResponseOfTheCreationIsLost_SendsItOnce()
    {
        var stub = new StubHandler().Respond(List((2, "A", "Old"))).Respond(Accepted).Fail(new HttpRequestException("Reset."));
        using var client = stub.Client(_time);

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() => client.Locations.UpsertAsync([Location("A"), Location("B"), Location("C")]));

        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.IsType<BigCommerceEffectUnknownException>(exception.InnerException);
        Assert.Equal(["GET", "PUT", "POST"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task UpsertAsync_CancelledAfterAnyResponse_ReportsTheEffectAndCanBeRepeated()
    {
        for (var last = 1; ; last++)
        {
            var emulator = new InventoryEmulator(new() { TimeProvider = _time });
            var store = emulator.GetStore();
            store.AddLocation("A", "Old");
            store.AddLocation("B", "B");
            using var client = emulator.CreateClient();
            using var cancellation = new CancellationTokenSource();
            LocationCreate[] entries = [.. Enumerable.Range(0, 10).Select(i => Location($"N{i}")), Location("A"), Location("B")];
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
                () => client.Locations.UpsertAsync(entries, options: options, cancellationToken: cancellation.Token));
            var isChanged = emulator.Requests.Any(request => request.Method != "GET");

            if (exception is not null)
            {
                Assert.IsAssignableFrom<OperationCanceledException>(exception);
                Assert.Equal(isChanged, exception is BigCommerceCanceledException { Effect: not RequestEffect.None });
            }

            var again = await client.Locations.UpsertAsync(entries);
            Assert.DoesNotContain(again, result => result.Outcome == UpsertOutcome.Failed || result.Id == 0);
            Assert.Equal(12, again.Select(result => result.Id).Distinct().Count());
            if (responseCount < last)
            {
                Assert.Null(exception);
                break;
            }
        }
    }

    [Fact]
    public async Task UpsertAsync_FilterRefusedForAnUnknownCode_ReadsAllLocations()
    {
        var stub = new StubHandler()
            .Respond(HttpStatusCode.UnprocessableEntity, """{"status":422,"title":"Location not found, identities: [B]"}""")
            .Respond(List((2, "a", "A"), (3, "X", "X")))
            .Respond(Accepted)
            .Respond(List((2, "a", "A"), (4, "B", "B")));
        using var client = stub.Client(_time);

        var results = await client.Locations.UpsertAsync([Location("A"), Location("B")]);

        Assert.Equal([(UpsertOutcome.Unchanged, 2L), (UpsertOutcome.Created, 4L)], results.Select(result => (result.Outcome, result.Id)));
        Assert.EndsWith("/inventory/locations?page=1&limit=1000", stub.Sent[1].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpsertAsync_InvalidEntries_ThrowsBeforeSending()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var code = await Assert.ThrowsAsync<ArgumentException>(() => client.Locations.UpsertAsync([Location("A"), Location("A") with { Code = null }]));
        var twice = await Assert.ThrowsAsync<ArgumentException>(() => client.Locations.UpsertAsync([Location("A"), Location("a")]));

        Assert.StartsWith("The location has no code.", code.Message, StringComparison.Ordinal);
        Assert.StartsWith("Two entries have the code 'a', ignoring letter case.", twice.Message, StringComparison.Ordinal);
        Assert.Empty(await client.Locations.UpsertAsync([]));
        Assert.Empty(stub.Sent);
    }

    private static LocationCreate Location(string code) => new()
    {
        Code = code,
        Label = code,
        ManagedByExternalSource = false,
        TypeId = LocationType.Virtual,
        TimeZone = "Europe/Berlin",
        Address = null,
    };

    private static string List(params (long Id, string Code, string Label)[] locations) =>
        $$"""{"data":[{{string.Join(',', locations.Select(location => $$"""{"id":{{location.Id}},"code":"{{location.Code}}","label":"{{location.Label}}","type_id":"VIRTUAL","time_zone":"Europe/Berlin"}"""))}}],"meta":{} }""";
}
