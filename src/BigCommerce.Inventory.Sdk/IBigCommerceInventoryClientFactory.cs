namespace BigCommerce.Inventory;

/// <summary>Creates clients for stores that are known only at run time, for applications that serve many stores.</summary>
public interface IBigCommerceInventoryClientFactory
{
    /// <summary>Creates a client for a store, with the registered options.</summary>
    /// <param name="credentials">The store and its token.</param>
    /// <returns>A new client. It costs little: keep it, or create one for each job. It need not be disposed.</returns>
    /// <remarks>
    /// All clients share handlers and connections. The clients of a store share its rate limit and circuit breaker.
    /// </remarks>
    BigCommerceInventoryClient CreateClient(StoreCredentials credentials);
}
