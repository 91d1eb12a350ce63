namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// Keeps all callers in the process together within one store's rate limit. Waiters are served in order, foreground
/// before background, except that background gets one permit of every <see cref="BackgroundTurn"/> while it waits; the arithmetic is
/// <see cref="RateWindow"/>'s and <see cref="RefusalGate"/>'s.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="random">Returns numbers from 0 to 1.</param>
/// <param name="permits">
/// Decides together with other processes; null if the process is alone. While it decides, <see cref="RateWindow"/> is only updated.
/// </param>
internal sealed class StoreRateLimiter(TimeProvider time, Func<double> random, IStorePermits? permits = null)
{
    /// <summary>While callers of both priorities wait, background gets one of this number of permits, so that it does not starve.</summary>
    public const int BackgroundTurn = 10;

    // While permits are shared, even a caller with no wait time has to wait for the decision about the caller before it.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly RateWindow _window = new();
    private readonly RefusalGate _gate = new();

    // One lane for each combination of priority and reserve. Lanes are never removed.
    private readonly List<Lane> _lanes = [];
    private ITimer? _timer;
    private long _wakesAt;
    private long _lastTicket;

    // Permits granted to foreground while background was waiting, since the last permit for background.
    private int _foregroundTurns;

    // Whether the last decision was made together with other processes.
    private bool _isShared = permits is not null;

    // While permits are shared, one caller at a time requests one, so that the order of the callers is kept.
    private bool _isAsking;

    /// <summary>The number of waiting callers.</summary>
    public int Waiting { get; private set; }

    /// <summary>The number of permits that are not returned yet.</summary>
    public int InFlight => _window.InFlight;

    /// <summary>When a permit was last requested, as a time since the limiter's creation.</summary>
    public TimeSpan LastUsed { get; private set; }

    /// <summary>The time since the limiter's creation.</summary>
    public TimeSpan Age => time.GetElapsedTime(_origin);

    /// <summary>The current estimate of the rate limit; null before the first response with the headers.</summary>
    public RateLimitStatus? Quota
    {
        get
        {
            lock (_lock)
            {
                var now = Now();
                _window.MoveTo(now);
                return _window.Limit is { } limit
                    ? new RateLimitStatus
                    {
                        Limit = limit,
                        Remaining = _window.Left,
                        ResetsAt = time.GetUtcNow() + TimeSpan.FromTicks(_window.TurnsAt - now),
                        Window = TimeSpan.FromTicks(_window.Length),
                    }
                    : null;
            }
        }
    }

    /// <summary>Gets a queue position for a new call.</summary>
    public long NextTicket() => Interlocked.Increment(ref _lastTicket);

    /// <summary>Takes a permit without waiting; null when the caller has to wait, and always while permits are shared.</summary>
    public QuotaPermit? TryAcquire(QuotaReserve reserve)
    {
        if (permits is not null)
        {
            return null;
        }

        lock (_lock)
        {
            var now = Now();
            LastUsed = TimeSpan.FromTicks(now);
            return Waiting == 0 && MayGo(now, reserve, closedUntil: 0) ? Grant(now) : null;
        }
    }

    /// <summary>Waits for a permit to send one request.</summary>
    /// <returns>The permit. It is denied when the wait exceeds, or is known to exceed, the caller's limit.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    public ValueTask<QuotaPermit> AcquireAsync(in QuotaRequest request, CancellationToken cancellationToken) =>
        permits is null ? AcquireHereAsync(request, cancellationToken) : AcquireSharedAsync(permits, request, cancellationToken);

