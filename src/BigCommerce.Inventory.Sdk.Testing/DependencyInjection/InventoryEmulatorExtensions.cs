using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects the container's BigCommerce inventory clients to an emulator.</summary>
public static class InventoryEmulatorExtensions
{
    /// <summary>
    /// Sends all requests of the container's inventory clients to an emulator. Call it where the application's own registration cannot
    /// be changed, for example in <c>ConfigureTestServices</c> of a <c>WebApplicationFactory</c>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="emulator">The emulator.</param>
    /// <returns>The same container.</returns>
    /// <inheritdoc cref="UseEmulator(IHttpClientBuilder, InventoryEmulator)" path="/remarks"/>
    public static IServiceCollection UseEmulator(this IServiceCollection services, InventoryEmulator emulator)
    {
        services.AddBigCommerceInventoryClientFactory().UseEmulator(emulator);
        return services;
    }

    /// <summary>
    /// Sends all requests of the container's inventory clients to an emulator:
    /// <c>services.AddBigCommerceInventory(…).UseEmulator(emulator)</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddBigCommerceInventory</c> returned.</param>
    /// <param name="emulator">The emulator.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Only the primary HTTP handler is replaced; all other handlers stay. The base address of the clients becomes the emulator's. The
    /// default store hash is <c>demo</c>, and the default access token is the store's. If the container has no
    /// <see cref="TimeProvider"/>, the emulator's clock is registered.
    /// </remarks>
    public static IHttpClientBuilder UseEmulator(this IHttpClientBuilder builder, InventoryEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(emulator);

        builder.ConfigurePrimaryHttpMessageHandler(emulator.CreateHandler);
        builder.Services.PostConfigureAll<BigCommerceInventoryOptions>(emulator.Configure);
        builder.Services.TryAddSingleton(emulator.TimeProvider);
        return builder;
    }
}
