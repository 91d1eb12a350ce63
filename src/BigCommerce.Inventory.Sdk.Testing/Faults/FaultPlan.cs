namespace BigCommerce.Inventory.Testing;

/// <summary>Selects requests and injects faults into them: by position, by condition, or at random with a seed.</summary>
/// <remarks>
/// The rules are evaluated in the order in which they were added; the first match applies. A request has at most one fault. A request
/// above the rate limit has none. All members are thread-safe.
/// </remarks>
/// <example>
/// <code>
/// emulator.Faults = new FaultPlan()
///     .Add(Fault.StatusCode(503))                                                           // the first request
///     .Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative, nth: 2) // the second relative adjustment
///     .AddRandom(0.05, [Fault.RateLimitedWithoutHeaders(), Fault.TruncatedBody()]);         // 5 % of the other requests
/// </code>
/// </example>
/// <param name="seed">The seed of the random faults: the same seed and the same requests give the same faults.</param>
public sealed class FaultPlan(int seed = 1)
{
    private readonly object _gate = new();
    private readonly Random _random = new(seed);
    private readonly List<Func<RecordedRequest, Fault?>> _rules = [];
    private int _injectedCount;

    /// <summary>The number of faults injected so far.</summary>
    public int InjectedCount
    {
        get
        {
            lock (_gate)
            {
                return _injectedCount;
            }
        }
    }

    /// <summary>Injects a fault into selected requests.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="operation">The operation; <see langword="null"/> for any.</param>
    /// <param name="nth">The first request to fail, from 1. Requests with a fault of an earlier rule are not counted.</param>
    /// <param name="times">The number of requests to fail from there; <see cref="int.MaxValue"/> for all.</param>
    /// <param name="when">An additional condition; <see langword="null"/> for none.</param>
    /// <returns>This plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nth"/> or <paramref name="times"/> is below 1.</exception>
    public FaultPlan Add(
        Fault fault, EmulatorOperation? operation = null, int nth = 1, int times = 1, Func<RecordedRequest, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);

        long matches = 0;
        return Add(request =>
            Matches(request, operation, when) && ++matches >= nth && matches - nth < times ? fault : null);
    }

    /// <summary>Injects faults into random requests.</summary>
    /// <param name="probability">The probability of a fault for each request, 0 to 1.</param>
    /// <param name="faults">The faults to choose from, all with the same probability.</param>
    /// <param name="operation">The operation; <see langword="null"/> for any.</param>
    /// <param name="when">An additional condition; <see langword="null"/> for none.</param>
    /// <returns>This plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is outside 0 to 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="faults"/> is empty.</exception>
    public FaultPlan AddRandom(
        double probability, IReadOnlyList<Fault> faults, EmulatorOperation? operation = null, Func<RecordedRequest, bool>? when = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        ArgumentNullException.ThrowIfNull(faults);
        Fault[] choices = [.. faults];
        if (choices.Length == 0)
        {
            throw new ArgumentException("The list of faults is empty. Pass at least one fault.", nameof(faults));
        }

        return Add(request =>
            Matches(request, operation, when) && _random.NextDouble() < probability ? choices[_random.Next(choices.Length)] : null);
    }

    internal Fault? Next(RecordedRequest request)
    {
        lock (_gate)
        {
            foreach (var rule in _rules)
            {
                if (rule(request) is { } fault)
                {
                    _injectedCount++;
                    return fault;
                }
            }

            return null;
        }
    }

    private FaultPlan Add(Func<RecordedRequest, Fault?> rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }

        return this;
    }

    private static bool Matches(RecordedRequest request, EmulatorOperation? operation, Func<RecordedRequest, bool>? when) =>
        (operation is null || request.Operation == operation) && when?.Invoke(request) != false;
}