    /// <summary>Waits for the caller's turn in the process, and then for the decision with other processes.</summary>
    private async ValueTask<QuotaPermit> AcquireSharedAsync(
        IStorePermits shared, QuotaRequest request, CancellationToken cancellationToken)
    {
        var startedAt = Now();
        while (true)
        {
            var left = request.MaxWait;
            if (left != Timeout.InfiniteTimeSpan)
            {
                left -= TimeSpan.FromTicks(Now() - startedAt);
                left = left > ShortestWait ? left : ShortestWait;
            }

            var permit = await AcquireHereAsync(request with { MaxWait = left }, cancellationToken).ConfigureAwait(false);
            if (!permit.IsGranted)
            {
                return permit;
            }

            PermitDecision decision;
            var waited = TimeSpan.FromTicks(Now() - startedAt);
            try
            {
                decision = await shared.AcquireAsync(ToShared(request, waited), cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                EndAsking();
                throw;
            }

            if (Apply(decision, request))
            {
                return permit;
            }

            if (decision.Verdict == PermitVerdict.Unavailable)
            {
                shared.Complete(new PermitResult { End = PermitEnd.NotSent });
            }
            else if (request.MaxWait != Timeout.InfiniteTimeSpan && decision.RetryAfter > request.MaxWait - waited)
            {
                return new QuotaPermit(null, decision.RetryAfter);
            }
        }
    }

    private PermitRequest ToShared(in QuotaRequest request, TimeSpan waited)
    {
        var foreground = 0;
        var background = 0;
        lock (_lock)
        {
            foreach (var lane in _lanes)
            {
                foreground += lane.Priority == RequestPriority.Foreground ? lane.Waiters.Count : 0;
                background += lane.Priority == RequestPriority.Background ? lane.Waiters.Count : 0;
            }
        }

        return new PermitRequest
        {
            Priority = request.Priority,
            ReserveCount = request.Reserve.Requests,
            ReserveShare = request.Reserve.Share,
            Waited = waited,
            ForegroundWaitingCount = foreground,
            BackgroundWaitingCount = background,
        };
    }

    /// <summary>Applies a decision about a permit that was granted in the process.</summary>
    /// <returns>Whether the permit remains granted.</returns>
    private bool Apply(in PermitDecision decision, in QuotaRequest request)
    {
        lock (_lock)
        {
            var now = Now();
            var wasShared = _isShared;
            var isGranted = true;
            _isAsking = false;
            _isShared = decision.Verdict != PermitVerdict.Unavailable;
            if (decision.Verdict == PermitVerdict.Wait)
            {
                _window.NotSent();
                LaneOf(request).ClosedUntil = now + decision.RetryAfter.Ticks;
                isGranted = false;
            }
            else if (wasShared && !_isShared)
            {
                // From now on the window decides. It has not been checked for this permit.
                _window.NotSent();
                _window.LimitTo(now, decision.Share);
                isGranted = MayGo(now, request);
                if (isGranted)
                {
                    _window.Take();
                }
            }

            Serve(now);
            return isGranted;
        }
    }

    private void EndAsking()
    {
        lock (_lock)
        {
            _isAsking = false;
            _window.NotSent();
            Serve(Now());
        }
    }

    private ValueTask<QuotaPermit> AcquireHereAsync(in QuotaRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = Now();
            LastUsed = TimeSpan.FromTicks(now);
            if (Waiting == 0 && MayGo(now, request))
            {
                return new ValueTask<QuotaPermit>(Grant(now));
            }

            var waiter = new Waiter(this, request);
            Enqueue(waiter);
            Serve(now);
            if (waiter.Task.IsCompleted)
            {
                return new ValueTask<QuotaPermit>(waiter.Task);
            }

            // Fail fast when the known wait exceeds the limit.
            var wait = TimeToWake(now);
            if (request.MaxWait != Timeout.InfiniteTimeSpan && (request.MaxWait <= TimeSpan.Zero || KnownWait(now, request) > request.MaxWait))
            {
                Dequeue(waiter);
                return new ValueTask<QuotaPermit>(new QuotaPermit(null, wait));
            }

            // Set the limiter's timer before the caller's deadline: a test clock may advance to the next timer at any moment.
            SetTimer(now);
            waiter.Watch(
                request.MaxWait == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(request.MaxWait, time),
                cancellationToken);
            return new ValueTask<QuotaPermit>(waiter.Task);
        }
    }

    /// <summary>Whether the known wait for a new caller is within the limit.</summary>
    public bool IsWithin(TimeSpan maxWait)
    {
        lock (_lock)
        {
            return maxWait == Timeout.InfiniteTimeSpan || KnownWait(Now(), null) <= maxWait;
        }
    }

    /// <summary>Returns a permit: a response arrived.</summary>
    /// <param name="permit">The permit.</param>
    /// <param name="headers">The response's headers.</param>
    /// <param name="isSuccess">Whether the response is a success.</param>
    public void Responded(in QuotaPermit permit, in RateLimitHeaders headers, bool isSuccess)
    {
        // Before Serve, so that the next caller's request for a permit reports this response.
        Complete(isSuccess ? PermitEnd.Succeeded : PermitEnd.Failed, permit, headers);
        lock (_lock)
        {
            var now = Now();
            _window.Responded(permit.GrantedAt!.Value, now, headers, isSuccess);
            _gate.Pass(permit.GrantedAt.Value);
            Serve(now);
        }
    }

