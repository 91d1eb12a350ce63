namespace BigCommerce.Inventory;

/// <summary>Settings for the share of the store's rate limit that a client uses.</summary>
/// <remarks>
/// All clients of a store in the process share one queue, and the response headers show the usage of other processes and
/// apps, so there is no rate to configure. Waits for quota do not count as retries.
/// </remarks>
public sealed class RateLimitOptions
{
    /// <summary>The number of requests in each window that this client does not use, so that the merchant's other apps can.</summary>
    /// <value>The default is 0; 0 or more. The larger of this and <see cref="ReserveShare"/> applies.</value>
    [OptionRange(0, int.MaxValue)]
    public int ReserveRequests { get; set; }

    /// <summary>The share of each window's quota that this client does not use, so that the merchant's other apps can.</summary>
    /// <value>The default is 0; 0 to 0.9. The larger of this and <see cref="ReserveRequests"/> applies.</value>
    [OptionRange(0, 0.9)]
    public double ReserveShare { get; set; }

    internal RateLimitOptions Copy() => (RateLimitOptions)MemberwiseClone();
}
