using BigCommerce.Inventory;
using BigCommerce.Inventory.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of BigCommerce stores.</summary>
public static class BigCommerceInventoryHealthChecksBuilderExtensions
{
    /// <summary>The name of the health check. That of a named client ends with a hyphen and the client's name.</summary>
    public const string HealthCheckName = "bigcommerce-inventory";

    /// <summary>
    /// Adds a health check of the store of a registered client. It reads one item, at most every 5 minutes, and reports the quota and
    /// the circuit. Calling it twice for a client does no harm.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="client">
    /// The name of the client, as given to <c>AddBigCommerceInventory</c>. Null for the client that was registered without a name.
    /// </param>
    /// <param name="failureStatus">The state when the store rejects the access token. Null means unhealthy.</param>
    /// <param name="tags">The check's tags; null for none.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The same health checks.</returns>
    /// <remarks>
    /// <para>
    /// Healthy: the store accepts the token. Unhealthy, or <paramref name="failureStatus"/>: the store rejects it (401), so somebody has to
    /// replace it. Degraded: the circuit is open, the store cannot be read, the token lacks the scope of the read, no quota was left for the
    /// first read, or less quota is left than <see cref="InventoryHealthCheckOptions.MinQuotaShare"/>. An outage of the store is degraded,
    /// because a restart of the application does not end it.
    /// </para>
    /// <para>The data has the store's hash, the quota, the circuit and the time of the last read. It has no token.</para>
    /// </remarks>
    public static IHealthChecksBuilder AddBigCommerceInventory(
        this IHealthChecksBuilder builder,
        string? client = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        Action<InventoryHealthCheckOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = client is null ? HealthCheckName : $"{HealthCheckName}-{client}";
        var options = builder.Services.AddOptions<InventoryHealthCheckOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (builder.Services.Any(service => service.ServiceType == typeof(InventoryHealthCheck) && name.Equals(service.ServiceKey)))
        {
            return builder;
        }

        options.ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<InventoryHealthCheckOptions>>(new Validator(name));

        // One instance for each store, because it remembers the last read.
        builder.Services.AddKeyedSingleton(name, (provider, _) => new InventoryHealthCheck(
            client is null
                ? provider.GetRequiredService<BigCommerceInventoryClient>()
                : provider.GetRequiredKeyedService<BigCommerceInventoryClient>(client),
            provider.GetRequiredService<IOptionsMonitor<InventoryHealthCheckOptions>>().Get(name),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.Add(new HealthCheckRegistration(
            name, provider => provider.GetRequiredKeyedService<InventoryHealthCheck>(name), failureStatus, tags));
    }

    private sealed class Validator(string check) : IValidateOptions<InventoryHealthCheckOptions>
    {
        public ValidateOptionsResult Validate(string? name, InventoryHealthCheckOptions options)
        {
            if (name != check)
            {
                return ValidateOptionsResult.Skip;
            }

            var errors = options.Errors().Select(error => $"The options of the health check {check} are wrong. {error}").ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
