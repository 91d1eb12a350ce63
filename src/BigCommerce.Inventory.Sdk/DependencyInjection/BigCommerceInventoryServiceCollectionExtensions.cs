using BigCommerce.Inventory;
using BigCommerce.Inventory.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the BigCommerce inventory client.</summary>
public static class BigCommerceInventoryServiceCollectionExtensions
{
    /// <summary>The name of the <c>HttpClient</c> that the client's handlers are registered under.</summary>
    public const string HttpClientName = "BigCommerce.Inventory";

    /// <summary>
    /// Registers <see cref="BigCommerceInventoryClient"/> and its four interfaces as singletons, with options from the
    /// configuration section <c>BigCommerce:Inventory</c> where the container has a configuration, then from <paramref name="configure"/>.
    /// Safe to call twice.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code; null when configuration has them all.</param>
    /// <returns>The builder of the HTTP client: add handlers of your own, which see each attempt, or replace the primary one.</returns>
    /// <remarks>
    /// Options are checked when the host starts; wrong ones end in an <see cref="OptionsValidationException"/> that lists every error.
    /// The container's <see cref="TimeProvider"/> and logging are used where it has them.
    /// </remarks>
    public static IHttpClientBuilder AddBigCommerceInventory(this IServiceCollection services, Action<BigCommerceInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<BigCommerceInventoryOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        var builder = services.AddHttpClient(HttpClientName);
        if (services.Any(service => service.ServiceType == typeof(BigCommerceInventoryClient)))
        {
            return builder;
        }

        // Configuration comes first, so that code has the last word whatever the order of calls.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<BigCommerceInventoryOptions>>(static provider => new BindConfiguration(provider.GetService<IConfiguration>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BigCommerceInventoryOptions>, BigCommerceInventoryOptionsValidator>());
        options.ValidateOnStart();

        builder.ConfigurePrimaryHttpMessageHandler(static () => Transport.CreateSockets());
        builder.AddHttpMessageHandler(static provider => Transport.CreateResilience(TimeOf(provider)));

        // Connections renew themselves, and the client is a singleton: its handlers live as long as it does.
        builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.PostConfigure<HttpClientFactoryOptions>(HttpClientName, static factory =>
            factory.HttpMessageHandlerBuilderActions.Add(static handlers => handlers.AdditionalHandlers.Add(new AuthHandler())));

        services.AddSingleton(static provider =>
        {
            var settings = provider.GetRequiredService<IOptions<BigCommerceInventoryOptions>>().Value.Copy();
            var chain = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(HttpClientName);
            return new BigCommerceInventoryClient(new StoreContext(new StoreCredentials(settings.StoreHash!, settings.AccessToken!), settings, TimeOf(provider)), chain);
        });
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Items);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Adjustments);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Locations);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Metafields);
        return builder;
    }

    private static TimeProvider TimeOf(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private sealed class BindConfiguration(IConfiguration? configuration) : IConfigureOptions<BigCommerceInventoryOptions>
    {
        public void Configure(BigCommerceInventoryOptions options) => configuration?.GetSection(BigCommerceInventoryOptions.SectionName).Bind(options);
    }
}
