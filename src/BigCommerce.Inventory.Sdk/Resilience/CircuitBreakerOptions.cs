namespace BigCommerce.Inventory;

/// <summary>Settings of the circuit breaker, which stops sending requests to a store while almost all of them fail.</summary>
/// <remarks>
/// Each store has its own circuit breaker. It counts attempts that end in 5xx (except 501 and 507), in a connection failure or
/// in a timeout. While the circuit is open no request is sent: foreground calls fail at once with a
/// <see cref="BigCommerceCircuitOpenException"/>, and background calls retry later, as after any other failure.
/// </remarks>
public sealed class CircuitBreakerOptions
{
    /// <summary>Whether the circuit breaker is enabled.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The share of failed attempts that opens the circuit.</summary>
    /// <value>The default is 0.9; 0.01 to 1.</value>
    [OptionRange(0.01, 1)]
    public double FailureRatio { get; set; } = 0.9;

    /// <summary>The number of attempts within <see cref="SamplingDuration"/> that is required before the circuit can open.</summary>
    /// <value>The default is 20; 2 to 10,000.</value>
    [OptionRange(2, 10_000)]
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>The period over which attempts are counted.</summary>
    /// <value>The default is 1 minute; 500 milliseconds to 1 day.</value>
    [OptionRange(0.5, OptionRangeAttribute.Day)]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the circuit stays open before one attempt is sent as a probe.</summary>
    /// <value>The default is 15 seconds; 500 milliseconds to 1 day.</value>
    [OptionRange(0.5, OptionRangeAttribute.Day)]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    internal CircuitBreakerOptions Copy() => (CircuitBreakerOptions)MemberwiseClone();
}
