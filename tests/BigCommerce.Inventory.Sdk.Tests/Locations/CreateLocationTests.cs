using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Serialization;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Locations;

public class CreateLocationTests
{
    private const string Accepted = """{"transaction_id":"t-1"}""";
    private const string Nothing = """{"data":[],"meta":{}}""";
    private const string There = """{"data":[{"id":7,"code":"SHOP-1","label":"Shop","type_id":"PHYSICAL","time_zone":"America/Chicago","address":{"address1":"1 Main St","city":"Austin","state":"TX","zip":"78701","email":"shop@example.com","geo_coordinates":{"latitude":"30.25","longitude":"-97.7500004"},"country_code":"US"}}],"meta":{}}""";

    private static readonly LocationCreate Shop = LocationWriteTests.Shop;

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };

    [Fact]
    public async Task CreateAndGet_LocationVisibleLater_PollsWithGrowingDelays()
    {
        var stub = new StubHandler().Respond(Accepted);
        var times = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            var body = i < 6 ? Nothing : There;
            stub.Respond((_, _) =>
            {
                times.Add(_time.Elapsed);
                return Task.FromResult(StubHandler.Response(HttpStatusCode.OK, body, "application/json"));
            });
        }

        using var client = stub.Client(_time, storeHash: "abc");

        var location = await client.Locations.CreateAndGetAsync(Shop);

        Assert.Equal(7, location.Id);
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 25.5], times.Select(time => time.TotalSeconds));
        Assert.Equal("POST", stub.Sent[0].Method);
        Assert.All(
            stub.Sent.Skip(1),
            sent => Assert.Equal(
                "https://api.bigcommerce.com/stores/abc/v3/inventory/locations?location_code%3Ain=SHOP-1&page=1&limit=1000",
                sent.Url));
    }

    [Fact]
    public async Task CreateAndGet_TimeIsUp_ThrowsWithWhatToDo()
    {
        var stub = new StubHandler().Respond(Accepted);
        for (var i = 0; i < 4; i++)
        {
            stub.Respond(Nothing);
        }

        using var client = stub.Client(_time);

        var exception = await Assert.ThrowsAsync<BigCommerceException>(() =>
            client.Locations.CreateAndGetAsync(
                Shop,
                new PollingOptions
                {
                    Timeout = TimeSpan.FromSeconds(3),
                    InitialDelay = TimeSpan.FromSeconds(1),
                    MaxDelay = TimeSpan.FromSeconds(1),
                }));

        Assert.Equal(
            "The store accepted the location with the code 'SHOP-1' (transaction t-1). Look for it with FindAsync before you create it again. It was not visible within 00:00:03; PollingOptions.Timeout sets how long to wait.",
            exception.Message);
        Assert.Equal(TimeSpan.FromSeconds(3), _time.Elapsed);
        Assert.Equal(5, stub.Sent.Count);
    }

    [Fact]
    public async Task CreateAndGet_NoCode_IsRefused()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        foreach (var call in new Func<LocationCreate, Task>[] { l => client.Locations.CreateAndGetAsync(l), l => client.Locations.UpsertAsync(l) })
        {
            var exception = await Assert.ThrowsAsync<ArgumentException>(() => call(Shop with { Code = null }));
            Assert.StartsWith(
                "The location has no code. Set one: the API does not return the id of a location that it creates, and only the code identifies it.",
                exception.Message,
                StringComparison.Ordinal);
        }

        Assert.Empty(stub.Sent);
    }

    [Fact]
    public async Task CreateAndGet_CreateInDoubt_IsNotSentAgain()
    {
        var stub = new StubHandler().Respond(HttpStatusCode.GatewayTimeout);
        using var client = stub.Client(_time, storeHash: "abc");

        var exception = await Assert.ThrowsAsync<BigCommerceEffectUnknownException>(() => client.Locations.CreateAndGetAsync(Shop));

        Assert.StartsWith(
            "It is not known whether the location with the code 'SHOP-1' was created. Look for it with FindAsync before you create it again, or use UpsertAsync, which does.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal("POST", exception.Method);
        Assert.IsType<BigCommerceEffectUnknownException>(exception.InnerException);
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task CreateAndGet_Cancelled_EndsTheWait()
    {
        using var cancellation = new CancellationTokenSource();
        var stub = new StubHandler().Respond(Accepted).Respond((_, _) =>
        {
            cancellation.Cancel();
            return Task.FromResult(StubHandler.Response(HttpStatusCode.OK, Nothing, "application/json"));
        });
        using var client = stub.Client(_time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Locations.CreateAndGetAsync(Shop, cancellationToken: cancellation.Token));

        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task Upsert_NotThere_Creates()
    {
        var stub = new StubHandler().Respond(Nothing).Respond(Accepted).Respond(Nothing).Respond(There);
        using var client = stub.Client(_time);

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Created, Id = 7 }, await client.Locations.UpsertAsync(Shop));
        Assert.Equal(["GET", "POST", "GET", "GET"], stub.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task Upsert_NothingDiffers_SendsNothing()
    {
        var stub = new StubHandler().Respond(There);
        using var client = stub.Client();

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Unchanged, Id = 7 }, await client.Locations.UpsertAsync(Shop));
        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task Upsert_TimesOmittedOrSpecialHoursReordered_IsUnchanged()
    {
        const string Hours = """
            "operating_hours":{"monday":{"open":true,"opening":"08:00","closing":"16:00"},"sunday":{"open":false,"opening":"00:00","closing":"00:00"}},
            "special_hours":[{"label":"B","date":"2026-12-25","open":false,"opening":"00:00","closing":"00:00"},{"label":"A","date":"2026-12-24","open":true,"opening":"08:00","closing":"12:00"}],
            """;
        var eve = new SpecialHours
        {
            Label = "A",
            Date = new DateOnly(2026, 12, 24),
            Open = true,
            Opening = new TimeOnly(8, 0),
            Closing = new TimeOnly(12, 0),
        };
        var day = new SpecialHours { Label = "B", Date = new DateOnly(2026, 12, 25), Open = false };
        var wanted = Shop with
        {
            OperatingHours = new OperatingHours { Monday = DayHours.From(new TimeOnly(8, 0), new TimeOnly(16, 0)) },
            SpecialHours = [eve, day],
        };
        var stub = new StubHandler();
        for (var i = 0; i < 4; i++)
        {
            stub.Respond(There.Replace("\"label\"", Hours + "\"label\"", StringComparison.Ordinal));
        }

        stub.Respond(Accepted);
        using var client = stub.Client(storeHash: "abc");

        Assert.Equal(UpsertOutcome.Unchanged, (await client.Locations.UpsertAsync(wanted)).Outcome);
        Assert.Equal(
            UpsertOutcome.Unchanged,
            (await client.Locations.UpsertAsync(wanted with { OperatingHours = null, SpecialHours = null })).Outcome);
        Assert.Equal(
            UpsertOutcome.Unchanged,
            (await client.Locations.UpsertAsync(wanted with { SpecialHours = [day with { Opening = default(TimeOnly) }, eve] })).Outcome);
        Assert.Equal(
            UpsertOutcome.Updated,
            (await client.Locations.UpsertAsync(wanted with { SpecialHours = [eve, day with { AllDay = true }] })).Outcome);
        Wire.AssertSameJson(
            """
            [{"id":7,"special_hours":[{"label":"A","date":"2026-12-24","open":true,"opening":"08:00","closing":"12:00","all_day":false,"annual":false},
              {"label":"B","date":"2026-12-25","open":false,"all_day":true,"annual":false}]}]
            """,
            stub.Sent[4].Body!);
    }

    [Fact]
    public async Task Upsert_SomeMembersDiffer_UpdatesOnlyThose()
    {
        var stub = new StubHandler().Respond(There).Respond(Accepted);
        using var client = stub.Client();
        var wanted = Shop with
        {
            Label = "Flagship",
            Enabled = false,
            StorefrontVisibility = true,
            Address = Shop.Address! with { Phone = "1" },
            OperatingHours = OperatingHours.Weekdays(DayHours.From(new TimeOnly(8, 0), new TimeOnly(16, 0))),
        };

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 7 }, await client.Locations.UpsertAsync(wanted));
        const string Day = """{"open":true,"opening":"08:00","closing":"16:00"}""";
        Wire.AssertSameJson(
            $$$"""
            [{"id":7,"label":"Flagship","enabled":false,
              "operating_hours":{"sunday":{"open":false},"monday":{{{Day}}},"tuesday":{{{Day}}},"wednesday":{{{Day}}},"thursday":{{{Day}}},"friday":{{{Day}}},"saturday":{"open":false}},
              "address":{"address1":"1 Main St","city":"Austin","state":"TX","zip":"78701","email":"shop@example.com","phone":"1","geo_coordinates":{"latitude":30.25,"longitude":-97.75},"country_code":"US"}}]
            """,
            stub.Sent[1].Body!);
    }

    [Fact]
    public async Task Upsert_CreatedMeanwhile_Updates()
    {
        var stub = new StubHandler()
            .Respond(Nothing)
            .Respond(HttpStatusCode.UnprocessableEntity, """{"status":422,"title":"Location code is already in use"}""")
            .Respond(There)
            .Respond(Accepted);
        using var client = stub.Client(_time);

        Assert.Equal(
            new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 7 },
            await client.Locations.UpsertAsync(Shop with { Label = "Flagship" }));
        Assert.Equal(["GET", "POST", "GET", "PUT"], stub.Sent.Select(sent => sent.Method));
        Wire.AssertSameJson("""[{"id":7,"label":"Flagship"}]""", stub.Sent[3].Body!);
    }

    [Fact]
    public async Task Upsert_CreateRefusedAndStillNotThere_ThrowsTheRefusal()
    {
        var stub = new StubHandler()
            .Respond(Nothing)
            .Respond(HttpStatusCode.UnprocessableEntity, """{"status":422,"title":"Payload contains invalid fields"}""")
            .Respond(Nothing);
        using var client = stub.Client(_time);

        var exception = await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Locations.UpsertAsync(Shop));

        Assert.Equal("POST", exception.Error.Method);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void PollingOptions_ZeroOrNegative_IsRefused(int seconds)
    {
        Assert.Equal(
            "Timeout",
            Assert.Throws<ArgumentOutOfRangeException>(() => new PollingOptions { Timeout = TimeSpan.FromSeconds(seconds) }).ParamName);
        Assert.Equal(
            "InitialDelay",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new PollingOptions { InitialDelay = TimeSpan.FromSeconds(seconds) }).ParamName);
        Assert.Equal(
            "MaxDelay",
            Assert.Throws<ArgumentOutOfRangeException>(() => new PollingOptions { MaxDelay = TimeSpan.FromSeconds(seconds) }).ParamName);
    }
}