    /// <summary>Returns a permit: the response was 429. All callers wait.</summary>
    /// <param name="permit">The permit.</param>
    /// <param name="headers">The response's headers.</param>
    /// <param name="longestWait">The cap for the wait that the response requests.</param>
    /// <returns>How long no request is sent; null if the request was sent before an earlier 429 arrived.</returns>
    public TimeSpan? Refused(in QuotaPermit permit, in RateLimitHeaders headers, TimeSpan longestWait)
    {
        bool closed;
        TimeSpan wait;
        lock (_lock)
        {
            var now = Now();
            var asked = headers.RetryAfter ?? headers.Reset;
            _window.Responded(permit.GrantedAt!.Value, now, headers, isSuccess: false);
            closed = _gate.Refuse(permit.GrantedAt.Value, now, asked > longestWait ? longestWait : asked, random());
            wait = TimeSpan.FromTicks(Math.Max(_gate.OpensAt - now, 0));
            Serve(now);
        }

        Complete(PermitEnd.Refused, permit, headers, wait);
        return closed ? wait : null;
    }

    /// <summary>Returns a permit: the request was sent and no response arrived.</summary>
    public void Lost()
    {
        permits?.Complete(new PermitResult { End = PermitEnd.Lost });
        lock (_lock)
        {
            var now = Now();
            _window.Lost(now);
            Serve(now);
        }
    }

    /// <summary>Returns a permit: the request was not sent.</summary>
    public void NotSent()
    {
        permits?.Complete(new PermitResult { End = PermitEnd.NotSent });
        lock (_lock)
        {
            _window.NotSent();
            Serve(Now());
        }
    }

    private long Now() => time.GetElapsedTime(_origin).Ticks;

    private void Complete(PermitEnd end, in QuotaPermit permit, in RateLimitHeaders headers, TimeSpan refusedFor = default) =>
        permits?.Complete(new PermitResult
        {
            End = end,
            Elapsed = TimeSpan.FromTicks(Now() - permit.GrantedAt!.Value),
            Limit = headers.Limit,
            Remaining = headers.Remaining,
            Window = headers.Window,
            Reset = headers.Reset,
            RefusedFor = refusedFor,
        });

    private bool MayGo(long now, in QuotaRequest request) => MayGo(now, request.Reserve, _isShared ? LaneOf(request).ClosedUntil : 0);

    private bool MayGo(long now, QuotaReserve reserve, long closedUntil) =>
        _gate.IsOpen(now, _window.InFlight)
        && (_isShared ? !_isAsking && now >= closedUntil : _window.HasRoom(now, reserve));

    private QuotaPermit Grant(long now)
    {
        _window.Take();
        _isAsking = _isShared;
        return new QuotaPermit(now, TimeSpan.Zero);
    }

    /// <summary>Grants permits in the order of priority and ticket, while the window has room.</summary>
    private void Serve(long now)
    {
        while (NextLane(now) is { } lane)
        {
            var waiter = lane.Waiters.First!.Value;
            Dequeue(waiter);
            CountTurn(lane);
            waiter.Settle(Grant(now));
        }

        if (Waiting > 0)
        {
            SetTimer(now);
        }
    }

    private Lane? NextLane(long now) =>
        (_foregroundTurns >= BackgroundTurn - 1 ? NextLane(now, RequestPriority.Background) : null)
        ?? NextLane(now, RequestPriority.Foreground)
        ?? NextLane(now, RequestPriority.Background);

    /// <summary>
    /// Of the lanes with that priority for which the window has room, gets the one whose first waiter has the lowest ticket.
    /// </summary>
    private Lane? NextLane(long now, RequestPriority priority)
    {
        Lane? next = null;
        foreach (var lane in _lanes)
        {
            if (lane.Priority == priority
                && lane.Waiters.First is { Value: var head }
                && (next is null || head.Request.Ticket < next.Waiters.First!.Value.Request.Ticket)
                && MayGo(now, lane.Reserve, lane.ClosedUntil))
            {
                next = lane;
            }
        }

        return next;
    }

    private void CountTurn(Lane lane)
    {
        if (lane.Priority == RequestPriority.Background)
        {
            _foregroundTurns = 0;
        }
        else if (_lanes.Exists(static other => other is { Priority: RequestPriority.Background, Waiters.Count: > 0 }))
        {
            _foregroundTurns++;
        }
    }

    private void Enqueue(Waiter waiter)
    {
        var lane = LaneOf(waiter.Request);
        var before = lane.Waiters.Last;
        while (before is not null && before.Value.Request.Ticket > waiter.Request.Ticket)
        {
            before = before.Previous;
        }

        waiter.Place = before is null ? lane.Waiters.AddFirst(waiter) : lane.Waiters.AddAfter(before, waiter);
        Waiting++;
    }

