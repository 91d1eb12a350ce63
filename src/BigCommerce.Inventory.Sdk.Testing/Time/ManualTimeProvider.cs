namespace BigCommerce.Inventory.Testing;

/// <summary>
/// A clock that stands still until a test moves it: hours of retries and rate-limit windows pass in microseconds.
/// </summary>
/// <remarks>
/// <para>
/// Time moves when <see cref="Advance"/>, <see cref="AdvanceTo(DateTimeOffset)"/> or <see cref="AdvanceToNextTimer"/> is called. Timers that fall
/// due on the way fire in the order of their due times, on the calling thread but outside its synchronization context, as real timers
/// do; each sees the time it was due at.
/// </para>
/// <para>
/// With <see cref="AdvanceWhenIdle"/> nobody has to move it: whenever something starts to wait (<c>Task.Delay</c>, a one-shot timer), the
/// clock jumps to the next due timer. Deadlines (a <see cref="CancellationTokenSource"/> with a delay) and periodic timers
/// fire when time passes them, but never make it pass, so a timeout of ten seconds does not cut off an answer that comes at once.
/// </para>
/// <para>Code that blocks its thread on this clock, after it has waited on it, waits for ever: await instead.</para>
/// <para>All members are safe to use from several threads; advances that overlap pass the same time together.</para>
/// </remarks>
/// <example>
/// <code>
/// var time = new ManualTimeProvider { AdvanceWhenIdle = true };
/// await Task.Delay(TimeSpan.FromHours(1), time); // returns at once
/// Assert.Equal(ManualTimeProvider.DefaultStart.AddHours(1), time.GetUtcNow());
/// </code>
/// </example>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>The instant at which a clock without a start of its own begins: 2026-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly SortedSet<ManualTimer> _armed = new(ManualTimer.ByDueTime);
    private readonly AutoAdvancer _advancer;
    private readonly long _startTicks;
    private long _nowTicks;
    private long _sequence;
    private long _activity;
    private int _waits;
    private int _advances;
    private bool _autoAdvance;

    /// <summary>Creates a clock that shows <see cref="DefaultStart"/>.</summary>
    public ManualTimeProvider()
        : this(DefaultStart)
    {
    }

    /// <summary>Creates a clock that shows <paramref name="start"/>.</summary>
    /// <param name="start">The first instant the clock shows; it is read as UTC.</param>
    public ManualTimeProvider(DateTimeOffset start)
    {
        _startTicks = _nowTicks = start.UtcTicks;
        _advancer = new AutoAdvancer(this);
    }

    /// <summary>Whether the clock jumps to the next due timer by itself as soon as something waits.</summary>
    /// <value>Default: <see langword="false"/>. Can be switched at any time; switching it on sets waits free that have begun before.</value>
    /// <remarks>
    /// A jump happens on the thread pool, after the work that is ready to run has run. With one flow of work under test the result is
    /// the same every time; with several, what they do between two jumps is ordered by the thread pool.
    /// </remarks>
    public bool AdvanceWhenIdle
    {
        get
        {
            lock (_gate)
            {
                return _autoAdvance;
            }
        }

        set
        {
            lock (_gate)
            {
                _autoAdvance = value;
            }

            _advancer.Wake();
        }
    }

    /// <summary>The number of timers that are set and have not fired: waits, deadlines and periodic timers.</summary>
    public int ActiveTimerCount
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    /// <summary>The time from now until the next timer is due; <see langword="null"/> when no timer is set.</summary>
    public TimeSpan? NextTimerDueIn
    {
        get
        {
            lock (_gate)
            {
                return _armed.Min is { } next ? TimeSpan.FromTicks(Math.Max(0, next.DueTicks - _nowTicks)) : null;
            }
        }
    }

    /// <summary>The time this clock has moved since it was created.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    /// <summary>Ticks of <see cref="TimeSpan"/>: ten million a second.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Always UTC, so that a test means the same on every machine.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(ReadTicks(), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => ReadTicks() - _startTicks;

    /// <summary>Moves the clock forward and fires every timer that falls due on the way, in the order of the due times.</summary>
    /// <param name="by">How far; zero fires what is due now.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative: time does not go back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        long target;
        lock (_gate)
        {
            target = _nowTicks + by.Ticks;
        }

        AdvanceTo(target);
    }

    /// <summary>Moves the clock to an instant and fires every timer that falls due on the way, in the order of the due times.</summary>
    /// <param name="instant">The time to show; the present one fires what is due now.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="instant"/> is in the past: time does not go back.</exception>
    public void AdvanceTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
        AdvanceTo(instant.UtcTicks);
    }

    /// <summary>Moves the clock to the time the next timer is due and fires all timers that are due then.</summary>
    /// <returns><see langword="false"/> when no timer is set; the clock has not moved then.</returns>
    public bool AdvanceToNextTimer()
    {
        long target;
        lock (_gate)
        {
            if (_armed.Min is not { } next)
            {
                return false;
            }

            target = Math.Max(next.DueTicks, _nowTicks);
        }

        AdvanceTo(target);
        return true;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);

        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private long ReadTicks()
    {
        lock (_gate)
        {
            _activity++;
            return _nowTicks;
        }
    }

    private void AdvanceTo(long targetTicks)
    {
        lock (_gate)
        {
            _advances++;
        }

        // Real timers fire where there is no synchronization context. With the caller's one in place, what awaits a timer would be
        // queued instead of run, and the next timer it sets would be armed too late for this advance.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (TakeDue(targetTicks) is { } timer)
            {
                timer.Fire();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            lock (_gate)
            {
                _advances--;
            }

            _advancer.Wake();
        }
    }

    /// <summary>Takes the next timer due by the target and shows its due time; without one, shows the target itself.</summary>
    private ManualTimer? TakeDue(long targetTicks)
    {
        lock (_gate)
        {
            if (_armed.Min is not { } timer || timer.DueTicks > targetTicks)
            {
                _nowTicks = Math.Max(_nowTicks, targetTicks);
                return null;
            }

            Disarm(timer);
            _nowTicks = Math.Max(_nowTicks, timer.DueTicks);
            if (timer.PeriodTicks > 0)
            {
                Arm(timer, timer.DueTicks + timer.PeriodTicks);
            }

            return timer;
        }
    }

    private bool Change(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            _activity++;
            Disarm(timer);
            timer.PeriodTicks = period.Ticks;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Arm(timer, _nowTicks + dueTime.Ticks);
            }
        }

        _advancer.Wake();
        return true;
    }

    private void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _activity++;
            Disarm(timer);
            timer.IsDisposed = true;
        }
    }

    private void Arm(ManualTimer timer, long dueTicks)
    {
        timer.DueTicks = dueTicks;
        timer.Sequence = _sequence++;
        _armed.Add(timer);
        _waits += timer.IsWait ? 1 : 0;
        timer.CountsAsWait = timer.IsWait;
    }

    private void Disarm(ManualTimer timer)
    {
        if (_armed.Remove(timer))
        {
            _waits -= timer.CountsAsWait ? 1 : 0;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        public static readonly IComparer<ManualTimer> ByDueTime = Comparer<ManualTimer>.Create(static (x, y) =>
            x.DueTicks != y.DueTicks ? x.DueTicks.CompareTo(y.DueTicks) : x.Sequence.CompareTo(y.Sequence));

        // The longest delay the framework's own timers accept.
        private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

        private readonly ExecutionContext? _context = ExecutionContext.Capture();

        public long DueTicks { get; set; }

        public long Sequence { get; set; }

        public long PeriodTicks { get; set; }

        public bool CountsAsWait { get; set; }

        public bool IsDisposed { get; set; }

        // A source of cancellation is the state of the timer behind its own deadline.
        public bool IsWait => PeriodTicks <= 0 && state is not CancellationTokenSource;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ThrowIfOutOfRange(dueTime, nameof(dueTime));
            ThrowIfOutOfRange(period, nameof(period));
            return time.Change(this, dueTime, period);
        }

        public void Fire()
        {
            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).Invoke(), this);
            }
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Invoke() => callback(state);

        private static void ThrowIfOutOfRange(TimeSpan value, string name)
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxDelay, name);
            }
        }
    }

    /// <summary>Moves the clock from the thread pool while something waits, or is due without a move.</summary>
    private sealed class AutoAdvancer(ManualTimeProvider time) : IThreadPoolWorkItem
    {
        // Turns through the thread pool's queue without a sign of life before the clock jumps, and the most a busy pool can ask for.
        private const int QuietTurns = 8;
        private const int MaxTurns = 512;

        private bool _running;
        private long _seenActivity;
        private int _quietTurns;
        private int _turns;

        public void Wake()
        {
            lock (time._gate)
            {
                if (_running || !HasWork())
                {
                    return;
                }

                _running = true;
                _quietTurns = _turns = 0;
            }

            Enqueue();
        }

        public void Execute()
        {
            lock (time._gate)
            {
                if (!HasWork())
                {
                    _running = false;
                    return;
                }

                if (!HasSettled())
                {
                    Enqueue();
                    return;
                }

                _quietTurns = _turns = 0;
            }

            time.AdvanceToNextTimer();
            Enqueue();
        }

        // While a test advances the clock, what falls due is that advance's to fire, in order and on its thread.
        private bool HasWork() =>
            time._advances == 0
            && ((time._autoAdvance && time._waits > 0) || (time._armed.Min is { } next && next.DueTicks <= time._nowTicks));

        private bool HasSettled()
        {
            _quietTurns = _seenActivity == time._activity && ThreadPool.PendingWorkItemCount == 0 ? _quietTurns + 1 : 0;
            _seenActivity = time._activity;
            return _quietTurns >= QuietTurns || ++_turns >= MaxTurns;
        }

        private void Enqueue()
        {
            Thread.Yield();
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
