using BigCommerce.Inventory.Redis.Tests;
using BigCommerce.Inventory.RedisFleet;
using Garnet;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>One Redis for all tests: Garnet in this process, or the server that the variable <c>REDIS_URL</c> names.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private GarnetServer? _garnet;
    private int _lastPrefix;

    public IConnectionMultiplexer Redis { get; private set; } = null!;

    public IDatabase Database => Redis.GetDatabase();

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = null!;

    /// <summary>Connects with the settings that the package recommends.</summary>
    public static Task<ConnectionMultiplexer> ConnectAsync(string address)
    {
        var configuration = ConfigurationOptions.Parse(address);
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }

    /// <summary>A prefix that no other test has used, nor an earlier run.</summary>
    public string NewPrefix() => $"test:{Guid.NewGuid():N}:{Interlocked.Increment(ref _lastPrefix)}:";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("REDIS_URL") is { Length: > 0 } url)
        {
            Address = url.Replace("redis://", string.Empty, StringComparison.Ordinal).TrimEnd('/');
        }
        else
        {
            var port = GarnetHost.FreePort();
            _garnet = GarnetHost.Start(port);
            Address = FormattableString.Invariant($"127.0.0.1:{port}");
        }

        Redis = await ConnectAsync(Address);
    }

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        _garnet?.Dispose();
    }
}
