using System.Diagnostics.Metrics;
using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Stock;

public class BulkFailureTests
{
    private readonly FakeStore _store = new();

    public static TheoryData<string, string> Endings => new()
    {
        // How the first of three requests fails, and what becomes of the rows: applied/unknown/not sent of absolute, of relative runs.
        { "OutcomeUnknown", "4/2/0 4/2/0" },
        { "Timeout", "4/2/0 4/2/0" },
        { "Connection", "4/2/0 4/2/0" },
        { "Response", "4/2/0 4/2/0" },
        { "500", "4/2/0 4/2/0" },
        { "502", "4/2/0 4/2/0" },
        { "503", "4/2/0 4/2/0" },
        { "504", "4/2/0 4/2/0" },
        { "408", "4/2/0 4/2/0" },
        { "499", "4/2/0 4/2/0" },

        // Nothing was handled, and the store takes no requests for now: the same rows are sent again after a pause.
        { "Refused", "6/0/0 6/0/0" },
        { "CircuitOpen", "6/0/0 6/0/0" },
        { "429", "6/0/0 6/0/0" },

        // The request is refused as a whole, or nothing can be sent any more.
        { "301", "0/2/4 0/2/4" },
        { "400", "0/0/6 0/0/6" },
        { "401", "0/0/6 0/0/6" },
        { "403", "0/0/6 0/0/6" },
        { "404", "0/0/6 0/0/6" },
        { "405", "0/0/6 0/0/6" },
        { "406", "0/0/6 0/0/6" },
        { "415", "0/0/6 0/0/6" },
        { "423", "0/0/6 0/0/6" },
        { "501", "0/0/6 0/0/6" },
        { "507", "0/0/6 0/0/6" },
        { "Disposed", "0/0/6 0/0/6" },
        { "Canceled", "0/2/4 0/2/4" },
        { "InvalidOperation", "0/2/4 0/2/4" },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Run_RequestFails_RowsGetTheMatchingOutcome(string failure, string expected)
    {
        var outcomes = new List<string>();
        foreach (var isRelative in (bool[])[false, true])
        {
            var store = new FakeStore { Before = number => number == 1 ? throw Failure(failure) : Task.CompletedTask };
            BulkReport report;
            try
            {
                report = await RunAsync(
                    store,
                    isRelative,
                    new BulkOptions { MaxRowsPerRequest = 2 },
                    new ManualTimeProvider { AdvanceWhenIdle = true });
            }
            catch (BulkRunException exception)
            {
                report = exception.Report;
            }

            outcomes.Add(FormattableString.Invariant($"{report.AppliedCount}/{report.UnknownCount}/{report.NotSentCount}"));
        }

        Assert.Equal(expected, string.Join(' ', outcomes));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Set_RequestRejectedForSomeRows_IsolatesThem(int status)
    {
        _store.Before = number => _store.Requests[^1].Any(row => row.Item == ItemKey.Variant(3))
            ? throw new BigCommerceApiException(new ApiError { StatusCode = (HttpStatusCode)status, Title = "No" })
            : Task.CompletedTask;

        var report = await _store.Bulk().Set(Rows()).RunAsync();

        Assert.Equal((5, 1), (report.AppliedCount, report.RejectedCount));
        Assert.Equal(
            (2, "No", (HttpStatusCode)status),
            (report.RejectedRows[0].Row.Index, report.RejectedRows[0].Message, report.RejectedRows[0].StatusCode!.Value));
    }

    [Theory]

    // The rows may have been taken before, whatever a later response says about them.
    [InlineData(422, 2, 0, 0)]
    [InlineData(409, 2, 0, 0)]
    [InlineData(400, 2, 0, 0)]

    // Ends the run, so the halves of the request that was refused are not sent any more.
    [InlineData(423, 2, 0, 0)]
    public async Task Run_RejectedAfterALostResponse_ReportsUnknown(int status, int unknown, int rejected, int notSent)
    {
        var time = new ManualTimeProvider { AdvanceWhenIdle = true };
        var emulator = new InventoryEmulator(new() { TimeProvider = time });
        emulator.GetStore().AddItem("A");
        emulator.GetStore().AddItem("B");
        emulator.Faults = new FaultPlan()
            .Add(Fault.ConnectionReset().AfterEffect())
            .Add(Fault.StatusCode(status == 423 ? 409 : status))
            .Add(Fault.StatusCode(status), times: int.MaxValue);
        using var client = emulator.CreateClient();

        BulkReport report;
        try
        {
            report = await client.Stock.Set([new(1, ItemKey.Sku("A"), 5), new(1, ItemKey.Sku("B"), 6)]).RunAsync();
        }
        catch (BulkRunException exception)
        {
            report = exception.Report;
        }

        Assert.Equal((unknown, rejected, notSent), ((int)report.UnknownCount, (int)report.RejectedCount, (int)report.NotSentCount));
        Assert.Equal((5, 6), (emulator.GetStore().GetOnHand(1, "A"), emulator.GetStore().GetOnHand(1, "B")));
    }

    [Fact]
    public async Task Set_PayloadTooLarge_SendsSmallerRequestsFromThenOn()
    {
        _store.Before = number => _store.Requests[^1].Count > 300
            ? throw new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge })
            : Task.CompletedTask;
        var rows = Enumerable.Range(1, 8000).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((8000, 3 + 32), (report.AppliedCount, report.RequestCount));
    }

