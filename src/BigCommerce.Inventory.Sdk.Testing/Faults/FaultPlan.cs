namespace BigCommerce.Inventory.Testing;

/// <summary>Which requests go wrong, and how: by script, by chance with a seed, or both.</summary>
/// <remarks>
/// The rules are asked in the order in which they were added, and the first that applies decides; a request has one fault at most, and
/// one above the rate limit has none. All members are safe to use from several threads.
/// </remarks>
/// <example>
/// <code>
/// emulator.Faults = new FaultPlan()
///     .Add(Fault.Status(503))                                                               // the first request
///     .Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative, nth: 2) // the second relative adjustment
///     .AddRandom(0.05, [Fault.BareRateLimit(), Fault.TruncatedBody()]);                     // one in twenty of the others
/// </code>
/// </example>
/// <param name="seed">Where the chance starts from: the same seed and the same requests have the same faults.</param>
public sealed class FaultPlan(int seed = 1)
{
    private readonly object _gate = new();
    private readonly Random _random = new(seed);
    private readonly List<Func<RecordedRequest, Fault?>> _rules = [];
    private int _injectedCount;

    /// <summary>The number of requests that have gone wrong so far.</summary>
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

    /// <summary>Makes certain requests go wrong.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="operation">The operation; <see langword="null"/> for any.</param>
    /// <param name="nth">The first request to go wrong among those that match and have no fault yet, from 1.</param>
    /// <param name="times">How many go wrong from there on; <see cref="int.MaxValue"/> for all.</param>
    /// <param name="when">A further condition; <see langword="null"/> for none.</param>
    /// <returns>This plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nth"/> or <paramref name="times"/> is below 1.</exception>
    public FaultPlan Add(Fault fault, EmulatorOperation? operation = null, int nth = 1, int times = 1, Func<RecordedRequest, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);

        long matches = 0;
        return Add(request =>
            Matches(request, operation, when) && ++matches >= nth && matches - nth < times ? fault : null);
    }

    /// <summary>Makes requests go wrong by chance.</summary>
    /// <param name="probability">How likely it is for each request, 0 to 1.</param>
    /// <param name="faults">What goes wrong: one of these, each as likely as the others.</param>
    /// <param name="operation">The operation; <see langword="null"/> for any.</param>
    /// <param name="when">A further condition; <see langword="null"/> for none.</param>
    /// <returns>This plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="faults"/> is empty.</exception>
    public FaultPlan AddRandom(double probability, IReadOnlyList<Fault> faults, EmulatorOperation? operation = null, Func<RecordedRequest, bool>? when = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        ArgumentNullException.ThrowIfNull(faults);
        Fault[] choices = [.. faults];
        if (choices.Length == 0)
        {
            throw new ArgumentException("Give at least one fault to choose from.", nameof(faults));
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
