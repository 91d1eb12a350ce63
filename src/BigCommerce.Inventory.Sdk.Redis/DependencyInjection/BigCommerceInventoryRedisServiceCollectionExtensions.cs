using BigCommerce.Inventory;
using BigCommerce.Inventory.Redis;
using BigCommerce.Inventory.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what several processes share through Redis.</summary>
public static class BigCommerceInventoryRedisServiceCollectionExtensions
{
    /// <summary>The name of the health check.</summary>
    public const string HealthCheckName = "bigcommerce-inventory-redis";

    /// <summary>
    /// Registers, on the container's <see cref="IConnectionMultiplexer"/>: a shared rate limit for all clients
    /// (<see cref="RedisRateLimitCoordinator"/>), leases (<see cref="RedisStoreLeases"/>), journals (<see cref="RedisBulkJournals"/>), a
    /// shared <see cref="WebhookDeduplicator"/>, and a health check. Safe to call twice.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options, after the configuration; null to leave them as they are.</param>
    /// <returns>The container.</returns>
    /// <remarks>
    /// Options come from the configuration section <see cref="RedisInventoryOptions.SectionName"/>, and then from
    /// <paramref name="configure"/>. They are checked when the host starts. Connect with <c>AbortOnConnectFail = false</c>, so that the application starts without
    /// Redis, and with <c>BacklogPolicy = BacklogPolicy.FailFast</c>. The health check reports a degraded state, not an unhealthy one,
    /// while Redis is away: clients go on without it.
    /// </remarks>
    public static IServiceCollection AddBigCommerceInventoryRedis(
        this IServiceCollection services, Action<RedisInventoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<RedisInventoryOptions>, BindConfiguration>(static provider =>
            new BindConfiguration(provider.GetService<IConfiguration>())));
        var options = services.AddOptions<RedisInventoryOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisInventoryOptions>, Validator>());
        services.TryAddSingleton(static provider =>
            new RedisRateLimitCoordinator(Redis(provider), OptionsOf(provider), provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<IRateLimitCoordinator>(static provider => provider.GetRequiredService<RedisRateLimitCoordinator>());
        services.TryAddSingleton(static provider => new RedisStoreLeases(
            Redis(provider), OptionsOf(provider), provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton(static provider => new RedisBulkJournals(
            Redis(provider), OptionsOf(provider), provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<IWebhookMemory>(static provider =>
            new RedisWebhookMemory(Redis(provider), OptionsOf(provider), provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton(static provider =>
            new WebhookDeduplicator(new WebhookDeduplicatorOptions { Memory = provider.GetRequiredService<IWebhookMemory>() }));
        if (!services.Any(static service => service.ServiceType == typeof(RedisHealthCheck)))
        {
            services.AddSingleton(static provider => new RedisHealthCheck(Redis(provider)));
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                HealthCheckName, static provider => provider.GetRequiredService<RedisHealthCheck>(), HealthStatus.Degraded, tags: null));
        }

        return services;
    }

    private static IConnectionMultiplexer Redis(IServiceProvider provider) => provider.GetRequiredService<IConnectionMultiplexer>();

    private static RedisInventoryOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<RedisInventoryOptions>>().Value;

    private sealed class BindConfiguration(IConfiguration? configuration) : IConfigureOptions<RedisInventoryOptions>
    {
        public void Configure(RedisInventoryOptions options) =>
            configuration?.GetSection(RedisInventoryOptions.SectionName).Bind(options);
    }

    private sealed class Validator : IValidateOptions<RedisInventoryOptions>
    {
        public ValidateOptionsResult Validate(string? name, RedisInventoryOptions options)
        {
            var errors = options.Errors().ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
