using System.Net;
using System.Reflection;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Resilience;

/// <summary>Calls without a limit on quota waits, such as those of bulk runs.</summary>
public sealed class UnlimitedQuotaWaitTests : IDisposable
{
    private static readonly RequestOptions Patient = new()
    {
        MaxRateLimitWait = Timeout.InfiniteTimeSpan,
        Timeout = TimeSpan.FromSeconds(60),
        AttemptTimeout = TimeSpan.FromSeconds(20),
    };

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly StubHandler _stub = new();

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task Wait_LongerThanTheCallsDeadline_DoesNotEndTheCall()
    {
        // Eight 429 responses of a minute each.
        for (var i = 0; i < 8; i++)
        {
            _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("X-Retry-After", "60"));
        }

        _stub.Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync(options: Patient);

        Assert.InRange(_time.Elapsed, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(30));
        Assert.Equal(9, _stub.Sent.Count);
    }

    [Fact]
    public async Task Wait_LongerThanMaxRetryAfter_DoesNotEndTheCall()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("X-Retry-After", "3600")).Respond("""{"data":[]}""");
        using var client = _stub.Client(_time, storeHash: "abc");

        await client.Items.ListAsync(options: Patient with { MaxRetryAfter = TimeSpan.FromSeconds(5) });

        Assert.Equal(2, _stub.Sent.Count);
    }

    [Fact]
    public async Task Deadline_TimeOutsideQuotaWaits_StillCounts()
    {
        _stub.Respond(HttpStatusCode.TooManyRequests, "", headers: ("X-Retry-After", "600"));
        for (var i = 0; i < 5; i++)
        {
            _stub.Respond(async (_, token) =>
            {
                await Task.Delay(TimeSpan.FromHours(1), _time, token);
                throw new InvalidOperationException("never");
            });
        }

        using var client = _stub.Client(_time, storeHash: "abc");

        await Assert.ThrowsAsync<BigCommerceTimeoutException>(
            () => client.Items.ListAsync(options: Patient with { MaxRetryAttempts = 10 }));

        // Two minutes of quota waits, which is the cap, and one minute of attempts and retries.
        Assert.InRange(_time.Elapsed, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(2));
        Assert.InRange(_stub.Sent.Count, 3, 5);
    }

    [Fact]
    public void Pipeline_OtherSettings_IsSeparate()
    {
        var transport = new Transport(_stub, _time);
        StoreContext Context(ResilienceOptions options) => new(
            new StoreCredentials("abc", "token"),
            new BigCommerceInventoryOptions { Resilience = options },
            transport);

        Assert.Same(Context(new()).Pipeline, Context(new()).Pipeline);
        Assert.Same(Context(new()).Limiter, Context(new() { MaxRetryAttempts = 1 }).Limiter);
        Assert.NotSame(Context(new()).Pipeline, Context(new() { CircuitBreaker = { MinimumThroughput = 5 } }).Pipeline);
    }

    [Fact]
    public void SettingsKey_Always_HoldsEverySetting()
    {
        var same = new ResilienceOptions().ToKey();
        Assert.Equal(same, new ResilienceOptions().ToKey());
        foreach (var (select, property) in Settings())
        {
            var options = new ResilienceOptions();
            var owner = select(options);
            property.SetValue(owner, property.GetValue(owner) switch
            {
                TimeSpan time => time + TimeSpan.FromSeconds(1),
                int number => number + 1,
                double share => share + 0.01,
                bool flag => !flag,
                var other => throw new InvalidOperationException($"{property.Name} is {other}."),
            });

            Assert.NotEqual((property.Name, same), (property.Name, options.ToKey()));
        }
    }

    private static IEnumerable<(Func<ResilienceOptions, object> Owner, PropertyInfo Property)> Settings()
    {
        foreach (var property in typeof(ResilienceOptions).GetProperties())
        {
            if (property.PropertyType.Namespace == "System")
            {
                yield return (options => options, property);
                continue;
            }

            foreach (var inner in property.PropertyType.GetProperties())
            {
                yield return (options => property.GetValue(options)!, inner);
            }
        }
    }
}
