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
    internal const string HttpClientName = "BigCommerce.Inventory";

    /// <summary>
    /// Registers <see cref="BigCommerceInventoryClient"/>, its four interfaces, its <see cref="StockOperations"/> and
    /// <see cref="IBigCommerceInventoryClientFactory"/> as singletons. Options come from the configuration section
    /// <c>BigCommerce:Inventory</c> where the container has a configuration,
    /// then from <paramref name="configure"/>. Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code. Null when configuration has them all.</param>
    /// <param name="accessTokenProvider">
    /// Returns the store's access token, from the container's root services; see <see cref="StoreCredentials.FromProvider"/> for when it
    /// is called. Null takes the token from the options. The last provider given counts.
    /// </param>
    /// <returns>The builder of the HTTP client: add handlers of your own, which see each attempt, or replace the primary one.</returns>
    /// <remarks>
    /// <para>
    /// Options are checked when the host starts. Wrong ones throw an <see cref="OptionsValidationException"/> that lists every error.
    /// The container's <see cref="TimeProvider"/>, <see cref="IRateLimitCoordinator"/> and logging are used where it has them.
    /// </para>
    /// <para>
    /// When configuration is reloaded, the next request uses the new access token. All other options keep the values that they had
    /// when the client was built. If the new options are invalid or name another store, the client keeps its token.
    /// </para>
    /// <para>
    /// The client logs calls itself. The four messages that <c>IHttpClientFactory</c> logs for each attempt are removed; call
    /// <c>AddDefaultLogger()</c> on the returned builder to get them.
    /// </para>
    /// </remarks>
    public static IHttpClientBuilder AddBigCommerceInventory(
        this IServiceCollection services,
        Action<BigCommerceInventoryOptions>? configure = null,
        Func<IServiceProvider, AccessTokenRequest, ValueTask<string>>? accessTokenProvider = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return AddClient(services, Options.Options.DefaultName, configure, accessTokenProvider);
    }

    /// <summary>
    /// Registers a further <see cref="BigCommerceInventoryClient"/>, its four interfaces, its <see cref="StockOperations"/> and its factory
    /// as singletons under a key
    /// (<c>[FromKeyedServices("eu")]</c>). Options come from the configuration section <c>BigCommerce:Inventory</c>, without its store
    /// and token, then from <c>BigCommerce:Inventory:Stores:{name}</c>, then from <paramref name="configure"/>.
    /// Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="name">The services' key, and the options' name.</param>
    /// <param name="configure">Sets options in code. Null when configuration has them all.</param>
    /// <param name="accessTokenProvider">
    /// Returns the store's access token, from the container's root services; see <see cref="StoreCredentials.FromProvider"/> for when it
    /// is called. Null takes the token from the options. The last provider given counts.
    /// </param>
    /// <returns>The builder of the HTTP client, which is the same for all clients.</returns>
    /// <inheritdoc cref="AddBigCommerceInventory(IServiceCollection, Action{BigCommerceInventoryOptions}?, Func{IServiceProvider, AccessTokenRequest, ValueTask{string}}?)" path="/remarks"/>
    public static IHttpClientBuilder AddBigCommerceInventory(
        this IServiceCollection services,
        string name,
        Action<BigCommerceInventoryOptions>? configure = null,
        Func<IServiceProvider, AccessTokenRequest, ValueTask<string>>? accessTokenProvider = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return AddClient(services, name, configure, accessTokenProvider);
    }

    /// <summary>
    /// Registers <see cref="IBigCommerceInventoryClientFactory"/> alone, for applications whose stores are known only at run time.
    /// Options come from the configuration section <c>BigCommerce:Inventory</c> where the container has a configuration, then from
    /// <paramref name="configure"/>. They need no store and no token, and are read once. Calling it twice, or beside the other methods,
    /// does no harm.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code. Null when configuration has them all.</param>
    /// <returns>The builder of the HTTP client, which is the same for all clients.</returns>
    public static IHttpClientBuilder AddBigCommerceInventoryClientFactory(
        this IServiceCollection services,
        Action<BigCommerceInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return AddFactory(services, Options.Options.DefaultName, configure);
    }

    /// <summary>
    /// Registers a further <see cref="IBigCommerceInventoryClientFactory"/> under a key, with options from the configuration section
    /// <c>BigCommerce:Inventory</c>, then from <c>BigCommerce:Inventory:Stores:{name}</c>, then from <paramref name="configure"/>.
    /// They are read once. Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="name">The factory's key, and the options' name.</param>
    /// <param name="configure">Sets options in code. Null when configuration has them all.</param>
    /// <returns>The builder of the HTTP client, which is the same for all clients.</returns>
    public static IHttpClientBuilder AddBigCommerceInventoryClientFactory(
        this IServiceCollection services,
        string name,
        Action<BigCommerceInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return AddFactory(services, name, configure);
    }

    /// <summary>
    /// Builds the resilience pipeline of every store: adds strategies before or after <see cref="StorePipeline.AddStoreDefaults"/>,
    /// or others in its place. The last call counts.
    /// </summary>
    /// <param name="builder">The builder that <c>AddBigCommerceInventory</c> returned.</param>
    /// <param name="configure">
    /// Adds the strategies, outermost first. It runs once for each store and set of options, before the first call.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The builder belongs to another HTTP client.</exception>
    public static IHttpClientBuilder ConfigureStorePipeline(
        this IHttpClientBuilder builder,
        Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext> configure)
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
    /// <param name="builder">The builder that <c>AddBigCommerceInventory</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The builder belongs to another HTTP client.</exception>
    public static IHttpClientBuilder KeepOtherResilienceHandlers(this IHttpClientBuilder builder)
    {
        CheckBuilder(builder);
        builder.Services.Configure<TransportConfiguration>(transport => transport.KeepOtherResilience = true);
        return builder;
    }

    private static IHttpClientBuilder AddClient(
        IServiceCollection services,
        string name,
        Action<BigCommerceInventoryOptions>? configure,
        Func<IServiceProvider, AccessTokenRequest, ValueTask<string>>? accessTokenProvider)
    {
        var builder = AddFactory(services, name, configure);
        if (accessTokenProvider is not null)
        {
            services.Configure<AccessTokenConfiguration>(name, tokens => tokens.Provider = accessTokenProvider);
        }

        if (!services.Any(service => service.ImplementationInstance is ClientName { Value: var client } && client == name))
        {
            services.AddSingleton(new ClientName(name));
            services.AddSingleton<IOptionsChangeTokenSource<BigCommerceInventoryOptions>>(provider =>
                new ReloadedAccessToken.ChangeSource(name, provider.GetService<IConfiguration>()));
            services.AddSingleton<IValidateOptions<BigCommerceInventoryOptions>>(provider =>
                new BigCommerceInventoryOptionsValidator.StoreGiven(name, needsToken: GetAccessTokenProvider(provider, name) is null));
        }

        TryAdd(services, name, provider => CreateClient(provider, name));
        TryAddPart(services, name, static client => client.Stock);
        TryAddPart(services, name, static client => client.Items);
        TryAddPart(services, name, static client => client.Adjustments);
        TryAddPart(services, name, static client => client.Locations);
        TryAddPart(services, name, static client => client.Metafields);
        return builder;
    }

    private static IHttpClientBuilder AddFactory(IServiceCollection services, string name, Action<BigCommerceInventoryOptions>? configure)
    {
        var builder = AddShared(services);
        var options = services.AddOptions<BigCommerceInventoryOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        TryAdd<IBigCommerceInventoryClientFactory>(services, name, provider =>
            new BigCommerceInventoryClientFactory(GetOptions(provider, name), provider.GetRequiredService<Transport>()));
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

        // The factory's own loggers write four lines for each attempt, in addition to the client's. AddDefaultLogger restores them.
        builder.RemoveAllLoggers();
        services.AddSingleton(static provider => CreateTransport(provider));

        // Configuration comes first, so that code has the last word whatever the order of calls.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<BigCommerceInventoryOptions>>(static provider =>
            new BindConfiguration(provider.GetService<IConfiguration>())));
        services.AddSingleton<IValidateOptions<BigCommerceInventoryOptions>>(static provider =>
            new BigCommerceInventoryOptionsValidator(provider.GetService<IConfiguration>()));
        return builder;
    }

    /// <summary>Registers a service without a key for the default name, else under the name.</summary>
    private static void TryAdd<T>(IServiceCollection services, string name, Func<IServiceProvider, T> create)
        where T : class
    {
        if (name == Options.Options.DefaultName)
        {
            services.TryAddSingleton(create);
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => create(provider));
        }
    }

    private static void TryAddPart<T>(IServiceCollection services, string name, Func<BigCommerceInventoryClient, T> part)
        where T : class =>
        TryAdd(services, name, provider => part(name == Options.Options.DefaultName
            ? provider.GetRequiredService<BigCommerceInventoryClient>()
            : provider.GetRequiredKeyedService<BigCommerceInventoryClient>(name)));

    /// <summary>
    /// The chain is completed after the factory has built it, so that no filter or default of the application's comes later.
    /// </summary>
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

    private static BigCommerceInventoryClient CreateClient(IServiceProvider provider, string name)
    {
        var options = GetOptions(provider, name);
        var monitor = provider.GetRequiredService<IOptionsMonitor<BigCommerceInventoryOptions>>();
        var credentials = GetAccessTokenProvider(provider, name) is { } accessTokenProvider
            ? StoreCredentials.FromProvider(options.StoreHash!, request => accessTokenProvider(provider, request))
            : new ReloadedAccessToken(monitor, name, options).ToCredentials();
        return new BigCommerceInventoryClient(credentials, options, provider.GetRequiredService<Transport>());
    }

    private static BigCommerceInventoryOptions GetOptions(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<BigCommerceInventoryOptions>>().Get(name).Copy();

    private static Func<IServiceProvider, AccessTokenRequest, ValueTask<string>>? GetAccessTokenProvider(
        IServiceProvider provider,
        string name) =>
        provider.GetRequiredService<IOptionsMonitor<AccessTokenConfiguration>>().Get(name).Provider;

    private static void CheckBuilder(IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Name != HttpClientName)
        {
            throw new ArgumentException(
                $"The builder belongs to the HTTP client '{builder.Name}'. Use the one that AddBigCommerceInventory returned.",
                nameof(builder));
        }
    }

    /// <summary>Kept apart from the options that configuration binds, which hold no code.</summary>
    private sealed class TransportConfiguration
    {
        public Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? ConfigurePipeline { get; set; }

        public bool KeepOtherResilience { get; set; }
    }

    /// <inheritdoc cref="TransportConfiguration"/>
    private sealed class AccessTokenConfiguration
    {
        public Func<IServiceProvider, AccessTokenRequest, ValueTask<string>>? Provider { get; set; }
    }

    private sealed record ClientName(string Value);

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
