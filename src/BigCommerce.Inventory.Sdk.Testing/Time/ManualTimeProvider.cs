namespace BigCommerce.Inventory.Testing;

/// <summary>A clock that a test controls. Hours of retries and rate-limit windows take microseconds of real time.</summary>
/// <remarks>
/// <para>
/// The time changes only when <see cref="Advance"/>, <see cref="AdvanceTo(DateTimeOffset)"/> or <see cref="AdvanceToNextTimer"/> is called.
/// These methods fire due timers in the order of their due times, on the calling thread and without its synchronization context. While a
/// timer's callback runs, the clock shows the timer's due time.
/// </para>
/// <para>
/// With <see cref="AdvanceWhenIdle"/> the clock advances to the next due timer whenever code waits (<c>Task.Delay</c>, a one-shot timer).
/// Deadlines (a <see cref="CancellationTokenSource"/> with a delay) and periodic timers fire when the clock reaches them, but the clock
/// does not advance because of them. So a timeout of 10 seconds does not cancel a request that is answered at once.
/// </para>
/// <para>Do not block a thread on this clock: the blocked thread may be the one that advances it. Use <c>await</c>.</para>
/// <para>All members are thread-safe. Overlapping advances do not add up.</para>
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
    /// <summary>The default start time: 2026-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly SortedSet<ManualTimer> _armed = new(ManualTimer.ByDueTime);
    private readonly IdleAdvancer _advancer;
    private readonly long _startTicks;
    private long _nowTicks;
    private long _sequence;
    private long _activity;
    private int _advances;
    private bool _advanceWhenIdle;

    /// <summary>Creates a clock that starts at <see cref="DefaultStart"/>.</summary>
    public ManualTimeProvider()
        : this(DefaultStart)
    {
    }

    /// <summary>Creates a clock.</summary>
    /// <param name="start">The start time. It is converted to UTC.</param>
    public ManualTimeProvider(DateTimeOffset start)
    {
        _startTicks = _nowTicks = start.UtcTicks;
        _advancer = new IdleAdvancer(this);
    }

    /// <summary>Whether the clock advances to the next due timer as soon as code waits.</summary>
    /// <value>Default: <see langword="false"/>. It can be changed at any time and also applies to code that already waits.</value>
    /// <remarks>
    /// The clock advances on the thread pool, after all queued work has run. With one flow of work under test, the result is always the
    /// same. With several, the thread pool determines the order of their work between two advances.
    /// </remarks>
    public bool AdvanceWhenIdle
    {
        get => Locked(() => _advanceWhenIdle);
        set
        {
            Locked(() => _advanceWhenIdle = value);
            _advancer.Wake();
        }
    }

    /// <summary>The number of timers that are set and have not fired: delays, deadlines and periodic timers.</summary>
    public int ActiveTimerCount => Locked(() => _armed.Count);

    /// <summary>The time until the next timer is due; <see langword="null"/> if no timer is set.</summary>
    public TimeSpan? NextTimerDueIn => Locked<TimeSpan?>(
        () => _armed.Min is { } next ? TimeSpan.FromTicks(Math.Max(0, next.DueTicks - _nowTicks)) : null);

    /// <summary>The time that has passed on this clock since its creation.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    /// <summary>The frequency of <see cref="GetTimestamp"/>: 10,000,000 per second.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The local time zone: always UTC, so that tests have the same result on every machine.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(ReadTicks(), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => ReadTicks() - _startTicks;

    /// <summary>Advances the clock by a time span and fires the timers that become due.</summary>
    /// <param name="by">The time span; zero fires timers that are already due.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(Locked(() => _nowTicks + by.Ticks));
    }

    /// <summary>Advances the clock to an instant and fires the timers that become due.</summary>
    /// <param name="instant">The instant; the current time fires timers that are already due.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="instant"/> is in the past.</exception>
    public void AdvanceTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
        AdvanceTo(instant.UtcTicks);
    }

    /// <summary>Advances the clock to the due time of the next timer and fires all timers that are due then.</summary>
    /// <returns><see langword="false"/> if no timer is set; the clock does not change then.</returns>
    public bool AdvanceToNextTimer()
    {
        if (Locked(() => _armed.Min is { } next ? Math.Max(next.DueTicks, _nowTicks) : (long?)null) is not { } target)
        {
            return false;
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

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
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
        Locked(() => _advances++);

        // Real timers fire without a synchronization context. With the caller's context, continuations would be queued instead of run,
        // and timers that they set would miss this advance.
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
            Locked(() => _advances--);
            _advancer.Wake();
        }
    }

    /// <summary>Removes the next timer due by the target and sets the clock to its due time; if there is none, to the target.</summary>
    private ManualTimer? TakeDue(long targetTicks)
    {
        lock (_gate)
        {
            if (_armed.Min is not { } timer || timer.DueTicks > targetTicks)
            {
                _nowTicks = Math.Max(_nowTicks, targetTicks);
                return null;
            }

            _armed.Remove(timer);
            _nowTicks = Math.Max(_nowTicks, timer.DueTicks);
            if (timer.PeriodTicks > 0)
            {
                Arm(timer, timer.DueTicks + timer.PeriodTicks);
            }

            return timer;
        }
    }

    private void Arm(ManualTimer timer, long dueTicks)
    {
        timer.DueTicks = dueTicks;
        timer.Sequence = ++_sequence;
        _armed.Add(timer);
    }

    private sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        public static readonly IComparer<ManualTimer> ByDueTime = Comparer<ManualTimer>.Create(
            static (x, y) => (x.DueTicks, x.Sequence).CompareTo((y.DueTicks, y.Sequence)));

        // The maximum delay of the framework's timers.
        private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private bool _isDisposed;

        public long DueTicks { get; set; }

        public long Sequence { get; set; }

        public long PeriodTicks { get; private set; }

        // The state of a deadline's timer is the CancellationTokenSource.
        public bool IsWait => PeriodTicks <= 0 && state is not CancellationTokenSource;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ThrowIfOutOfRange(dueTime, nameof(dueTime));
            ThrowIfOutOfRange(period, nameof(period));
            lock (time._gate)
            {
                if (_isDisposed)
                {
                    return false;
                }

                time._activity++;
                time._armed.Remove(this);
                PeriodTicks = period.Ticks;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    time.Arm(this, time._nowTicks + dueTime.Ticks);
                }
            }

            time._advancer.Wake();
            return true;
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

        public void Dispose()
        {
            lock (time._gate)
            {
                time._activity++;
                time._armed.Remove(this);
                _isDisposed = true;
            }
        }

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

    /// <summary>Advances the clock on the thread pool when code waits and the pool is idle. Also fires timers without delay.</summary>
    private sealed class IdleAdvancer(ManualTimeProvider time) : IThreadPoolWorkItem
    {
        // The pool counts as idle after so many turns through its queue without activity. MaxTurns limits the wait for a busy pool.
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

                if (!IsIdle())
                {
                    Enqueue();
                    return;
                }

                _quietTurns = _turns = 0;
            }

            time.AdvanceToNextTimer();
            Enqueue();
        }

        // During a test's own advance, that advance fires the timers, so that they fire in order and on its thread.
        private bool HasWork() =>
            time._advances == 0
            && time._armed.Min is { } next
            && (next.DueTicks <= time._nowTicks || (time._advanceWhenIdle && time._armed.Any(static timer => timer.IsWait)));

        private bool IsIdle()
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
