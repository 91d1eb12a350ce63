using BigCommerce.Inventory;
using BigCommerce.Inventory.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <inheritdoc cref="IBigCommerceInventoryClientFactory"/>
internal sealed class BigCommerceInventoryClientFactory(IOptions<BigCommerceInventoryOptions> options, Transport transport) : IBigCommerceInventoryClientFactory
{
    private readonly BigCommerceInventoryOptions _options = options.Value.Copy();

    public BigCommerceInventoryClient CreateClient(StoreCredentials credentials) => new(credentials, _options, transport);
}
