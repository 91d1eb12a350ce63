using System.Globalization;

namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>
/// Processes with callers on one store, in virtual time: the script decides in a real Redis, and everything else, the store included, is
/// simulated. Each process asks for one caller at a time, in the order of their waits.
/// </summary>
internal sealed class Simulation(RedisFixture redis, int limit, double windowSeconds, IReadOnlyList<int> callers, int seed = 1)
{
    private readonly string _key = redis.NewPrefix() + "{store}";
    private readonly PriorityQueue<Func<Task>, (long At, int Order)> _events = new();
    private readonly Random _random = new(seed);
    private readonly long _length = (long)(windowSeconds * 1e6);
    private Process[] _processes = [];
    private long _now = 1_000_000_000_000;
    private long _origin;
    private int _order;
    private int _used;
    private long _clockOffset;

    public List<(int Accepted, int Refused, int Others)> Windows { get; } = [];

    public int Scripts { get; private set; }

    /// <summary>The share of each quota that another app takes.</summary>
    public double Others { get; init; }

    /// <summary>The first part of each window, at random times of which the other app sends.</summary>
    public double OthersWithin { get; init; } = 1;

    /// <summary>The lane of a process's callers.</summary>
    public Func<int, RequestPriority> PriorityOf { get; init; } = static _ => RequestPriority.Foreground;

    /// <summary>How long a process's callers take from a response to the next request, in microseconds.</summary>
    public Func<string, long> DelayOf { get; init; } = static _ => 0;

    /// <summary>How far a process's idea of the Redis clock may be off, in either direction.</summary>
    public long ClockError { get; init; } = 2_000;

    public IReadOnlyList<int> Successes => [.. _processes.Select(static process => process.Successes)];

    public double Used => Windows.Sum(static window => window.Accepted + window.Others) / (double)(limit * Windows.Count);

    /// <summary>Does something at a time, such as losing all that Redis knows.</summary>
    public void At(double seconds, Func<Task> action) => Schedule(_now + (long)(seconds * 1e6), action);

    public Task ForgetAllAsync() => redis.Database.KeyDeleteAsync(_key);

    /// <summary>Sets the clock of the Redis server forward, or back.</summary>
    public Task SetClockAsync(TimeSpan by)
    {
        _clockOffset += (long)by.TotalMicroseconds;
        return Task.CompletedTask;
    }

    public void KillProcess(int process) => _processes[process].IsDead = true;

    public async Task RunAsync(int windows)
    {
        var end = _now + (windows * _length);
        _origin = _now;
        _processes = [.. callers.Select((count, i) => new Process($"p{i}", PriorityOf(i)) { Waiting = [.. Enumerable.Repeat(_now, count)] })];
        foreach (var process in _processes)
        {
            ScheduleAsk(process, _now + _random.Next(1000));
        }

        while (_events.TryDequeue(out var action, out var at) && at.At < end)
        {
            _now = at.At;
            Turn();
            await action();
        }
    }

    private void Schedule(long at, Func<Task> action) => _events.Enqueue(action, (at, _order++));

    private void ScheduleAsk(Process process, long at)
    {
        at = Math.Max(at, process.ClosedUntil);
        if (process.AsksAt > _now && process.AsksAt <= at)
        {
            return;
        }

        process.AsksAt = at;
        Schedule(at, () => process.AsksAt == at && !process.IsDead ? AskAsync(process) : Task.CompletedTask);
    }

    private async Task AskAsync(Process process)
    {
        process.AsksAt = 0;
        if (process.Waiting.Count == 0)
        {
            return;
        }

        var reply = await ReportAsync(process, new PermitRequest
        {
            Priority = process.Priority,
            Waited = TimeSpan.FromMicroseconds(_now - process.Waiting[0]),
            ForegroundWaitingCount = process.Priority == RequestPriority.Foreground ? process.Waiting.Count - 1 : 0,
            BackgroundWaitingCount = process.Priority == RequestPriority.Background ? process.Waiting.Count - 1 : 0,
        });
        if (!reply.IsGranted)
        {
            process.ClosedUntil = reply.RetryAt - process.ClockOffset + ClockError;
            ScheduleAsk(process, process.ClosedUntil);
            return;
        }

        process.Waiting.RemoveAt(0);
        process.Taken++;
        process.InFlight++;
        var sentAt = _now;
        Schedule(_now + Latency(), () => CountAsync(process, sentAt));

        // A round trip later the next caller asks.
        ScheduleAsk(process, _now + 500 + _random.Next(500));
    }

