using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience.Simulation;

/// <summary>The store's side of the rate limit: counts requests in windows, ours and those of another app.</summary>
/// <param name="Quota">Requests a window allows.</param>
/// <param name="Window">How long a window is.</param>
/// <param name="OthersPerWindow">Requests that the other app makes in each window, at random times.</param>
/// <param name="WindowsBeginWithRequests">Whether a window begins with the first request after the last one's end, rather than at its
/// end.</param>
internal sealed record StoreRules(long Quota, TimeSpan Window, int OthersPerWindow = 0, bool WindowsBeginWithRequests = false);

/// <inheritdoc cref="StoreRules"/>
internal sealed class SimulatedStore
{
    private readonly StoreRules _rules;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly DateTimeOffset _origin;
    private readonly Queue<TimeSpan> _others = new();
    private readonly List<WindowCount> _windows = [];
    private TimeSpan _ends;

    public SimulatedStore(StoreRules rules, TimeProvider time, Random random)
    {
        _rules = rules;
        _time = time;
        _random = random;
        _origin = time.GetUtcNow();

        // The simulation begins at a random time in a window.
        _ends = rules.Window * random.NextDouble();
        Open(_ends - rules.Window);
    }

    /// <summary>The windows that are over and were there from their beginning.</summary>
    public IReadOnlyList<WindowCount> FullWindows => _windows[1..^1];

    /// <summary>When the other app sent requests.</summary>
    public List<TimeSpan> Thefts { get; } = [];

    public TimeSpan Now => _time.GetUtcNow() - _origin;

    /// <summary>Handles a request at the current time.</summary>
    /// <returns>Whether it is within the limit, and the response's headers.</returns>
    public (bool IsServed, RateLimitHeaders Headers) Handle()
    {
        MoveTo(Now);
        var window = _windows[^1];
        var isServed = window.Ours + window.Theirs < _rules.Quota;
        window.Ours += isServed ? 1 : 0;
        var reset = TimeSpan.FromMilliseconds(Math.Floor((_ends - Now).TotalMilliseconds));
        return (isServed, new RateLimitHeaders(_rules.Quota, _rules.Quota - window.Ours - window.Theirs, _rules.Window, reset, null));
    }

    private void MoveTo(TimeSpan now)
    {
        while (true)
        {
            while (_others.TryPeek(out var at) && at <= now)
            {
                _others.Dequeue();
                var window = _windows[^1];
                if (window.Ours + window.Theirs < _rules.Quota)
                {
                    window.Theirs++;
                    Thefts.Add(at);
                }
            }

            if (now < _ends)
            {
                return;
            }

            var begin = _rules.WindowsBeginWithRequests ? now : _ends;
            _ends = begin + _rules.Window;
            Open(begin);
        }
    }

    private void Open(TimeSpan begin)
    {
        _windows.Add(new WindowCount());
        foreach (var share in Enumerable.Range(0, _rules.OthersPerWindow).Select(_ => _random.NextDouble()).Order())
        {
            _others.Enqueue(begin + (_rules.Window * share));
        }
    }

    internal sealed class WindowCount
    {
        public long Ours { get; set; }

        public long Theirs { get; set; }
    }
}
