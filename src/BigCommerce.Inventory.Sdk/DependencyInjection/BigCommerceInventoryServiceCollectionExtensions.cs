using BigCommerce.Inventory;
using BigCommerce.Inventory.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers BigCommerce inventory clients. All of them share one chain of handlers and one pool of connections.</summary>
public static class BigCommerceInventoryServiceCollectionExtensions
{
    /// <summary>The name of the <c>HttpClient</c> that the clients' handlers are registered under.</summary>
    public const string HttpClientName = "BigCommerce.Inventory";

    /// <summary>
    /// Registers <see cref="BigCommerceInventoryClient"/> and its four interfaces as singletons, with options from the
    /// configuration section <c>BigCommerce:Inventory</c> where the container has a configuration, then from <paramref name="configure"/>;
    /// and <see cref="IBigCommerceInventoryClientFactory"/>, with the same options. Safe to call twice.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code; null when configuration has them all.</param>
    /// <returns>The builder of the HTTP client: add handlers of your own, which see each attempt, or replace the primary one.</returns>
    /// <remarks>
    /// Options are checked when the host starts; wrong ones end in an <see cref="OptionsValidationException"/> that lists every error.
    /// The container's <see cref="TimeProvider"/>, <see cref="IRateLimitCoordinator"/> and logging are used where it has them.
    /// </remarks>
    public static IHttpClientBuilder AddBigCommerceInventory(this IServiceCollection services, Action<BigCommerceInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = AddShared(services);
        AddOptions(services, Options.Options.DefaultName, configure, needsStore: true);
        services.TryAddSingleton(static provider => CreateClient(provider, Options.Options.DefaultName));
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Items);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Adjustments);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Locations);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BigCommerceInventoryClient>().Metafields);
        return builder;
    }

    /// <summary>
    /// Registers a further <see cref="BigCommerceInventoryClient"/> and its four interfaces as singletons under a key
    /// (<c>[FromKeyedServices("eu")]</c>), with options from the configuration section <c>BigCommerce:Inventory</c>, without
    /// its store and token; then from <c>BigCommerce:Inventory:Stores:{name}</c>; then from <paramref name="configure"/>.
    /// Safe to call twice.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="name">The services' key, and the options' name.</param>
    /// <param name="configure">Sets options in code; null when configuration has them all.</param>
    /// <returns>The builder of the HTTP client, which is the same for all clients.</returns>
    /// <inheritdoc cref="AddBigCommerceInventory(IServiceCollection, Action{BigCommerceInventoryOptions}?)" path="/remarks"/>
    public static IHttpClientBuilder AddBigCommerceInventory(this IServiceCollection services, string name, Action<BigCommerceInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var builder = AddShared(services);
        AddOptions(services, name, configure, needsStore: true);
        services.TryAddKeyedSingleton(name, static (provider, key) => CreateClient(provider, (string)key!));
        services.TryAddKeyedSingleton(name, static (provider, key) => provider.GetRequiredKeyedService<BigCommerceInventoryClient>(key).Items);
        services.TryAddKeyedSingleton(name, static (provider, key) => provider.GetRequiredKeyedService<BigCommerceInventoryClient>(key).Adjustments);
        services.TryAddKeyedSingleton(name, static (provider, key) => provider.GetRequiredKeyedService<BigCommerceInventoryClient>(key).Locations);
        services.TryAddKeyedSingleton(name, static (provider, key) => provider.GetRequiredKeyedService<BigCommerceInventoryClient>(key).Metafields);
        return builder;
    }

    /// <summary>
    /// Registers <see cref="IBigCommerceInventoryClientFactory"/> alone, for apps whose stores are known only at run time.
    /// Options come as with <see cref="AddBigCommerceInventory(IServiceCollection, Action{BigCommerceInventoryOptions}?)"/>, but
    /// need no store and no token. Safe to call twice.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code; null when configuration has them all.</param>
    /// <returns>The builder of the HTTP client, which is the same for all clients.</returns>
    public static IHttpClientBuilder AddBigCommerceInventoryClientFactory(this IServiceCollection services, Action<BigCommerceInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = AddShared(services);
        AddOptions(services, Options.Options.DefaultName, configure, needsStore: false);
        return builder;
    }

    /// <summary>
    /// Builds the resilience pipeline of every store: adds strategies before or after <see cref="StorePipeline.AddStoreDefaults"/>,
    /// or others in its place. The last call counts.
    /// </summary>
    /// <param name="builder">What <c>AddBigCommerceInventory</c> returned.</param>
    /// <param name="configure">Adds the strategies, outermost first. It is called for each store and each set of options, before the first call.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The builder is another HTTP client's.</exception>
    public static IHttpClientBuilder ConfigureStorePipeline(this IHttpClientBuilder builder, Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        CheckBuilder(builder);
        builder.Services.Configure<TransportConfiguration>(transport => transport.ConfigurePipeline = configure);
        return builder;
    }

    /// <summary>
    /// Keeps resilience handlers of other packages, such as <c>AddStandardResilienceHandler</c>, in the chain of handlers.
    /// Without this call the clients remove them, wherever they were added, and log a warning: their retries multiply the
    /// clients' own, and their timeouts cut attempts short. If they stay, a POST that may have been handled is still not sent twice.
    /// </summary>
    /// <param name="builder">What <c>AddBigCommerceInventory</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The builder is another HTTP client's.</exception>
    public static IHttpClientBuilder KeepOtherResilienceHandlers(this IHttpClientBuilder builder)
    {
        CheckBuilder(builder);
        builder.Services.Configure<TransportConfiguration>(transport => transport.KeepOtherResilience = true);
        return builder;
    }

    /// <summary>Registers what all clients share.</summary>
    private static IHttpClientBuilder AddShared(IServiceCollection services)
    {
        var builder = services.AddHttpClient(HttpClientName);
        if (services.Any(service => service.ServiceType == typeof(Transport)))
        {
            return builder;
        }

        // Connections renew themselves, so the handlers live as long as the clients, which are singletons.
        builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        builder.ConfigurePrimaryHttpMessageHandler(static () => Transport.CreateSockets());
        services.AddSingleton(static provider => CreateTransport(provider));
        services.AddSingleton<IBigCommerceInventoryClientFactory, BigCommerceInventoryClientFactory>();

        // Configuration comes first, so that code has the last word whatever the order of calls.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<BigCommerceInventoryOptions>>(static provider => new BindConfiguration(provider.GetService<IConfiguration>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BigCommerceInventoryOptions>, BigCommerceInventoryOptionsValidator>());
        return builder;
    }

    /// <summary>The chain is completed after the factory has built it, so that no filter or default of the application's comes later.</summary>
    private static Transport CreateTransport(IServiceProvider provider)
    {
        var configuration = provider.GetRequiredService<IOptions<TransportConfiguration>>().Value;
        return new Transport(
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(HttpClientName),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<ILoggerFactory>(),
            configuration.ConfigurePipeline,
            configuration.KeepOtherResilience,
            rateLimitCoordinator: provider.GetService<IRateLimitCoordinator>());
    }

    private static void CheckBuilder(IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Name != HttpClientName)
        {
            throw new ArgumentException($"The builder is that of HTTP client '{builder.Name}': give the one that AddBigCommerceInventory returned.", nameof(builder));
        }
    }

    private static void AddOptions(IServiceCollection services, string name, Action<BigCommerceInventoryOptions>? configure, bool needsStore)
    {
        var options = services.AddOptions<BigCommerceInventoryOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (needsStore && !services.Any(service => service.ImplementationInstance is BigCommerceInventoryOptionsValidator.StoreGiven { Client: var client } && client == name))
        {
            services.AddSingleton<IValidateOptions<BigCommerceInventoryOptions>>(new BigCommerceInventoryOptionsValidator.StoreGiven(name));
        }

        options.ValidateOnStart();
    }

    private static BigCommerceInventoryClient CreateClient(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<BigCommerceInventoryOptions>>().Get(name).Copy();
        return new BigCommerceInventoryClient(new StoreCredentials(options.StoreHash!, options.AccessToken!), options, provider.GetRequiredService<Transport>());
    }

    /// <summary>Kept apart from the options that configuration binds, which holds no code.</summary>
    private sealed class TransportConfiguration
    {
        public Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? ConfigurePipeline { get; set; }

        public bool KeepOtherResilience { get; set; }
    }

    private sealed class BindConfiguration(IConfiguration? configuration) : IConfigureNamedOptions<BigCommerceInventoryOptions>
    {
        public void Configure(BigCommerceInventoryOptions options) => Configure(Options.Options.DefaultName, options);

        public void Configure(string? name, BigCommerceInventoryOptions options)
        {
            if (configuration?.GetSection(BigCommerceInventoryOptions.SectionName) is not { } section)
            {
                return;
            }

            section.Bind(options);
            if (!string.IsNullOrEmpty(name))
            {
                // Another client's store must not become this one's by an oversight.
                options.StoreHash = options.AccessToken = null;
                section.GetSection("Stores").GetSection(name).Bind(options);
            }
        }
    }
}
