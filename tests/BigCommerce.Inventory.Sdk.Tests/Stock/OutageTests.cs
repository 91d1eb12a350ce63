using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>A run pauses while the store takes no requests.</summary>
public class OutageTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly FakeStore _store = new();

    public static TheoryData<string> Outages => new("connection", "circuit", "quota");

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Adjust_StoreComesBackInTime_ContinuesWithTheSameRows(string kind)
    {
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(20);
        _store.Before = number => number > 1 && _time.GetUtcNow() < end ? throw Failure(kind) : Task.CompletedTask;
        var told = new List<BulkProgress>();

        var report = await _store.Bulk(_time).Adjust(Rows(6), Options() with { OnProgress = told.Add }).RunAsync();

        Assert.Equal((6, 0, 0), (report.AppliedCount, report.UnknownCount, report.NotSentCount));
        Assert.All(Enumerable.Range(1, 6), i => Assert.Equal(1, _store.Stock[(1, ItemKey.Variant(i))]));
        Assert.InRange(report.Elapsed, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(22));
        Assert.Contains(told, progress => progress.PausedUntil is { } until && until > ManualTimeProvider.DefaultStart);
        Assert.Null(told[^1].PausedUntil);
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Set_OutageOutlastsTheOption_EndsWithRowsNotSent(string kind)
    {
        _store.Before = number => number > 1 ? throw Failure(kind) : Task.CompletedTask;

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk(_time).Set(Counts(6), Options()).RunAsync());

        Assert.Equal(
            (2, 0, 0, 4),
            (exception.Report.AppliedCount, exception.Report.RejectedCount, exception.Report.UnknownCount, exception.Report.NotSentCount));
        Assert.Equal(TimeSpan.FromMinutes(30), exception.Report.Elapsed);
        Assert.Equal(Failure(kind).GetType(), exception.InnerException!.GetType());
    }

    [Fact]
    public void TryBegin_AgainAndAgain_DoublesTheWaitUpToAMinute()
    {
        var time = new ManualTimeProvider();
        var outage = new Outage(TimeSpan.FromMinutes(4), time);

        // The last wait is cut off at the 4 minutes of the option.
        Assert.Equal([5, 10, 20, 40, 60, 60, 45], Waits().ToList());
        outage.End();
        Assert.Equal([5, 10], Waits().Take(2).ToList());

        IEnumerable<double> Waits()
        {
            while (outage.TryBegin(retryAt: null))
            {
                var wait = outage.TakeWait();
                time.Advance(wait);
                yield return wait.TotalSeconds;
            }
        }
    }

    [Fact]
    public void TryBegin_OtherRequestsFailToo_KeepsTheFirstWait()
    {
        var time = new ManualTimeProvider();
        var outage = new Outage(TimeSpan.FromMinutes(30), time);

        Assert.True(outage.TryBegin(time.GetUtcNow() + TimeSpan.FromSeconds(42)));
        Assert.True(outage.TryBegin(time.GetUtcNow() + TimeSpan.FromSeconds(50)));
        Assert.Equal(TimeSpan.FromSeconds(42), outage.TakeWait());
        Assert.Equal(TimeSpan.Zero, outage.TakeWait());

        // A time that has come says nothing about the next attempt. The first wait counts although it was not used.
        Assert.True(outage.TryBegin(time.GetUtcNow()));
        Assert.Equal(TimeSpan.FromSeconds(10), outage.TakeWait());
        Assert.True(outage.TryBegin(retryAt: null));
        time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(TimeSpan.Zero, outage.TakeWait());
    }

    [Fact]
    public async Task Set_NoWaitAllowed_EndsAtOnce()
    {
        _store.Before = _ => throw Failure("connection");

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk(_time).Set(Counts(6), Options() with { MaxOutageWait = TimeSpan.Zero }).RunAsync());

        Assert.Equal((6, 1, TimeSpan.Zero), (exception.Report.NotSentCount, exception.Report.RequestCount, exception.Report.Elapsed));
    }

    [Fact]
    public async Task Set_CircuitSaysWhenItCloses_SendsThen()
    {
        var retryAt = _time.GetUtcNow() + TimeSpan.FromSeconds(42);
        _store.Before = number => number == 1 ? throw new BigCommerceCircuitOpenException("Open.", retryAt) : Task.CompletedTask;

        var report = await _store.Bulk(_time).Set(Counts(2), Options()).RunAsync();

        Assert.Equal((2, TimeSpan.FromSeconds(42)), (report.AppliedCount, report.Elapsed));
    }

    [Fact]
    public async Task Set_TwoShortOutages_CountApart()
    {
        // 25 minutes each, with an applied request between them.
        var start = _time.GetUtcNow();
        _store.Before = _ => _time.GetUtcNow() - start is var passed
            && (passed < TimeSpan.FromMinutes(25) || (_store.Stock.Count == 2 && passed < TimeSpan.FromMinutes(51)))
            ? throw Failure("connection")
            : Task.CompletedTask;

        var report = await _store.Bulk(_time).Set(Counts(6), Options()).RunAsync();

        Assert.Equal(6, report.AppliedCount);
    }

    [Fact]
    public async Task Set_CancelledInAPause_ReturnsItsReportAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var time = new ManualTimeProvider();
        _store.Before = _ => throw Failure("connection");

        var run = _store.Bulk(time)
            .Set(Counts(6), Options() with { OnProgress = _ => cancellation.CancelAfter(1) })
            .RunAsync(cancellation.Token);
        var report = await run;

        Assert.Equal((6, true), (report.NotSentCount, report.IsCanceled));
    }

    [Fact]
    public async Task Adjust_ConnectionLostAfterSending_IsNeverSentAgain()
    {
        _store.After = number => number == 1 ? throw new BigCommerceConnectionException("Reset.") : Task.CompletedTask;

        var report = await _store.Bulk(_time).Adjust(Rows(6), Options()).RunAsync();

        Assert.Equal((4, 2, 3), (report.AppliedCount, report.UnknownCount, report.RequestCount));
        Assert.All(Enumerable.Range(1, 6), i => Assert.Equal(1, _store.Stock[(1, ItemKey.Variant(i))]));
    }

    [Fact]
    public async Task Adjust_RejectedAfterAnUnknownAttempt_IsUnknownAndNotRetried()
    {
        _store.Before = number => number == 1
            ? throw new BigCommerceValidationException(
                new ApiError
                {
                    StatusCode = System.Net.HttpStatusCode.UnprocessableEntity,
                    Title = "No",
                })
            { Effect = RequestEffect.Unknown }
            : Task.CompletedTask;

        var report = await _store.Bulk(_time).Adjust(Rows(6), Options()).RunAsync();

        Assert.Equal((4, 2, 0, 3), (report.AppliedCount, report.UnknownCount, report.RejectedCount, report.RequestCount));
    }

    [Fact]
    public async Task Adjust_StoreRefusesConnectionsForAWhile_AppliesEveryRowOnce()
    {
        // Through the client: its retries are used up and its circuit opens before the store is there again.
        var emulator = new InventoryEmulator(new() { TimeProvider = _time });
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(15);
        for (var i = 1; i <= 40; i++)
        {
            emulator.GetStore().SetStock(1, emulator.GetStore().AddItem($"S-{i}", variantId: i), 10);
        }

        using var client = new BigCommerceInventoryClient(
            "demo",
            "any-token",
            settings: new()
            {
                HttpHandler = new RefusingHandler(emulator.CreateHandler(), () => _time.GetUtcNow() < end),
                TimeProvider = _time,
            });
        var rows = Enumerable.Range(1, 40).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), -1));

        var report = await client.Stock.Adjust(rows, Options() with { MaxRowsPerRequest = 10 }).RunAsync();

        Assert.Equal((40, 0, 0), (report.AppliedCount, report.UnknownCount, report.NotSentCount));
        Assert.All(emulator.GetStore().Items, item => Assert.Equal(9, emulator.GetStore().GetOnHand(1, item)));
        Assert.InRange(report.Elapsed, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(18));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task Set_QuotaWait_IsWithoutLimitUnlessTheCallerSetOne(int? seconds)
    {
        TimeSpan? limit = seconds is { } given ? TimeSpan.FromSeconds(given) : null;

        await _store.Bulk(_time).Set(Counts(2), Options() with { Request = new RequestOptions { MaxRateLimitWait = limit } }).RunAsync();

        Assert.Equal(limit ?? Timeout.InfiniteTimeSpan, Assert.Single(_store.Options)!.MaxRateLimitWait);
    }

    private static Exception Failure(string kind) => kind switch
    {
        "connection" => new BigCommerceConnectionException("Refused.") { Effect = RequestEffect.None },
        "circuit" => new BigCommerceCircuitOpenException("Open."),
        _ => new BigCommerceRateLimitException(new ApiError { StatusCode = System.Net.HttpStatusCode.TooManyRequests }),
    };

    private static BulkOptions Options() => new() { MaxRowsPerRequest = 2 };

    private static IEnumerable<RelativeAdjustment> Rows(int count) =>
        Enumerable.Range(1, count).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), 1));

    private static IEnumerable<AbsoluteAdjustment> Counts(int count) =>
        Enumerable.Range(1, count).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));

    private sealed class RefusingHandler(HttpMessageHandler inner, Func<bool> isOut) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => isOut()
            ? Task.FromException<HttpResponseMessage>(new HttpRequestException(
                HttpRequestError.ConnectionError,
                "Connection refused.",
                new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)))
            : base.SendAsync(request, cancellationToken);
    }
}
