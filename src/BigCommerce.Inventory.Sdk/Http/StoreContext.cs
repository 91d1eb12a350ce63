using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Http;

/// <summary>What all calls of one client share: the store, its credentials, the client's settings, and the store's limiter, which other clients share too.</summary>
internal sealed class StoreContext
{
    /// <param name="credentials">The store and its token.</param>
    /// <param name="options">The client's settings, checked, and never changed from here on.</param>
    /// <param name="transport">How requests reach the store.</param>
    public StoreContext(StoreCredentials credentials, BigCommerceInventoryOptions options, Transport transport)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Credentials = credentials;
        Options = options;
        Time = transport.Time;
        Logger = transport.Logger;
        BaseAddress = new Uri($"{options.BaseAddress.AbsoluteUri.TrimEnd('/')}/stores/{credentials.StoreHash}/v3");
        Limiter = transport.Limiters.For(BaseAddress, transport.Time, transport.Random);
        QuotaReserve = new QuotaReserve(options.Resilience.RateLimit.ReserveRequests, options.Resilience.RateLimit.ReserveShare);
    }

    public StoreCredentials Credentials { get; }

    public BigCommerceInventoryOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>The address that every path of the interfaces is appended to, without a slash at its end.</summary>
    public Uri BaseAddress { get; }

    public StoreRateLimiter Limiter { get; }

    /// <summary>What must not be seen in anything that comes back.</summary>
    public SentTokens SentTokens { get; } = new();

    /// <summary>What this client leaves of each window to others.</summary>
    public QuotaReserve QuotaReserve { get; }
}
