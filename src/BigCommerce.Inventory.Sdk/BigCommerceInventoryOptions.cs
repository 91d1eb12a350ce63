using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory;

/// <summary>How a client reaches BigCommerce. A client copies them when it is built, so later changes have no effect.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class BigCommerceInventoryOptions
{
    /// <summary>The configuration section that is bound by default.</summary>
    public const string SectionName = "BigCommerce:Inventory";

    /// <summary>
    /// The store's hash: the part after <c>/stores/</c> in its API path. Required for a registered client; not used where stores come from
    /// <see cref="StoreCredentials"/>.
    /// </summary>
    /// <value>The default is null.</value>
    public string? StoreHash { get; set; }

    /// <summary>
    /// The access token of the store's API account. Required for a registered client without a token provider. Keep it out of files that
    /// are checked in.
    /// </summary>
    /// <value>The default is null.</value>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? AccessToken { get; set; }

    /// <summary>The API's address: HTTPS, or HTTP on the loopback interface for tests and emulators.</summary>
    /// <value>The default is <c>https://api.bigcommerce.com/</c>.</value>
    public Uri BaseAddress { get; set; } = new("https://api.bigcommerce.com/");

    /// <summary>Names your integration in the <c>User-Agent</c>, such as <c>acme-erp-sync/2.1</c>; BigCommerce asks for it.</summary>
    /// <value>The default is null: only the SDK is named.</value>
    public string? ApplicationName { get; set; }

    /// <summary>
    /// The largest response that is read, in bytes after decompression. A larger one throws a
    /// <see cref="BigCommerceInvalidResponseException"/>.
    /// </summary>
    /// <value>The default is 64 MiB; 1 KiB to 1 GiB.</value>
    [OptionRange(1024, 1024 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Timeouts, retries, rate limit and circuit breaker.</summary>
    [ValidateObjectMembers]
    public ResilienceOptions Resilience { get; set; } = new();

    /// <summary>Store and address; never the token.</summary>
    public override string ToString() => $"{BaseAddress} store {StoreHash ?? "(none)"}, token {(AccessToken is null ? "(none)" : "***")}";

    internal BigCommerceInventoryOptions Copy()
    {
        var copy = (BigCommerceInventoryOptions)MemberwiseClone();
        copy.Resilience = Resilience?.Copy()!;
        return copy;
    }
}
