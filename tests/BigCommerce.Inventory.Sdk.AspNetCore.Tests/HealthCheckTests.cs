using BigCommerce.Inventory.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory.AspNetCore.Tests;

public class HealthCheckTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly InventoryEmulator _emulator;

    public HealthCheckTests() => _emulator = new InventoryEmulator(new() { TimeProvider = _time });

    [Fact]
    public async Task Check_TokenAccepted_IsHealthyWithQuotaAndWithoutToken()
    {
        _emulator.GetStore().AccessToken = "secret-token";
        await using var services = Services();

        var entry = await CheckAsync(services);

        Assert.Equal((HealthStatus.Healthy, "The store accepts the access token."), (entry.Status, entry.Description));
        Assert.Equal(
            ["circuitOpen", "quotaLimit", "quotaRemaining", "quotaResetsAt", "readAt", "store"],
            entry.Data.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((false, "demo", (object)_time.GetUtcNow()), (entry.Data["circuitOpen"], entry.Data["store"], entry.Data["readAt"]));
        Assert.Equal(149L, entry.Data["quotaRemaining"]);
        Assert.DoesNotContain("secret-token", string.Join(' ', entry.Data.Values), StringComparison.Ordinal);
        _emulator.Requests.AssertOperations(EmulatorOperation.ListItems);
    }

    [Fact]
    public async Task Check_FrequentProbes_ReadOncePerCacheDuration()
    {
        await using var services = Services();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CheckAsync(services)));
        Assert.Single(_emulator.Requests);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await CheckAsync(services);
        Assert.Single(_emulator.Requests);
        _time.Advance(TimeSpan.FromTicks(1));
        await CheckAsync(services);

        Assert.Equal(2, _emulator.Requests.Count);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task Check_TokenRejected_IsUnhealthyAndReadAgainAfter30Seconds(HealthStatus? failureStatus, HealthStatus expected)
    {
        await using var services = Services(check: builder => builder.AddBigCommerceInventory(failureStatus: failureStatus));
        _emulator.Faults = new FaultPlan().Add(Fault.StatusCode(401));

        var entry = await CheckAsync(services);
        Assert.Equal((expected, "The store rejects the access token."), (entry.Status, entry.Description));
        Assert.IsType<BigCommerceAuthenticationException>(entry.Exception);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(expected, (await CheckAsync(services)).Status);
        Assert.Single(_emulator.Requests);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
    }

    [Fact]
    public async Task Check_ScopeMissing_IsDegraded()
    {
        await using var services = Services();
        _emulator.Faults = new FaultPlan().Add(Fault.StatusCode(403));

        var entry = await CheckAsync(services);

        Assert.Equal(
            (HealthStatus.Degraded, "The access token lacks the OAuth scope for the read of the health check."),
            (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Check_OwnRead_ReplacesTheDefault()
    {
        await using var services = Services(check: builder => builder.AddBigCommerceInventory(configure: options =>
            options.Read = static (client, settings, cancellationToken) => client.Locations.ListAsync(null, settings, cancellationToken)));

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        _emulator.Requests.AssertOperations(EmulatorOperation.ListLocations);
    }

    [Fact]
    public async Task Check_CircuitOpen_IsDegradedUntilTheBreakIsOver()
    {
        await using var services = Services(options =>
        {
            options.Resilience.MaxRetryAttempts = 0;
            options.Resilience.CircuitBreaker.MinimumThroughput = 2;
        });
        var client = services.GetRequiredService<BigCommerceInventoryClient>();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        Assert.False(client.IsCircuitOpen);
        _time.Advance(TimeSpan.FromMinutes(2));
        _emulator.Faults = new FaultPlan().Add(Fault.StatusCode(502), times: 2);
        await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Locations.ListAsync());
        await Assert.ThrowsAsync<BigCommerceApiException>(() => client.Locations.ListAsync());
        Assert.True(client.IsCircuitOpen);
        var sent = _emulator.Requests.Count;

        // The successful read of two minutes ago would still count, but the circuit is open.
        var entry = await CheckAsync(services);
        Assert.Equal(
            (HealthStatus.Degraded, "The circuit is open, because almost every request to the store failed.", true),
            (entry.Status, entry.Description, entry.Data["circuitOpen"]));
        Assert.Equal(sent, _emulator.Requests.Count);

        // After the break, the check's read closes the circuit.
        _time.Advance(TimeSpan.FromSeconds(15));
        entry = await CheckAsync(services);
        Assert.Equal((HealthStatus.Healthy, false), (entry.Status, entry.Data["circuitOpen"]));
    }

    [Fact]
    public async Task Check_StoreAway_IsDegraded()
    {
        await using var services = Services(options => options.Resilience.MaxRetryAttempts = 0);
        _emulator.Faults = new FaultPlan().Add(Fault.StatusCode(503));

        var entry = await CheckAsync(services);

        Assert.Equal((HealthStatus.Degraded, "The store could not be read."), (entry.Status, entry.Description));
        Assert.IsType<BigCommerceUnavailableException>(entry.Exception);
    }

    [Fact]
    public async Task Check_QuotaBelowTheShare_IsDegraded()
    {
        await using var services = Services(check: builder => builder.AddBigCommerceInventory(configure: options => options.MinQuotaShare = 0.99));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);

        await services.GetRequiredService<BigCommerceInventoryClient>().Items.ListAsync();

        var entry = await CheckAsync(services);
        Assert.Equal((HealthStatus.Degraded, "Little of the store's quota is left."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Check_QuotaUsedUp_NeitherWaitsNorForgetsTheLastRead()
    {
        await using var services = Services();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        _time.Advance(TimeSpan.FromMinutes(6));
        await UseUpTheQuotaAsync(services);
        var sent = _emulator.Requests.Count;

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        Assert.Equal(sent, _emulator.Requests.Count);
    }

    [Fact]
    public async Task Check_QuotaUsedUpBeforeTheFirstRead_IsDegraded()
    {
        await using var services = Services();
        await UseUpTheQuotaAsync(services);

        var entry = await CheckAsync(services);

        Assert.Equal(
            (HealthStatus.Degraded, "The access token is not checked yet, because the store's quota is used up."),
            (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Check_NamedClients_AreCheckedEachByItsName()
    {
        var collection = new ServiceCollection().AddLogging();
        collection.AddBigCommerceInventory("eu", options => (options.StoreHash, options.AccessToken) = ("eu", "token")).UseEmulator(_emulator);
        collection.AddBigCommerceInventory("us", options => (options.StoreHash, options.AccessToken) = ("us", "token"));
        (_emulator.GetStore("eu").AccessToken, _emulator.GetStore("us").AccessToken) = ("token", "another token");
        collection.AddHealthChecks().AddBigCommerceInventory("eu", tags: ["ready"]).AddBigCommerceInventory("us").AddBigCommerceInventory("eu");
        await using var services = collection.BuildServiceProvider();

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(
            [("bigcommerce-inventory-eu", HealthStatus.Healthy), ("bigcommerce-inventory-us", HealthStatus.Unhealthy)],
            report.Entries.Select(entry => (entry.Key, entry.Value.Status)).OrderBy(entry => entry.Key));
        Assert.Equal(["ready"], report.Entries["bigcommerce-inventory-eu"].Tags);
    }

    [Fact]
    public async Task Options_Invalid_StopTheHostWithEveryError()
    {
        await using var services = Services(check: builder => builder.AddBigCommerceInventory(configure: options =>
        {
            options.CacheDuration = TimeSpan.FromTicks(-1);
            options.Timeout = TimeSpan.Zero;
            options.MinQuotaShare = double.NaN;
            options.Read = null!;
        }));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            [
                "The options of the health check bigcommerce-inventory are wrong. CacheDuration takes 0 to 1 day.",
                "The options of the health check bigcommerce-inventory are wrong. Timeout takes more than 0 and at most 1 hour.",
                "The options of the health check bigcommerce-inventory are wrong. MinQuotaShare takes 0 to 1.",
                "The options of the health check bigcommerce-inventory are wrong. Read must not be null.",
            ],
            exception.Failures);
    }

    [Fact]
    public async Task Endpoint_OnKestrel_ReturnsTheState()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBigCommerceInventory().UseEmulator(_emulator);
        builder.Services.AddHealthChecks().AddBigCommerceInventory();
        await using var app = builder.Build();
        app.MapHealthChecks("/health");
        await app.StartAsync();
        using var http = new HttpClient();

        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"{app.Urls.Single()}/health")));
    }

    private static async Task UseUpTheQuotaAsync(ServiceProvider services)
    {
        var client = services.GetRequiredService<BigCommerceInventoryClient>();
        do
        {
            await client.Locations.ListAsync();
        }
        while (client.RateLimit!.Remaining > 0);
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services) =>
        Assert.Single((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Values);

    private ServiceProvider Services(
        Action<BigCommerceInventoryOptions>? options = null, Action<IHealthChecksBuilder>? check = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddBigCommerceInventory(options).UseEmulator(_emulator);
        (check ?? (static builder => builder.AddBigCommerceInventory()))(services.AddHealthChecks());
        return services.BuildServiceProvider();
    }
}
