using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts an emulator behind the BigCommerce inventory client.</summary>
public static class InventoryEmulatorHttpClientBuilderExtensions
{
    /// <summary>
    /// Lets an emulator answer every request of the client: <c>services.AddBigCommerceInventory(…).UseEmulator(emulator)</c>. All handlers
    /// of the client stay in place; only the network is replaced.
    /// </summary>
    /// <param name="builder">What <c>AddBigCommerceInventory</c> returned.</param>
    /// <param name="emulator">The emulator.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// The client's address becomes the emulator's. Without a store hash it talks to the store <c>demo</c>, and without a token it uses
    /// the one that the store asks for. The emulator's clock becomes the container's, unless it has a <see cref="TimeProvider"/> already.
    /// </remarks>
    public static IHttpClientBuilder UseEmulator(this IHttpClientBuilder builder, InventoryEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(emulator);

        builder.ConfigurePrimaryHttpMessageHandler(emulator.CreateHandler);
        builder.Services.PostConfigure<BigCommerceInventoryOptions>(emulator.Configure);
        builder.Services.TryAddSingleton(emulator.TimeProvider);
        return builder;
    }
}
