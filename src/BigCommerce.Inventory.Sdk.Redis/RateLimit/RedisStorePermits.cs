using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace BigCommerce.Inventory.Redis;

/// <summary>
/// One store's permits for one process. Far from the limit a permit is granted at once and reported with its response; near it,
/// <c>window.lua</c> decides, and the same script takes the reports.
/// </summary>
internal sealed class RedisStorePermits : IStorePermits
{
    // A permit that nobody waits for is reported after this time, together with others.
    private const long ReportDelay = 100_000;

    // Then what other processes have used since is not known: a process may send a hundredth of its share without asking, or one request.
    private const long FreshTime = 250_000;

    // While Redis is away.
    private const long ProbeDelay = 500_000;

    // And this long after the last caller nobody needs it.
    private const long ProbeTime = 60_000_000;

    // Newer responses tell more than older ones.
    private const int MostResponses = 32;

    // Commands to a Redis that does not reply pile up.
    private const int MostExchanges = 4;

    private readonly object _lock = new();
    private readonly IDatabase _redis;
    private readonly RedisKey _key;
    private readonly string _store;
    private readonly RedisInventoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _origin;
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private readonly RedisClock _clock = new();
    private readonly List<Response> _responses = [];
    private ITimer? _timer;
    private bool _isTimerSet;

    // Reported absolutely, so that a lost report does no harm. Without permits of requests that were not sent or were refused.
    private long _taken;
    private int _inFlight;

    // Permits granted here, ever; and of these, those that Redis had been told of in the last report.
    private long _granted;
    private long _reported;

    private long _lastNumber;
    private int _exchanges;
    private Exchange? _asking;
    private bool _hasNews;

    // The reply to the newest report that was replied to.
    private WindowReply? _window;
    private long _windowNumber;
    private long _windowAt;
    private long _windowGranted;

    // Permits granted before that window turned; null until it has.
    private long? _turnedGranted;

    private bool _isAway;
    private long _awaySince;
    private long _lastUsed;

    public RedisStorePermits(IDatabase redis, RedisKey key, string store, RedisInventoryOptions options, TimeProvider time, ILogger logger)
    {
        _redis = redis;
        _key = key;
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        _origin = time.GetTimestamp();
    }

    /// <summary>How many scripts were sent.</summary>
    public long ScriptCount => Volatile.Read(ref _lastNumber);

    /// <summary>How many of them are on their way.</summary>
    public int ExchangeCount => Volatile.Read(ref _exchanges);

    /// <summary>Gives the time in place of the Redis server's clock, in microseconds; null for that clock.</summary>
    public Func<long>? ServerTime { get; init; }

    /// <summary>Whether the process goes on by itself.</summary>
    public bool IsAway
    {
        get
        {
            lock (_lock)
            {
                return _isAway;
            }
        }
    }

    /// <summary>Sends a first report, so that the first caller finds Redis and the script ready.</summary>
    public void Start()
    {
        Exchange exchange;
        lock (_lock)
        {
            if (!_redis.IsConnected(_key))
            {
                return;
            }

            exchange = Begin(Now(), null);
        }

        _ = Send(exchange);
    }

