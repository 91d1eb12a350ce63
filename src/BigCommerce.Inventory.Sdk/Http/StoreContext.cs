namespace BigCommerce.Inventory.Http;

/// <summary>What all calls of one client share: the store, its credentials and the client's settings.</summary>
internal sealed class StoreContext(StoreCredentials credentials, BigCommerceInventoryOptions options, TimeProvider time)
{
    public StoreCredentials Credentials { get; } = credentials ?? throw new ArgumentNullException(nameof(credentials));

    public BigCommerceInventoryOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    /// <summary>The address that every path of the interfaces is appended to, without a slash at its end.</summary>
    public Uri BaseAddress { get; } = new($"{options.BaseAddress.AbsoluteUri.TrimEnd('/')}/stores/{credentials.StoreHash}/v3");

    /// <summary>What the last answer said about the store's quota; null before the first.</summary>
    public StoreQuota? Quota { get; set; }
}
