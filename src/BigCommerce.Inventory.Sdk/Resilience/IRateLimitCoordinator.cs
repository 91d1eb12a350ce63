namespace BigCommerce.Inventory;

/// <summary>
/// Shares the rate limits of stores with other processes. Without one, processes notice each other only through the rate-limit
/// headers of responses, and several of them are refused with 429 at the end of a window.
/// </summary>
/// <remarks>
/// The package <c>BigCommerce.Inventory.Sdk.Redis</c> contains one. With dependency injection, the clients use the registered one.
/// </remarks>
public interface IRateLimitCoordinator
{
    /// <summary>The permits of one store. Called once for each rate limiter, of which a process mostly has one a store.</summary>
    /// <param name="store">The store's address, the same in all processes.</param>
    /// <param name="time">The clients' clock.</param>
    /// <returns>The store's permits. They must be safe to use from several threads.</returns>
    IStorePermits ForStore(Uri store, TimeProvider time);
}
