using System.Diagnostics.CodeAnalysis;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the receiver of webhooks.</summary>
public static class BigCommerceInventoryWebhooksServiceCollectionExtensions
{
    /// <summary>
    /// Registers what <see cref="BigCommerceInventoryWebhooksEndpointRouteBuilderExtensions"/> needs: the queue of events and the service
    /// that hands them to the handlers. Options come from the configuration section <c>BigCommerce:Inventory:Webhooks</c>, then from
    /// <paramref name="configure"/>. Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code. Null when configuration has them all.</param>
    /// <returns>The container.</returns>
    /// <remarks>
    /// Options are checked when the host starts. Wrong ones throw an <see cref="OptionsValidationException"/> that lists every error.
    /// The container's <see cref="WebhookDeduplicator"/>, <see cref="IWebhookMemory"/> and <see cref="TimeProvider"/> are used where it has
    /// them. <c>AddBigCommerceInventoryRedis</c> registers a memory that several processes share.
    /// </remarks>
    public static IServiceCollection AddBigCommerceInventoryWebhooks(
        this IServiceCollection services, Action<InventoryWebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<InventoryWebhookOptions>();
        if (!services.Any(static service => service.ServiceType == typeof(WebhookQueue)))
        {
            options.BindConfiguration(InventoryWebhookOptions.SectionName).ValidateOnStart();
            services.AddSingleton<IValidateOptions<InventoryWebhookOptions>, Validator>();
            services.TryAddSingleton(static provider => new WebhookDeduplicator(new WebhookDeduplicatorOptions
            {
                Memory = provider.GetService<IWebhookMemory>(),
                TimeProvider = Time(provider),
            }));
            services.AddSingleton(static provider => new WebhookQueue(OptionsOf(provider).QueueCapacity));
            services.AddSingleton(static provider => new WebhookReceiver(
                OptionsOf(provider),
                provider.GetRequiredService<WebhookDeduplicator>(),
                provider.GetRequiredService<WebhookQueue>(),
                Time(provider),
                Logger(provider)));
            services.AddSingleton<IHostedService>(static provider => new WebhookProcessor(
                OptionsOf(provider),
                provider.GetRequiredService<WebhookDeduplicator>(),
                provider.GetRequiredService<WebhookQueue>(),
                provider.GetRequiredService<IServiceScopeFactory>(),
                Time(provider),
                Logger(provider)));
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

    /// <summary>
    /// Registers <typeparamref name="THandler"/> as the scoped <see cref="IInventoryWebhookHandler"/>, and the same as
    /// <see cref="AddBigCommerceInventoryWebhooks(IServiceCollection, Action{InventoryWebhookOptions}?)"/>.
    /// </summary>
    /// <typeparam name="THandler">The handler of endpoints that are mapped without one.</typeparam>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options in code. Null when configuration has them all.</param>
    /// <returns>The container.</returns>
    /// <inheritdoc cref="AddBigCommerceInventoryWebhooks(IServiceCollection, Action{InventoryWebhookOptions}?)" path="/remarks"/>
    public static IServiceCollection AddBigCommerceInventoryWebhooks<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, Action<InventoryWebhookOptions>? configure = null)
        where THandler : class, IInventoryWebhookHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddScoped<IInventoryWebhookHandler, THandler>();
        return services.AddBigCommerceInventoryWebhooks(configure);
    }

    private static InventoryWebhookOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<InventoryWebhookOptions>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ILogger Logger(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);

    private sealed class Validator : IValidateOptions<InventoryWebhookOptions>
    {
        public ValidateOptionsResult Validate(string? name, InventoryWebhookOptions options)
        {
            var errors = options.Errors().Select(static error => $"{InventoryWebhookOptions.SectionName}:{error}").ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
