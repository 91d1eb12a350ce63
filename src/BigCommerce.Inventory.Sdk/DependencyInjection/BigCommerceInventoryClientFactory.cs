using BigCommerce.Inventory;
using BigCommerce.Inventory.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <inheritdoc cref="IBigCommerceInventoryClientFactory"/>
internal sealed class BigCommerceInventoryClientFactory(BigCommerceInventoryOptions options, Transport transport)
    : IBigCommerceInventoryClientFactory
{
    public BigCommerceInventoryClient CreateClient(StoreCredentials credentials) => new(credentials, options, transport);
}
