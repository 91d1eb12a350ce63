using System.Threading.Channels;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Resilience;

/// <summary>The limiter beside a coordinator that decides for several processes.</summary>
public class SharedPermitsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly FakePermits _permits = new();
    private readonly StoreRateLimiter _limiter;

    public SharedPermitsTests()
    {
        _limiter = new StoreRateLimiter(_time, static () => 1, _permits);

        // The limiter's clock begins at zero.
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task AcquireAsync_Granted_NeedsNoRoomOfItsOwn()
    {
        // Before the first response the window alone would stop at four.
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await Acquire()).IsGranted);
        }

        Assert.Equal(20, _permits.Requests.Count);
    }

    [Fact]
    public async Task AcquireAsync_WhileAnotherCallerAsks_WaitsItsTurnInOrder()
    {
        var decisions = _permits.HoldDecisions();
        var first = Acquire();
        var background = Acquire(RequestPriority.Background);
        var foreground = Acquire();
        Assert.Single(_permits.Requests);
        Assert.Equal(2, _limiter.Waiting);

        decisions.Enqueue(PermitDecision.Granted);
        Assert.True((await first).IsGranted);
        await Eventually.HoldsAsync(() => _permits.Requests.Count == 2);
        Assert.Equal(new PermitRequest { Priority = RequestPriority.Foreground, BackgroundWaitingCount = 1 }, _permits.Requests[1]);

        decisions.Enqueue(PermitDecision.Granted);
        Assert.True((await foreground).IsGranted);
        decisions.Enqueue(PermitDecision.Granted);
        Assert.True((await background).IsGranted);
        Assert.Equal(RequestPriority.Background, _permits.Requests[2].Priority);
    }

    [Fact]
    public async Task AcquireAsync_Wait_AsksAgainWhenToldAndNotBefore()
    {
        _permits.Next = PermitDecision.Wait(Second);
        var waiting = Acquire();
        await Eventually.HoldsAsync(() => _limiter.Waiting == 1);
        _permits.Next = PermitDecision.Granted;
        var second = Acquire();
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Single(_permits.Requests);
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True((await waiting).IsGranted);
        Assert.True((await second).IsGranted);
        Assert.Equal([TimeSpan.Zero, Second, Second], _permits.Requests.Select(request => request.Waited));
    }

    [Fact]
    public async Task AcquireAsync_WaitForOneReserve_DoesNotHoldUpAnother()
    {
        _permits.Next = PermitDecision.Wait(Second);
        var reserved = Acquire(reserve: new QuotaReserve(10, 0));
        await Eventually.HoldsAsync(() => _limiter.Waiting == 1);
        _permits.Next = PermitDecision.Granted;

        Assert.True((await Acquire()).IsGranted);
        Assert.False(reserved.IsCompleted);
        Assert.Equal((10, 0), (_permits.Requests[0].ReserveCount, _permits.Requests[1].ReserveCount));
    }

    [Fact]
    public async Task AcquireAsync_WaitLongerThanAllowed_IsRefusedWithTheWait()
    {
        _permits.Next = PermitDecision.Wait(Second);

        var permit = await Acquire(maxWait: TimeSpan.FromMilliseconds(900));

        Assert.False(permit.IsGranted);
        Assert.Equal(Second, permit.RetryAfter);
        Assert.Equal(0, _limiter.InFlight);
        Assert.Empty(_permits.Results);
    }

    [Fact]
    public async Task AcquireAsync_NeverWaitsButAnotherCallerAsks_WaitsForThatDecision()
    {
        var decisions = _permits.HoldDecisions();
        var first = Acquire();
        var impatient = Acquire(maxWait: TimeSpan.Zero);
        Assert.False(impatient.IsCompleted);

        decisions.Enqueue(PermitDecision.Granted);
        decisions.Enqueue(PermitDecision.Granted);

        Assert.True((await first).IsGranted);
        Assert.True((await impatient).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_OthersWaitInTheProcess_TellsHowMany()
    {
        var decisions = _permits.HoldDecisions();
        var first = Acquire();
        _ = Acquire(RequestPriority.Background);
        _ = Acquire(RequestPriority.Background, new QuotaReserve(10, 0));
        _ = Acquire(RequestPriority.Background);
        _ = Acquire();
        _ = Acquire(reserve: new QuotaReserve(10, 0));
        _ = Acquire();

        decisions.Enqueue(PermitDecision.Granted);
        await first;
        await Eventually.HoldsAsync(() => _permits.Requests.Count == 2);

        Assert.Equal(
            new PermitRequest { Priority = RequestPriority.Foreground, ForegroundWaitingCount = 2, BackgroundWaitingCount = 3 },
            _permits.Requests[1]);
    }

    [Fact]
    public async Task AcquireAsync_WaitIsWhatIsAllowed_AsksAgain()
    {
        _permits.Next = PermitDecision.Wait(Second);
        var waiting = Acquire(maxWait: 2 * Second);
        Assert.Equal(1, _limiter.Waiting);

        // The first wait counts: a second one just fits, and a third one does not.
        _time.Advance(Second);
        await UntilWaitingAsync(requests: 2);
        Assert.False(waiting.IsCompleted);

        _permits.Next = PermitDecision.Wait(TimeSpan.FromMilliseconds(50));
        _time.Advance(Second);
        Assert.Equal((false, TimeSpan.FromMilliseconds(50)), await OutcomeAsync(waiting));
        Assert.Equal([TimeSpan.Zero, Second, 2 * Second], _permits.Requests.Select(request => request.Waited));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(50, 100)]
    [InlineData(3_000, 3_000)]
    public async Task AcquireAsync_AnotherCallersDecisionTakesLong_IsDeniedAfterTheMaxWait(int maxWait, int deniedAfter)
    {
        _permits.HoldDecisions();
        _ = Acquire();
        var waiting = Acquire(maxWait: TimeSpan.FromMilliseconds(maxWait));

        _time.Advance(TimeSpan.FromMilliseconds(deniedAfter) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((false, TimeSpan.Zero), await OutcomeAsync(waiting));
    }

    [Fact]
    public async Task AcquireAsync_AfterAWait_HasOnlyTheRestOfTheMaxWait()
    {
        var decisions = _permits.HoldDecisions();
        var waiting = Acquire(maxWait: 3 * Second);
        decisions.Enqueue(PermitDecision.Wait(2 * Second));
        await UntilWaitingAsync(requests: 1);
        _time.Advance(2 * Second);
        await Eventually.HoldsAsync(() => _permits.Requests.Count == 2);
        decisions.Enqueue(PermitDecision.Wait(Second / 2));
        await UntilWaitingAsync(requests: 2);

        // The decision about another caller does not come.
        _ = Acquire(reserve: new QuotaReserve(10, 0));
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((false, TimeSpan.Zero), await OutcomeAsync(waiting));
    }

    [Fact]
    public async Task AcquireAsync_NeverWaitsWhileItsLaneIsClosed_IsDeniedWithTheWait()
    {
        _permits.Next = PermitDecision.Wait(Second);
        _ = Acquire(RequestPriority.Background);
        await Eventually.HoldsAsync(() => _limiter.Waiting == 1);
        _permits.Next = PermitDecision.Wait(2 * Second);
        _ = Acquire();
        await Eventually.HoldsAsync(() => _limiter.Waiting == 2);

        // The first lane to open is that of the background. That of the foreground opens later.
        var refused = Acquire(maxWait: Second);
        Assert.True(refused.IsCompleted);
        Assert.Equal((false, Second), await OutcomeAsync(refused));
        Assert.Equal(2, _permits.Requests.Count);
        Assert.True(_limiter.IsWithin(TimeSpan.Zero));
    }

    [Fact]
    public async Task AcquireAsync_LaneWithoutCallersOpensEarlier_IsDeniedWithTheWaitOfTheOthers()
    {
        _permits.Next = PermitDecision.Wait(Second);
        Assert.False((await Acquire(RequestPriority.Background, maxWait: Second / 2)).IsGranted);
        _permits.Next = PermitDecision.Wait(2 * Second);
        _ = Acquire();

        var refused = Acquire(maxWait: Second);

        Assert.True(refused.IsCompleted);
        Assert.Equal((false, 2 * Second), await OutcomeAsync(refused));
    }

    [Fact]
    public async Task AcquireAsync_After429_WaitsBeforeItAsks()
    {
        var headers = new RateLimitHeaders(150, 0, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
        _limiter.Refused(await Acquire(), headers, TimeSpan.FromMinutes(1));
        Assert.False(_limiter.IsWithin(TimeSpan.FromSeconds(4)));
        Assert.True(_limiter.IsWithin(TimeSpan.FromSeconds(5)));
        var refused = Acquire(maxWait: TimeSpan.FromSeconds(4));
        Assert.True(refused.IsCompleted);
        Assert.Equal((false, TimeSpan.FromSeconds(5)), await OutcomeAsync(refused));

        var waiting = Acquire();
        Assert.Single(_permits.Requests);

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await waiting).IsGranted);
    }

    [Fact]
    public async Task Refused_RequestSentBeforeAnEarlier429_ReportsNoNegativeWait()
    {
        var first = await Acquire();
        var second = await Acquire();
        _time.Advance(TimeSpan.FromTicks(1));
        _limiter.Refused(first, default, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(10));

        _limiter.Refused(second, default, TimeSpan.FromMinutes(1));

        Assert.Equal([Second, TimeSpan.Zero], _permits.Results.Select(result => result.RefusedFor));
    }

    [Fact]
    public void TryAcquire_Shared_ReturnsNull() => Assert.Null(_limiter.TryAcquire(default));

    [Fact]
    public async Task AcquireAsync_Unavailable_GoesOnWithTheHeaders()
    {
        _permits.Next = PermitDecision.Unavailable();
        for (var i = 0; i < RateWindow.RequestsBeforeFirstResponse; i++)
        {
            Assert.True((await Acquire()).IsGranted);
        }

        var late = Acquire();
        Assert.False(late.IsCompleted);
        Assert.Equal(RateWindow.RequestsBeforeFirstResponse, _permits.Requests.Count);
    }

    [Fact]
    public async Task AcquireAsync_UnavailableWithAShare_TakesNoMoreThanTheShareUntilTheWindowTurns()
    {
        Answer(await Acquire(), remaining: 100, reset: TimeSpan.FromSeconds(10));
        _permits.Next = PermitDecision.Unavailable(share: 3);
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await Acquire()).IsGranted);
        }

        var late = Acquire();
        Assert.False(late.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True((await late).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_UnavailableWithNoShareLeft_GivesThePermitBack()
    {
        Answer(await Acquire(), remaining: 100, reset: TimeSpan.FromSeconds(10));
        _permits.Results.Clear();
        _permits.Next = PermitDecision.Unavailable(share: 0);

        var late = Acquire();
        await Eventually.HoldsAsync(() => _limiter.Waiting == 1);

        Assert.Equal([PermitEnd.NotSent], _permits.Results.Select(result => result.End));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True((await late).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_AvailableAgain_IsDecidedThereAgain()
    {
        _permits.Next = PermitDecision.Unavailable();
        Assert.True((await Acquire()).IsGranted);
        _permits.Next = PermitDecision.Granted;

        for (var i = 0; i < 20; i++)
        {
            Assert.True((await Acquire()).IsGranted);
        }
    }

    [Fact]
    public async Task AcquireAsync_CancelledWhileAsking_LetsTheNextAsk()
    {
        var decisions = _permits.HoldDecisions();
        using var cancellation = new CancellationTokenSource();
        var cancelled = Acquire(cancellationToken: cancellation.Token);
        var next = Acquire();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        decisions.Enqueue(PermitDecision.Granted);
        Assert.True((await next).IsGranted);
        Assert.Equal(1, _limiter.InFlight);
    }

    [Fact]
    public async Task Complete_EveryEnd_IsReportedOnce()
    {
        var permits = new List<QuotaPermit>();
        for (var i = 0; i < 5; i++)
        {
            permits.Add(await Acquire());
        }

        _time.Advance(Second);
        var headers = new RateLimitHeaders(150, 149, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), null);
        _limiter.Responded(permits[0], headers, isSuccess: true);
        _limiter.Responded(permits[1], default, isSuccess: false);
        _limiter.Lost();
        _limiter.NotSent();
        _limiter.Refused(permits[4], headers with { Remaining = 0 }, TimeSpan.FromMinutes(1));

        Assert.Equal(
            [
                new PermitResult { End = PermitEnd.Succeeded, Elapsed = Second, Limit = 150, Remaining = 149, Window = TimeSpan.FromSeconds(30), Reset = TimeSpan.FromSeconds(20) },
                new PermitResult { End = PermitEnd.Failed, Elapsed = Second },
                new PermitResult { End = PermitEnd.Lost },
                new PermitResult { End = PermitEnd.NotSent },
                new PermitResult { End = PermitEnd.Refused, Elapsed = Second, Limit = 150, Remaining = 0, Window = TimeSpan.FromSeconds(30), Reset = TimeSpan.FromSeconds(20), RefusedFor = TimeSpan.FromSeconds(20) },
            ],
            _permits.Results);
    }

    [Fact]
    public async Task Client_WithCoordinator_AsksItForEachRequest()
    {
        using var stub = new StubHandler();
        var coordinator = new FakeCoordinator(_permits);
        using var client = new BigCommerceInventoryClient("abc123", "token", settings: new BigCommerceInventoryClientSettings
        {
            HttpHandler = stub.Respond("""{"data":[],"meta":{}}""").Respond("""{"data":[],"meta":{}}"""),
            TimeProvider = _time,
            RateLimitCoordinator = coordinator,
        });

        await client.Items.ListAsync();
        await client.Items.ListAsync();

        Assert.Equal(["https://api.bigcommerce.com/stores/abc123/v3"], coordinator.Stores);
        Assert.Equal(2, _permits.Requests.Count);
        Assert.All(_permits.Results, result => Assert.Equal(PermitEnd.Succeeded, result.End));
    }

    private Task<QuotaPermit> Acquire(
        RequestPriority priority = RequestPriority.Foreground, QuotaReserve reserve = default, TimeSpan? maxWait = null, CancellationToken cancellationToken = default) =>
        _limiter.AcquireAsync(new QuotaRequest(_limiter.NextTicket(), priority, reserve, maxWait ?? Timeout.InfiniteTimeSpan), cancellationToken).AsTask();

    private void Answer(QuotaPermit permit, long remaining, TimeSpan reset) =>
        _limiter.Responded(permit, new RateLimitHeaders(150, remaining, TimeSpan.FromSeconds(30), reset, null), isSuccess: true);

    private static async Task<(bool IsGranted, TimeSpan RetryAfter)> OutcomeAsync(Task<QuotaPermit> permit)
    {
        var (grantedAt, retryAfter) = await permit;
        return (grantedAt is not null, retryAfter);
    }

    /// <summary>Waits until one caller waits for its turn after that number of requests for permits.</summary>
    private async Task UntilWaitingAsync(int requests)
    {
        await Eventually.HoldsAsync(() => _permits.Requests.Count == requests && _limiter.Waiting == 1);

        // The limiter holds its lock until the timers are set, and the quota needs the lock.
        _ = _limiter.Quota;
    }

    private sealed class FakeCoordinator(FakePermits permits) : IRateLimitCoordinator
    {
        public List<string> Stores { get; } = [];

        public IStorePermits ForStore(Uri store, TimeProvider time)
        {
            Stores.Add(store.AbsoluteUri);
            return permits;
        }
    }

    private sealed class FakePermits : IStorePermits
    {
        private DecisionQueue? _held;

        public PermitDecision Next { get; set; } = PermitDecision.Granted;

        public List<PermitRequest> Requests { get; } = [];

        public List<PermitResult> Results { get; } = [];

        public DecisionQueue HoldDecisions() => _held = new DecisionQueue();

        public async ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            return _held is null ? Next : await _held.DequeueAsync(cancellationToken);
        }

        public void Complete(PermitResult result) => Results.Add(result);
    }

    private sealed class DecisionQueue
    {
        private readonly Channel<PermitDecision> _decisions = Channel.CreateUnbounded<PermitDecision>();

        public void Enqueue(PermitDecision decision) => Assert.True(_decisions.Writer.TryWrite(decision));

        public ValueTask<PermitDecision> DequeueAsync(CancellationToken cancellationToken) => _decisions.Reader.ReadAsync(cancellationToken);
    }
}
