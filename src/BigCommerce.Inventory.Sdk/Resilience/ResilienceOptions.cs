namespace BigCommerce.Inventory;

/// <summary>Timeouts and retries. Every wait runs on the client's clock and ends with the caller's token.</summary>
public sealed class ResilienceOptions
{
    /// <summary>The longest one call may take, waits and retries included.</summary>
    /// <value>The default is 5 minutes; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest one attempt may take, its answer read.</summary>
    /// <value>The default is 30 seconds; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failed attempt is repeated, where that is safe.</summary>
    /// <value>The default is 4; 0 to 100.</value>
    public int MaxRetries { get; set; } = 4;

    /// <summary>The wait before the first retry of a read, where the server names none; it doubles with each retry and is jittered.</summary>
    /// <value>The default is 500 milliseconds; 0 to 1 minute.</value>
    public TimeSpan ReadRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait before the first retry of a write, where the server names none; it doubles with each retry and is jittered.</summary>
    /// <value>The default is 2 seconds; 0 to 1 minute.</value>
    public TimeSpan WriteRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a retry that the client chooses itself.</summary>
    /// <value>The default is 1 minute; 0 to 1 hour.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that the server may ask for. Past it the call ends in an error that says when to come back.</summary>
    /// <value>The default is 2 minutes; 0 to 1 day.</value>
    public TimeSpan MaxServerDelay { get; set; } = TimeSpan.FromMinutes(2);

    internal ResilienceOptions Copy() => (ResilienceOptions)MemberwiseClone();
}