    [Fact]
    public async Task Transfer_PayloadOfOneTransferTooLarge_SendsTheOthersWhole()
    {
        _store.Before = _ => _store.Requests.Count == 1
            ? throw new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge })
            : Task.CompletedTask;
        var transfers = Enumerable.Range(1, 3).Select(i => new StockTransfer(1, 2, ItemKey.Variant(i), 1));

        var report = await _store.Bulk().Transfer(transfers, new BulkOptions { MaxRowsPerRequest = 2 }).RunAsync();

        Assert.Equal((2, 1, 3), (report.AppliedCount, report.RejectedCount, report.RequestCount));
        Assert.Equal([2, 2, 2], _store.Requests.Select(request => request.Count));
    }

    [Fact]
    public async Task Set_OneRowTooLarge_DoesNotSendSmallerRequests()
    {
        _store.Before = number => number switch
        {
            1 => throw FakeStore.Refusal("Unprocessable"),
            2 => throw new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge }),
            _ => Task.CompletedTask,
        };

        var report = await _store.Bulk().Set(Rows(), new BulkOptions { MaxRowsPerRequest = 2 }).RunAsync();

        Assert.Equal((5, 1), (report.AppliedCount, report.RejectedCount));
        Assert.Equal([2, 1, 1, 2, 2], _store.Requests.Select(request => request.Count));
    }

    [Fact]
    public async Task Set_RejectedAfterALostResponse_SendsTheGoodRowsAgain()
    {
        _store.Before = _ => _store.Requests[^1].Any(row => row.Item == ItemKey.Variant(2))
            ? throw InDoubt("No")
            : Task.CompletedTask;

        var report = await _store.Bulk().Set(Rows()).RunAsync();

        Assert.Equal((5, 1), (report.AppliedCount, report.UnknownCount));
        Assert.Equal(1, report.UnknownRows[0].Row.Index);
    }

    [Fact]
    public async Task Set_RunEndsAfterALostResponse_GivesTheCauseOfTheDoubt()
    {
        _store.Before = number => throw (number == 1 ? InDoubt("Seen before") : Failure("401"));

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => _store.Bulk().Set(Rows()).RunAsync());

        Assert.Equal((6, 2), (exception.Report.UnknownCount, exception.Report.RequestCount));
        Assert.All(exception.Report.UnknownRows, unknown => Assert.Contains("Seen before", unknown.Cause, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Adjust_SeveralUnclearResponsesInARow_EndsTheRun()
    {
        _store.Before = _ => throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch);

        var exception = await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(
            () => RunAsync(_store, isRelative: true, new BulkOptions { MaxRowsPerRequest = 1 }));

        Assert.Equal((3, 3), (exception.Report.UnknownCount, exception.Report.NotSentCount));
        Assert.IsType<BigCommerceEffectUnknownException>(exception.InnerException);
    }

    [Fact]
    public async Task Adjust_ClearResponseBetween_ResetsTheCountOfUnclearOnes()
    {
        _store.Before = number => number % 3 != 0
            ? throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch)
            : Task.CompletedTask;

        var report = Assert.IsType<BulkReport<RelativeAdjustment>>(
            await RunAsync(_store, isRelative: true, new BulkOptions { MaxRowsPerRequest = 1 }));

        Assert.Equal((2, 4), (report.AppliedCount, report.UnknownCount));
        Assert.Equal(
            [(0L, "Lost."), (1, "Lost."), (3, "Lost."), (4, "Lost.")],
            report.UnknownRows.Select(unknown => (unknown.Row.Index, unknown.Cause)));
    }

    [Fact]
    public async Task Set_TooManyRejectedRows_EndsTheRun()
    {
        _store.BadLocations.Add(2);
        var rows = Enumerable.Range(1, 10)
            .Select(i => new AbsoluteAdjustment(2, ItemKey.Variant(i), i))
            .Append(new AbsoluteAdjustment(3, ItemKey.Variant(1), 1));

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(rows, new BulkOptions { MaxRejectedRows = 9 }).RunAsync());

        Assert.Equal((10, 1), (exception.Report.RejectedCount, exception.Report.NotSentCount));
        Assert.Equal(
            "More than 9 rows were rejected. The last message is: Location not found, identities: [2]",
            exception.InnerException!.Message);
    }

    [Fact]
    public async Task Set_AsManyRejectedRowsAsAllowed_SendsTheOthers()
    {
        _store.BadLocations.Add(2);
        AbsoluteAdjustment[] rows = [new(2, ItemKey.Variant(1), 1), new(2, ItemKey.Variant(2), 1), new(3, ItemKey.Variant(1), 1)];

        var report = await _store.Bulk().Set(rows, new BulkOptions { MaxRejectedRows = 2 }).RunAsync();

        Assert.Equal((1, 2), (report.AppliedCount, report.RejectedCount));
    }

    [Fact]
    public async Task Set_InputThrows_EndsWithTheReport()
    {
        static IEnumerable<AbsoluteAdjustment> Source()
        {
            for (var i = 1; i <= 5; i++)
            {
                yield return new AbsoluteAdjustment(1, ItemKey.Variant(i), i);
            }

            throw new IOException("Disk gone.");
        }

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Source(), new BulkOptions { MaxRowsPerRequest = 2, MaxBufferedRows = 4 }).RunAsync());

        Assert.Equal((5, 4, 1), (exception.Report.RowCount, exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.Equal("Disk gone.", exception.InnerException!.Message);
    }

    [Fact]
    public async Task Set_ProgressThrows_EndsWithTheReport()
    {
        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => RunAsync(
                _store,
                isRelative: false,
                new BulkOptions { MaxRowsPerRequest = 4, OnProgress = _ => throw new IOException("Screen gone.") }));

        Assert.Equal((4, 2), (exception.Report.AppliedCount, exception.Report.NotSentCount));
    }

    [Fact]
    public async Task SetStream_RunFails_ReturnsEveryOutcomeThenThrows()
    {
        _store.Before = number => number == 2 ? throw Failure("401") : Task.CompletedTask;
        var outcomes = new List<BulkRequestResult<AbsoluteAdjustment>>();

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(async () =>
        {
            await foreach (var outcome in _store.Bulk().Set(Rows(), new BulkOptions { MaxRowsPerRequest = 2 }).EnumerateAsync())
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal(6, outcomes.Sum(outcome => outcome.AppliedRows.Count + outcome.NotSentRows.Count));
        Assert.Equal((2, 4), (exception.Report.AppliedCount, exception.Report.NotSentCount));
    }

    [Fact]
    public async Task Progress_EveryRequest_IsReported()
    {
        _store.BadItems.Add(ItemKey.Variant(2));
        var told = new List<BulkProgress>();

        await RunAsync(_store, isRelative: false, new BulkOptions { MaxRowsPerRequest = 3, OnProgress = told.Add });

        Assert.Equal(
            [(0, 1, 1), (2, 1, 2), (5, 1, 3)],
            told.Select(progress => ((int)progress.AppliedCount, (int)progress.RejectedCount, progress.RequestCount)));
        Assert.All(told, progress => Assert.Equal((6, 6), (progress.RowCount, progress.ReadCount)));
        Assert.Equal(6, told[^1].DecidedCount);
    }

    [Fact]
    public async Task Run_RequestOptions_AreUsedAndRetriesCounted()
    {
        var told = new List<int>();
        var stub = new StubHandler()
            .Respond(HttpStatusCode.TooManyRequests, headers: ("X-Retry-After", "1"))
            .Respond(HttpStatusCode.BadGateway)
            .Respond("""{"transaction_id":"t-1"}""");
        using var client = stub.Client(new ManualTimeProvider { AdvanceWhenIdle = true }, storeHash: "bulk-" + stub.GetHashCode());
        var options = new BulkOptions
        {
            Request = new RequestOptions
            {
                CorrelationId = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                OnResponse = response => told.Add(response.AttemptCount),
            },
        };

        var report = await client.Stock.Set(Rows(), options).RunAsync();

        Assert.Equal((6, 1, 2), (report.AppliedCount, report.RequestCount, report.RetryCount));
        Assert.Equal([3], told);
        Assert.Equal(options.Request.CorrelationId, report.CorrelationId);
        Assert.All(stub.Sent, request => Assert.Equal("00000001-0002-0003-0405-060708090a0b", request.Headers["X-Correlation-Id"]));
    }

    [Fact]
    public async Task Set_RequestNeverSent_IsNotUnknown()
    {
        // The name cannot be resolved, so nothing was sent: for absolute runs too.
        var stub = new StubHandler();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            stub.Fail(new HttpRequestException(HttpRequestError.NameResolutionError, "No such host."));
        }

        using var client = stub.Client(new ManualTimeProvider { AdvanceWhenIdle = true }, storeHash: "bulk-" + stub.GetHashCode());

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => client.Stock.Set(Rows(), new BulkOptions { MaxOutageWait = TimeSpan.Zero }).RunAsync());

        Assert.Equal((0, 6), (exception.Report.UnknownCount, exception.Report.NotSentCount));
        Assert.IsType<BigCommerceConnectionException>(exception.InnerException);
    }

    [Fact]
    public async Task Set_ClientIsDisposed_CountsNoRequest()
    {
        using var client = new StubHandler().Client(storeHash: "disposed-bulk");
        client.Dispose();

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => client.Stock.Set(Rows()).RunAsync());

        Assert.Equal((6, 0), (exception.Report.NotSentCount, exception.Report.RequestCount));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CancelledWhileWaitingForQuota_ReportsNotSent(bool isRelative)
    {
        var stub = new StubHandler().Respond(HttpStatusCode.TooManyRequests, headers: ("X-Retry-After", "60"));
        using var client = stub.Client(new ManualTimeProvider(), storeHash: isRelative ? "waiting-1" : "waiting-2");
        using var cancellation = new CancellationTokenSource();
        var options = new BulkOptions { CancellationGrace = TimeSpan.Zero };
        var run = RunAsync();
        await Eventually(() => stub.Sent.Count == 1);

        await cancellation.CancelAsync();
        var report = await run;

        Assert.Equal((0, true), (report.UnknownCount, report.IsCanceled));
        Assert.Equal(report.RowCount, report.NotSentCount);

        async Task<BulkReport> RunAsync() => isRelative
            ? await client.Stock.Adjust([new RelativeAdjustment(1, ItemKey.Variant(1), 1)], options).RunAsync(cancellation.Token)
            : await client.Stock.Set(Rows(), options).RunAsync(cancellation.Token);
    }

    [Fact]
    public async Task RowMetrics_EveryOutcome_AreCounted()
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "bigcommerce.inventory.bulk.rows")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, rows, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
            lock (counted)
            {
                var key = $"{all["bigcommerce.bulk.kind"]} {all["bigcommerce.bulk.outcome"]}";
                counted[key] = counted.GetValueOrDefault(key) + rows;
            }
        });
        listener.Start();

        await _store.Bulk()
            .Transfer([new StockTransfer(1, 2, ItemKey.Variant(1), 3), new StockTransfer(1, 1, ItemKey.Variant(1), 3)])
            .RunAsync();

        // Other tests run at the same time: transfers of theirs may be among them.
        Assert.True(counted["transfer applied"] >= 1 && counted["transfer rejected"] >= 1);
    }

    [Fact]
    public async Task Report_ManyRows_BoundsListsButNotCounts()
    {
        _store.BadLocations.Add(2);
        AbsoluteAdjustment[] rows =
        [
            .. Enumerable.Range(1, 30).Select(i => new AbsoluteAdjustment((i % 2) + 1, ItemKey.Variant(i), i)),
            .. Rows(),
        ];

        var report = await _store.Bulk().Set(rows, new BulkOptions { MaxReportedRows = 2, MaxRowsPerRequest = 4 }).RunAsync();

        Assert.Equal((36, 15, 3), (report.RowCount, report.RejectedCount, report.MergedCount));
        Assert.Equal((2, 2, 2), (report.RejectedRows.Count, report.MergedRows.Count, report.TransactionIds.Count));
    }

    private static async Task<BulkReport> RunAsync(
        FakeStore store,
        bool isRelative,
        BulkOptions? options = null,
        TimeProvider? time = null) => isRelative
        ? await store.Bulk(time)
            .Adjust(Enumerable.Range(1, 6).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), 1)).ToList(), options)
            .RunAsync()
        : await store.Bulk(time).Set(Rows(), options).RunAsync();

    private static List<AbsoluteAdjustment> Rows() =>
        [.. Enumerable.Range(1, 6).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i))];

    /// <summary>The rejection of a second attempt, after a first one whose response was lost.</summary>
    private static BigCommerceValidationException InDoubt(string title) =>
        new(new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity, Title = title }) { Effect = RequestEffect.Unknown };

    private static Exception Failure(string name) => name switch
    {
        "OutcomeUnknown" => new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch),
        "Timeout" => new BigCommerceTimeoutException("Late."),
        "Connection" => new BigCommerceConnectionException("Refused."),
        "Response" => new BigCommerceInvalidResponseException(new ApiError { StatusCode = HttpStatusCode.OK }),
        "InvalidOperation" => new InvalidOperationException("Odd."),
        "Refused" => new BigCommerceConnectionException("Refused.") { Effect = RequestEffect.None },
        "CircuitOpen" => new BigCommerceCircuitOpenException("Open."),
        "Disposed" => new BigCommerceCanceledException("Disposed.", RequestEffect.None),
        "Canceled" => new BigCommerceCanceledException("Disposed.", RequestEffect.Unknown),
        "429" => new BigCommerceRateLimitException(new ApiError { StatusCode = HttpStatusCode.TooManyRequests }),
        _ => new BigCommerceApiException(
            new ApiError { StatusCode = (HttpStatusCode)int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) }),
    };

    private static Task Eventually(Func<bool> condition) => Support.Eventually.HoldsAsync(condition);
}
