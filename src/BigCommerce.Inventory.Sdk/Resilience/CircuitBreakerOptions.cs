namespace BigCommerce.Inventory;

/// <summary>When to stop asking a store that does not answer.</summary>
/// <remarks>
/// Counted are attempts that end in 5xx (other than 501 and 507), in a broken connection or in no answer in time, apart
/// for each store. While the circuit is open nothing is sent: foreground calls end in a
/// <see cref="BigCommerceCircuitOpenException"/> at once, background calls try again later as after any other failure.
/// </remarks>
public sealed class CircuitBreakerOptions
{
    /// <summary>Whether there is a circuit breaker.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The share of failed attempts that opens the circuit.</summary>
    /// <value>The default is 0.9; 0.01 to 1.</value>
    [OptionRange(0.01, 1)]
    public double FailureRatio { get; set; } = 0.9;

    /// <summary>How many attempts there must be in <see cref="SamplingDuration"/> before their share counts.</summary>
    /// <value>The default is 20; 2 to 10,000.</value>
    [OptionRange(2, 10_000)]
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>The time over which attempts are counted.</summary>
    /// <value>The default is 1 minute; 500 milliseconds to 1 day.</value>
    [OptionRange(0.5, OptionRangeAttribute.Day)]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the circuit stays open, before one attempt finds out whether the store answers again.</summary>
    /// <value>The default is 15 seconds; 500 milliseconds to 1 day.</value>
    [OptionRange(0.5, OptionRangeAttribute.Day)]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    internal CircuitBreakerOptions Copy() => (CircuitBreakerOptions)MemberwiseClone();
}