    public ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken = default)
    {
        Exchange exchange;
        lock (_lock)
        {
            var now = Now();
            _lastUsed = now;
            if (!_isAway && IsFar(now, request))
            {
                Take();
                return new ValueTask<PermitDecision>(PermitDecision.Granted);
            }

            if (!_isAway && !_redis.IsConnected(_key))
            {
                GoAway(now, "it is not connected");
            }

            if (_isAway)
            {
                return new ValueTask<PermitDecision>(GoOnAlone(now));
            }

            exchange = _asking = Begin(now, request);
        }

        return AskAsync(exchange, Send(exchange), cancellationToken);
    }

    public void Complete(PermitResult result)
    {
        Exchange? exchange = null;
        lock (_lock)
        {
            var now = Now();
            _inFlight--;
            _hasNews = true;
            if (result.End is PermitEnd.NotSent or PermitEnd.Refused)
            {
                _taken--;
            }

            if (result.End != PermitEnd.NotSent)
            {
                if (_responses.Count == MostResponses)
                {
                    _responses.RemoveAt(0);
                }

                _responses.Add(new Response(_lastNumber + 1, now - Micros(result.Elapsed), now, result));
            }

            // A refusal concerns all processes at once.
            if (result.End == PermitEnd.Refused && !_isAway && _exchanges < MostExchanges)
            {
                exchange = Begin(now, null);
            }
            else
            {
                SetTimer(_isAway ? ProbeDelay : ReportDelay);
            }
        }

        if (exchange is not null)
        {
            _ = Send(exchange);
        }
    }

    /// <summary>Waits for the reply, but not longer than the options allow.</summary>
    private async ValueTask<PermitDecision> AskAsync(Exchange exchange, Task reply, CancellationToken cancellationToken)
    {
        try
        {
            if (!await IsThereAsync(reply, _options.UsualWait, cancellationToken).ConfigureAwait(false))
            {
                lock (_lock)
                {
                    if (!exchange.IsEnded && Share(Now()) > 0)
                    {
                        Abandon(exchange);
                        Take();
                        return PermitDecision.Granted;
                    }
                }

                await IsThereAsync(reply, _options.MaxWait - _options.UsualWait, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                if (exchange.Reply is { IsGranted: true } && exchange.IsEnded)
                {
                    // Granted at the same moment.
                    _inFlight--;
                    _taken--;
                }

                Abandon(exchange);
            }

            throw;
        }

        lock (_lock)
        {
            var now = Now();
            if (exchange.Reply is not { } answer)
            {
                if (!exchange.IsEnded)
                {
                    Abandon(exchange);
                    GoAway(now, "it takes too long to reply");
                }

                return GoOnAlone(now);
            }

            return answer.IsGranted
                ? PermitDecision.Granted
                : PermitDecision.Wait(TimeSpan.FromMicroseconds(Math.Max(_clock.LocalAfter(answer.RetryAt) - now, 1000)));
        }
    }

    private async Task<bool> IsThereAsync(Task reply, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!reply.IsCompleted)
        {
            try
            {
                await reply.WaitAsync(wait, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a report. Under the lock.</summary>
    private Exchange Begin(long now, PermitRequest? request)
    {
        var report = new WindowReport(_process, ++_lastNumber, _taken + (_asking is null ? 0 : 1), _inFlight + (_asking is null ? 0 : 1))
        {
            Request = request,
            Now = ServerTime?.Invoke() ?? 0,
            Responses = _clock.IsKnown
                ? string.Join(';', _responses.Select(response =>
                    WindowReport.Response(_clock.Earliest(response.SentAt), _clock.Latest(response.ReceivedAt), response.Result)))
                : string.Empty,
        };
        _exchanges++;
        _hasNews = false;
        _reported = _granted;
        return new Exchange(report, now, _granted);
    }

    /// <summary>Sends a report and takes note of the reply. Never throws.</summary>
    private async Task Send(Exchange exchange)
    {
        string? failure;
        try
        {
            RedisTelemetry.Scripts.Add(1);
            var reply = await exchange.Report.SendAsync(_redis, _key).ConfigureAwait(false);
            lock (_lock)
            {
                Learn(exchange, reply, Now());
            }

            return;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            // The application is about to end.
            failure = null;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or FormatException)
        {
            failure = exception.Message;
        }

        lock (_lock)
        {
            _exchanges--;
            _hasNews = true;
            End(exchange);
            GoAway(Now(), failure);
        }
    }

    private void Learn(Exchange exchange, WindowReply reply, long now)
    {
        _exchanges--;
        _clock.Observe(exchange.SentAt, now, reply.Now);
        _responses.RemoveAll(response => response.Number <= exchange.Report.Number);
        RedisTelemetry.ScriptDuration.Record((now - exchange.SentAt) / 1e6);
        var isGranted = reply.IsGranted && !exchange.IsEnded;
        if (isGranted)
        {
            Take();
        }

        if (exchange.Report.Number > _windowNumber)
        {
            _window = reply;
            _turnedGranted = null;
            _windowNumber = exchange.Report.Number;
            _windowAt = exchange.SentAt;
            _windowGranted = exchange.Granted + (isGranted ? 1 : 0);
            _reported = Math.Max(_reported, _windowGranted);
        }

        if (reply.IsGranted && !isGranted)
        {
            // Nobody has taken it: the next report says so.
            _hasNews = true;
            SetTimer(ReportDelay);
        }

        if (!exchange.IsEnded)
        {
            exchange.Reply = reply;
            End(exchange);
        }

        if (_isAway && now - exchange.SentAt <= Micros(_options.MaxWait))
        {
            _isAway = false;
            RedisTelemetry.Away.Add(-1);
            Log.Joined(_logger, _store, (now - _awaySince) / 1000);
        }
    }

    private void Abandon(Exchange exchange)
    {
        End(exchange);
        _hasNews = true;
        SetTimer(ReportDelay);
    }

    private void End(Exchange exchange)
    {
        exchange.IsEnded = true;
        if (_asking == exchange)
        {
            _asking = null;
        }
    }

    /// <param name="now">The local time.</param>
    /// <param name="reason">Why, for the log; null if that is nothing to log.</param>
    private void GoAway(long now, string? reason)
    {
        if (!_isAway)
        {
            _isAway = true;
            _awaySince = now;
            RedisTelemetry.Away.Add(1);
            if (reason is not null)
            {
                Log.Away(_logger, _store, reason);
            }
        }

        SetTimer(ProbeDelay);
    }

    private PermitDecision GoOnAlone(long now)
    {
        var share = Share(now);
        Take();
        SetTimer(ProbeDelay);
        return PermitDecision.Unavailable(share);
    }

    private void Take()
    {
        _granted++;
        _taken++;
        _inFlight++;
    }

    /// <summary>
    /// Whether so much is left that a request need not ask: even if all processes send what they may without asking, a quarter of the
    /// limit is left.
    /// </summary>
    private bool IsFar(long now, in PermitRequest request)
    {
        if (_window is not { Limit: > 0 } window || now < _clock.LocalAfter(window.ClosedUntil))
        {
            return false;
        }

        var reserve = Math.Max(request.ReserveCount, (long)Math.Ceiling(window.Limit * request.ReserveShare));
        var turnsAt = _clock.LocalAfter(window.TurnsAt);

        // When the window turns, nobody has used anything of the new one.
        var knownAt = now < turnsAt ? _windowAt : Math.Max(_windowAt, turnsAt);
        var unreported = Math.Max(1, window.Limit / ((now - knownAt <= FreshTime ? 4 : 100) * window.ProcessCount));
        var (left, taken) = Left(window, now);
        return left - taken - reserve > window.Limit / 2 && _granted - _reported < unreported;
    }

    /// <summary>
    /// How many permits this process may still take of what was left last; null when nothing is known. One of each process's share is
    /// not used, for what other processes had taken and not reported.
    /// </summary>
    private long? Share(long now)
    {
        if (_window is not { Limit: > 0 } window)
        {
            return null;
        }

        var (left, taken) = Left(window, now);
        return Math.Max((left / window.ProcessCount) - (window.ProcessCount > 1 ? 1 : 0) - taken, 0);
    }

    /// <summary>What was left last, and what this process has taken of it since.</summary>
    private (long Left, long TakenCount) Left(WindowReply window, long now)
    {
        if (now < _clock.LocalAfter(window.TurnsAt))
        {
            return (window.Available, _granted - _windowGranted);
        }

        _turnedGranted ??= _granted;
        return (window.Limit, _granted - _turnedGranted.Value);
    }

    private long Now() => Micros(_time.GetElapsedTime(_origin));

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private void SetTimer(long delay)
    {
        if (_isTimerSet)
        {
            return;
        }

        _isTimerSet = true;
        var due = TimeSpan.FromMicroseconds(delay);
        if (_timer is null)
        {
            using var flow = ExecutionContext.SuppressFlow();
            _timer = _time.CreateTimer(static permits => ((RedisStorePermits)permits!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        Exchange? exchange = null;
        lock (_lock)
        {
            _isTimerSet = false;
            var now = Now();
            if (_isAway && now - _lastUsed < ProbeTime)
            {
                SetTimer(ProbeDelay);
            }

            if ((_isAway || _hasNews) && _exchanges < MostExchanges)
            {
                exchange = Begin(now, null);
            }
        }

        if (exchange is not null)
        {
            _ = Send(exchange);
        }
    }

    /// <param name="Number">The first report that tells it.</param>
    /// <param name="SentAt">When its permit was granted, on the local clock.</param>
    /// <param name="ReceivedAt">When it was received, on the local clock.</param>
    /// <param name="Result">What it tells.</param>
    private readonly record struct Response(long Number, long SentAt, long ReceivedAt, PermitResult Result);

    /// <summary>A report on its way.</summary>
    private sealed class Exchange(WindowReport report, long sentAt, long granted)
    {
        public WindowReport Report => report;

        public long SentAt => sentAt;

        /// <summary>Permits granted before it.</summary>
        public long Granted => granted;

        /// <summary>The reply, if it came before the caller went on without it.</summary>
        public WindowReply? Reply { get; set; }

        /// <summary>Whether it is replied to, or the caller has gone on without it.</summary>
        public bool IsEnded { get; set; }
    }
}
