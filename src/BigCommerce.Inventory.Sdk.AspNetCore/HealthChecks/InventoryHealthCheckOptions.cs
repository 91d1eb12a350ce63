namespace BigCommerce.Inventory.AspNetCore;

/// <summary>How a store is checked.</summary>
public sealed class InventoryHealthCheckOptions
{
    /// <summary>
    /// How long a successful read counts, so that frequent probes use no quota. A failed read counts for at most 30 seconds of this time.
    /// </summary>
    /// <value>The default is 5 minutes; 0 to 1 day.</value>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that the read may take.</summary>
    /// <value>The default is 10 seconds; more than 0 and at most 1 hour.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of the store's quota below which the state is degraded.</summary>
    /// <value>
    /// The default is 0: never. From 0 to 1. A bulk run uses the whole quota as intended, so set it only where the application does not run
    /// any, to see that other apps use the quota up.
    /// </value>
    public double MinQuotaShare { get; set; }

    /// <summary>
    /// The read that shows that the store accepts the token. Use the settings that it is given: they limit its time, and it must not wait for
    /// quota.
    /// </summary>
    /// <value>The default reads one item, with the OAuth scope <c>store_inventory_read_only</c>. Not null.</value>
    public Func<BigCommerceInventoryClient, RequestOptions, CancellationToken, Task> Read { get; set; } =
        static (client, options, cancellationToken) =>
            client.Items.ListAsync(new InventoryItemFilter { Limit = 1 }, options, cancellationToken);

    internal IEnumerable<string> Errors()
    {
        if (CacheDuration < TimeSpan.Zero || CacheDuration > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(CacheDuration)} takes 0 to 1 day.";
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(Timeout)} takes more than 0 and at most 1 hour.";
        }

        if (!(MinQuotaShare >= 0 && MinQuotaShare <= 1))
        {
            yield return $"{nameof(MinQuotaShare)} takes 0 to 1.";
        }

        if (Read is null)
        {
            yield return $"{nameof(Read)} must not be null.";
        }
    }
}
