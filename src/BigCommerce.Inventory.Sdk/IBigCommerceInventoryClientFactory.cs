using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory;

/// <summary>Makes clients for stores that are known only at run time: for apps that serve many.</summary>
public interface IBigCommerceInventoryClientFactory
{
    /// <summary>A client for a store, with the registration's options.</summary>
    /// <param name="credentials">The store and its token.</param>
    /// <returns>A new client. Making one is cheap: keep it, or make one for each job. It need not be disposed.</returns>
    /// <remarks>
    /// All clients share handlers and connections. Rate limit and circuit breaker belong to the store: its clients share
    /// them, those of other stores have their own.
    /// </remarks>
    [SuppressMessage("Naming", "CA1716", Justification = "It reads as it is meant: the client for a store. Visual Basic writes it in brackets.")]
    BigCommerceInventoryClient CreateClient(StoreCredentials credentials);
}