    private Task CountAsync(Process process, long sentAt)
    {
        var isAccepted = _used < limit;
        var (accepted, refused, others) = Windows[^1];
        Windows[^1] = isAccepted ? (accepted + 1, refused, others) : (accepted, refused + 1, others);
        _used += isAccepted ? 1 : 0;
        var result = new PermitResult
        {
            End = isAccepted ? PermitEnd.Succeeded : PermitEnd.Refused,
            Limit = limit,
            Remaining = limit - _used,
            Window = TimeSpan.FromMicroseconds(_length),
            RefusedFor = isAccepted ? TimeSpan.Zero : TimeSpan.FromMicroseconds(EndsAt - _now),
        };
        var endsAt = EndsAt;
        Schedule(_now + Latency(), () => ReceiveAsync(process, sentAt, result with { Reset = TimeSpan.FromMilliseconds(Math.Max((endsAt - _now) / 1000, 0)) }));
        return Task.CompletedTask;
    }

    private Task ReceiveAsync(Process process, long sentAt, PermitResult result)
    {
        if (process.IsDead)
        {
            return Task.CompletedTask;
        }

        process.InFlight--;
        process.Successes += result.End == PermitEnd.Succeeded ? 1 : 0;
        process.Taken -= result.End == PermitEnd.Refused ? 1 : 0;
        process.Responses.Add((sentAt, _now, result));
        Schedule(_now + DelayOf(process.Name), () =>
        {
            process.Waiting.Add(_now);
            ScheduleAsk(process, _now + 1);
            return Task.CompletedTask;
        });

        // A refusal is reported at once, and others with the next request for a permit, but not much later.
        Schedule(_now + (result.End == PermitEnd.Refused ? 1 : 100_000), () => process.Responses.Count > 0 && !process.IsDead ? ReportAsync(process, null) : Task.CompletedTask);
        return Task.CompletedTask;
    }

    private async Task<WindowReply> ReportAsync(Process process, PermitRequest? request)
    {
        Scripts++;
        var reply = await new WindowReport(process.Name, ++process.Number, process.Taken, process.InFlight)
        {
            Request = request,
            Responses = string.Join(';', process.Responses.Select(response => WindowReport.Response(
                response.SentAt + process.ClockOffset - ClockError, response.ReceivedAt + process.ClockOffset + ClockError, response.Result))),
            Now = _now + _clockOffset,
        }.SendAsync(redis.Database, _key);
        process.ClockOffset = _clockOffset;
        process.Responses.Clear();
        return reply;
    }

    private long EndsAt => _origin + (Windows.Count * _length);

    private long Latency() => _random.Next(25_000, 150_000);

    private void Turn()
    {
        while (Windows.Count == 0 || _now >= EndsAt)
        {
            Windows.Add(default);
            _used = 0;
            var start = EndsAt - _length;
            for (var i = 0; i < (int)(limit * Others); i++)
            {
                Schedule(start + _random.NextInt64((long)(_length * OthersWithin)), UseByOther);
            }
        }
    }

    private Task UseByOther()
    {
        if (_used < limit)
        {
            _used++;
            Windows[^1] = Windows[^1] with { Others = Windows[^1].Others + 1 };
        }

        return Task.CompletedTask;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"used {Used:P2}; accepted {string.Join(' ', Windows.Select(window => window.Accepted))}; refused {string.Join(' ', Windows.Select(window => window.Refused))}; others {string.Join(' ', Windows.Select(window => window.Others))}; successes {string.Join(' ', Successes)}; scripts {Scripts}");

    private sealed class Process(string name, RequestPriority priority)
    {
        public string Name => name;

        public RequestPriority Priority => priority;

        public List<long> Waiting { get; init; } = [];

        public List<(long SentAt, long ReceivedAt, PermitResult Result)> Responses { get; } = [];

        /// <summary>How far the clock of Redis had been set when it replied last.</summary>
        public long ClockOffset { get; set; }

        public bool IsDead { get; set; }

        public long AsksAt { get; set; }

        public long ClosedUntil { get; set; }

        public long Number { get; set; }

        public long Taken { get; set; }

        public int InFlight { get; set; }

        public int Successes { get; set; }
    }
}