    private Lane LaneOf(in QuotaRequest request)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Priority == request.Priority && lane.Reserve == request.Reserve)
            {
                return lane;
            }
        }

        var added = new Lane(request.Priority, request.Reserve);
        _lanes.Add(added);
        return added;
    }

    private void Dequeue(Waiter waiter)
    {
        waiter.Place!.List!.Remove(waiter.Place);
        waiter.Place = null;
        Waiting--;
    }

    /// <summary>The time until the gate opens or the window ends; while permits are shared, until a lane opens.</summary>
    private TimeSpan TimeToWake(long now)
    {
        var opens = _gate.OpensAt > now ? _gate.OpensAt : _isShared ? NextLaneOpens(now) : _window.TurnsAt;
        return opens == long.MaxValue ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(opens - now, 0));
    }

    private long NextLaneOpens(long now)
    {
        var opens = long.MaxValue;
        foreach (var lane in _lanes)
        {
            opens = lane.Waiters.Count > 0 && lane.ClosedUntil > now ? Math.Min(opens, lane.ClosedUntil) : opens;
        }

        return opens;
    }

    /// <summary>The minimum wait for a caller. Responses to requests in flight can make room at any time.</summary>
    private TimeSpan KnownWait(long now, in QuotaRequest? request)
    {
        var gate = TimeSpan.FromTicks(Math.Max(_gate.OpensAt - now, 0));
        if (_isShared)
        {
            var lane = TimeSpan.FromTicks(request is { } caller ? Math.Max(LaneOf(caller).ClosedUntil - now, 0) : 0);
            return lane > gate ? lane : gate;
        }

        return _window.InFlight > 0 && _window.Left > 0 ? gate : TimeToWake(now);
    }

    private void SetTimer(long now)
    {
        if (TimeToWake(now) is { Ticks: > 0 } wait && now + wait.Ticks != _wakesAt)
        {
            _wakesAt = now + wait.Ticks;

            // Timers have a resolution of a millisecond: round up, so that the timer does not fire too early.
            var due = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            if (_timer is null)
            {
                using var flow = ExecutionContext.SuppressFlow();
                _timer = time.CreateTimer(static limiter => ((StoreRateLimiter)limiter!).Wake(), this, due, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _timer.Change(due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            _wakesAt = 0;
            Serve(Now());
        }
    }

    private sealed class Lane(RequestPriority priority, QuotaReserve reserve)
    {
        public RequestPriority Priority => priority;

        public QuotaReserve Reserve => reserve;

        public LinkedList<Waiter> Waiters { get; } = [];

        /// <summary>While permits are shared: when the lane's first caller may request one again.</summary>
        public long ClosedUntil { get; set; }
    }

    private sealed class Waiter(StoreRateLimiter limiter, QuotaRequest request)
        : TaskCompletionSource<QuotaPermit>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private CancellationTokenSource? _deadline;
        private CancellationTokenRegistration _expiry;
        private CancellationTokenRegistration _cancellation;

        public QuotaRequest Request => request;

        /// <summary>The node in the lane; null after the waiter was removed from it.</summary>
        public LinkedListNode<Waiter>? Place { get; set; }

        /// <summary>Removes the waiter when its deadline passes or its token is cancelled. The limiter's lock must be held.</summary>
        public void Watch(CancellationTokenSource? deadline, CancellationToken cancellationToken)
        {
            if (deadline is not null)
            {
                _deadline = deadline;
                _expiry = deadline.Token.UnsafeRegister(static waiter => ((Waiter)waiter!).Leave(default), this);
            }

            _cancellation = cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).Leave(token), this);
        }

        public void Settle(QuotaPermit permit)
        {
            Unwatch();
            TrySetResult(permit);
        }

        private void Leave(CancellationToken cancelled)
        {
            lock (limiter._lock)
            {
                if (Place is null)
                {
                    return;
                }

                limiter.Dequeue(this);
                Unwatch();
                if (cancelled.IsCancellationRequested)
                {
                    TrySetCanceled(cancelled);
                }
                else
                {
                    TrySetResult(new QuotaPermit(null, limiter.TimeToWake(limiter.Now())));
                }
            }
        }

        // Unregister, unlike Dispose, does not wait for a running callback, which would wait for the lock.
        private void Unwatch()
        {
            _cancellation.Unregister();
            _expiry.Unregister();
            _deadline?.Dispose();
        }
    }
}
