namespace BigCommerce.Inventory;

/// <summary>How a client shares the store's rate limit.</summary>
/// <remarks>
/// All clients of a store in the process wait in one line, and the server's answers tell what other processes and apps
/// use, so there is no rate to set. Waits for quota do not use up retries.
/// </remarks>
public sealed class RateLimitOptions
{
    /// <summary>Requests of each window that this client leaves to the merchant's other apps, as a number.</summary>
    /// <value>The default is 0; not negative. Where <see cref="ReserveShare"/> comes to more, that counts.</value>
    [OptionRange(0, int.MaxValue)]
    public int ReserveRequests { get; set; }

    /// <summary>Requests of each window that this client leaves to the merchant's other apps, as a share of the quota.</summary>
    /// <value>The default is 0; 0 to 0.9. Where <see cref="ReserveRequests"/> comes to more, that counts.</value>
    [OptionRange(0, 0.9)]
    public double ReserveShare { get; set; }

    internal RateLimitOptions Copy() => (RateLimitOptions)MemberwiseClone();
}
