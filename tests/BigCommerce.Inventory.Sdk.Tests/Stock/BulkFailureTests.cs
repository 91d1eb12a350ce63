using System.Diagnostics.Metrics;
using System.Net;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Adjustments;

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
    public async Task A_failed_request_leaves_its_rows_with_the_fate_that_fits(string failure, string expected)
    {
        var fates = new List<string>();
        foreach (var isRelative in (bool[])[false, true])
        {
            var store = new FakeStore { Before = number => number == 1 ? throw Failure(failure) : Task.CompletedTask };
            BulkAdjustmentReport report;
            try
            {
                report = await RunAsync(store, isRelative, new BulkOptions { MaxRowsPerRequest = 2, TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true } });
            }
            catch (BulkRunException exception)
            {
                report = exception.Report;
            }

            fates.Add(FormattableString.Invariant($"{report.Applied}/{report.Unknown}/{report.NotSent}"));
        }

        Assert.Equal(expected, string.Join(' ', fates));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task What_can_be_about_single_rows_is_taken_apart(int status)
    {
        _store.Before = number => _store.Requests[^1].Any(row => row.Item == ItemKey.Variant(3))
            ? throw new BigCommerceApiException(new ApiError { StatusCode = (HttpStatusCode)status, Title = "No" })
            : Task.CompletedTask;

        var report = await RunAsync(_store, isRelative: false);

        Assert.Equal((5, 1), (report.Applied, report.Rejected));
        Assert.Equal((2, "No", (HttpStatusCode)status), (report.Rejections[0].Row.Index, report.Rejections[0].Message, report.Rejections[0].StatusCode!.Value));
    }

    [Theory]

    // The rows may have been taken before, whatever a later response says about them.
    [InlineData(422, 2, 0, 0)]
    [InlineData(409, 2, 0, 0)]
    [InlineData(400, 2, 0, 0)]

    // Ends the run, so the halves of the request that was refused are not sent any more.
    [InlineData(423, 2, 0, 0)]
    public async Task A_refusal_after_a_lost_answer_says_nothing_about_what_was_done(int status, int unknown, int rejected, int notSent)
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

        BulkAdjustmentReport report;
        try
        {
            report = await client.Adjustments.SetAsync([new(1, ItemKey.Sku("A"), 5), new(1, ItemKey.Sku("B"), 6)], new BulkOptions { TimeProvider = time });
        }
        catch (BulkRunException exception)
        {
            report = exception.Report;
        }

        Assert.Equal((unknown, rejected, notSent), ((int)report.Unknown, (int)report.Rejected, (int)report.NotSent));
        Assert.Equal((5, 6), (emulator.GetStore().GetOnHand(1, "A"), emulator.GetStore().GetOnHand(1, "B")));
    }

    [Fact]
    public async Task A_gateway_that_takes_only_small_bodies_is_asked_with_small_ones_from_then_on()
    {
        _store.Before = number => _store.Requests[^1].Count > 300
            ? throw new BigCommerceApiException(new ApiError { StatusCode = HttpStatusCode.RequestEntityTooLarge })
            : Task.CompletedTask;
        var rows = Enumerable.Range(1, 8000).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));

        var report = await _store.SetAsync(rows);

        Assert.Equal((8000, 3 + 32), (report.Applied, report.Requests));
    }

    [Fact]
    public async Task Requests_without_a_clear_answer_in_a_row_end_the_run()
    {
        _store.Before = _ => throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch);

        var exception = await Assert.ThrowsAsync<BulkRunException>(() => RunAsync(_store, isRelative: true, new BulkOptions { MaxRowsPerRequest = 1 }));

        Assert.Equal((3, 3), (exception.Report.Unknown, exception.Report.NotSent));
        Assert.IsType<BigCommerceEffectUnknownException>(exception.InnerException);
    }

    [Fact]
    public async Task A_clear_answer_starts_the_count_of_unclear_ones_anew()
    {
        _store.Before = number => number % 3 != 0 ? throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch) : Task.CompletedTask;

        var report = await RunAsync(_store, isRelative: true, new BulkOptions { MaxRowsPerRequest = 1 });

        Assert.Equal((2, 4), (report.Applied, report.Unknown));
        Assert.Equal([0L, 1, 3, 4], report.UnknownRows.Select(row => row.Index));
    }

    [Fact]
    public async Task Too_many_rejected_rows_end_the_run()
    {
        _store.BadLocations.Add(2);
        var rows = Enumerable.Range(1, 10).Select(i => new AbsoluteAdjustment(2, ItemKey.Variant(i), i)).Append(new AbsoluteAdjustment(3, ItemKey.Variant(1), 1));

        var exception = await Assert.ThrowsAsync<BulkRunException>(() => _store.SetAsync(rows, new BulkOptions { MaxRejectedRows = 9 }));

        Assert.Equal((10, 1), (exception.Report.Rejected, exception.Report.NotSent));
        Assert.Equal("More than 9 rows were rejected, the last one with: Location not found, identities: [2]", exception.InnerException!.Message);
    }

    [Fact]
    public async Task Input_that_cannot_be_read_ends_the_run_with_what_was_done()
    {
        static IEnumerable<AbsoluteAdjustment> Source()
        {
            for (var i = 1; i <= 5; i++)
            {
                yield return new AbsoluteAdjustment(1, ItemKey.Variant(i), i);
            }

            throw new IOException("Disk gone.");
        }

        var exception = await Assert.ThrowsAsync<BulkRunException>(() => _store.SetAsync(Source(), new BulkOptions { MaxRowsPerRequest = 2, MaxBufferedRows = 4 }));

        Assert.Equal((5, 4, 1), (exception.Report.Rows, exception.Report.Applied, exception.Report.NotSent));
        Assert.Equal("Disk gone.", exception.InnerException!.Message);
    }

    [Fact]
    public async Task Progress_that_throws_ends_the_run_with_what_was_done()
    {
        var exception = await Assert.ThrowsAsync<BulkRunException>(() => RunAsync(_store, isRelative: false, new BulkOptions { MaxRowsPerRequest = 4 }, new Reporter(_ => throw new IOException("Screen gone."))));

        Assert.Equal((4, 2), (exception.Report.Applied, exception.Report.NotSent));
    }

    [Fact]
    public async Task A_stream_tells_every_fate_and_then_why_it_ends()
    {
        _store.Before = number => number == 2 ? throw Failure("401") : Task.CompletedTask;
        var outcomes = new List<BulkRequestResult>();

        var exception = await Assert.ThrowsAsync<BulkRunException>(async () =>
        {
            await foreach (var outcome in _store.EnumerateSetAsync(Rows(), new BulkOptions { MaxRowsPerRequest = 2 }))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal(6, outcomes.Sum(outcome => outcome.Applied.Count + outcome.NotSent.Count));
        Assert.Equal((2, 4), (exception.Report.Applied, exception.Report.NotSent));
    }

    [Fact]
    public async Task Progress_is_told_after_every_request()
    {
        _store.BadItems.Add(ItemKey.Variant(2));
        var told = new List<BulkProgress>();

        await RunAsync(_store, isRelative: false, new BulkOptions { MaxRowsPerRequest = 3 }, new Reporter(told.Add));

        Assert.Equal([(0, 1, 1), (2, 1, 2), (5, 1, 3)], told.Select(progress => ((int)progress.Applied, (int)progress.Rejected, progress.Requests)));
        Assert.All(told, progress => Assert.Equal((6, 6), (progress.TotalRows, progress.RowsRead)));
        Assert.Equal(6, told[^1].Decided);
    }

    [Fact]
    public async Task A_run_carries_its_request_options_and_counts_attempts_beyond_the_first()
    {
        var told = new List<int>();
        var stub = new StubHandler()
            .Answer(HttpStatusCode.TooManyRequests, headers: ("X-Retry-After", "1"))
            .Answer(HttpStatusCode.BadGateway)
            .Answer("""{"transaction_id":"t-1"}""");
        using var client = stub.Client(new ManualTimeProvider { AdvanceWhenIdle = true }, storeHash: "bulk-" + stub.GetHashCode());
        var options = new BulkOptions { Request = new RequestOptions { CorrelationId = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), OnResponse = response => told.Add(response.AttemptCount) } };

        var report = await client.Adjustments.SetAsync(Rows(), options);

        Assert.Equal((6, 1, 2), (report.Applied, report.Requests, report.Retries));
        Assert.Equal([3], told);
        Assert.Equal(options.Request.CorrelationId, report.CorrelationId);
        Assert.All(stub.Sent, request => Assert.Equal("00000001-0002-0003-0405-060708090a0b", request.Headers["X-Correlation-Id"]));
    }

    [Fact]
    public async Task A_request_that_provably_never_went_out_is_not_in_doubt()
    {
        // The name cannot be resolved, so nothing was sent: for absolute runs too.
        var stub = new StubHandler();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            stub.Fail(new HttpRequestException(HttpRequestError.NameResolutionError, "No such host."));
        }

        using var client = stub.Client(new ManualTimeProvider { AdvanceWhenIdle = true }, storeHash: "bulk-" + stub.GetHashCode());

        var exception = await Assert.ThrowsAsync<BulkRunException>(() => client.Adjustments.SetAsync(Rows(), new BulkOptions { MaxOutageWait = TimeSpan.Zero }));

        Assert.Equal((0, 6), (exception.Report.Unknown, exception.Report.NotSent));
        Assert.IsType<BigCommerceConnectionException>(exception.InnerException);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_is_cancelled_while_it_waits_for_quota_was_not_sent(bool isRelative)
    {
        var stub = new StubHandler().Answer(HttpStatusCode.TooManyRequests, headers: ("X-Retry-After", "60"));
        using var client = stub.Client(new ManualTimeProvider(), storeHash: isRelative ? "waiting-1" : "waiting-2");
        using var cancellation = new CancellationTokenSource();
        var options = new BulkOptions { CancellationGrace = TimeSpan.Zero };
        var run = isRelative
            ? client.Adjustments.ChangeAsync([RelativeAdjustment.By(1, ItemKey.Variant(1), 1)], options, null, cancellation.Token)
            : client.Adjustments.SetAsync(Rows(), options, null, cancellation.Token);
        await Eventually(() => stub.Sent.Count == 1);

        await cancellation.CancelAsync();
        var report = await run;

        Assert.Equal((0, true), (report.Unknown, report.IsCancelled));
        Assert.Equal(report.Rows, report.NotSent);
    }

    [Fact]
    public async Task Rows_are_counted_by_their_fate()
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
                var key = $"{all["bigcommerce.bulk.kind"]} {all["bigcommerce.bulk.fate"]}";
                counted[key] = counted.GetValueOrDefault(key) + rows;
            }
        });
        listener.Start();

        await _store.TransferAsync([new StockTransfer(ItemKey.Variant(1), 1, 2, 3), new StockTransfer(ItemKey.Variant(1), 1, 1, 3)]);

        // Other tests run at the same time: transfers of theirs may be among them.
        Assert.True(counted["transfer applied"] >= 1 && counted["transfer rejected"] >= 1);
    }

    [Fact]
    public async Task The_lists_of_the_report_are_bounded_and_its_counts_are_not()
    {
        _store.BadLocations.Add(2);
        AbsoluteAdjustment[] rows = [.. Enumerable.Range(1, 30).Select(i => new AbsoluteAdjustment((i % 2) + 1, ItemKey.Variant(i), i)), .. Rows()];

        var report = await _store.SetAsync(rows, new BulkOptions { MaxReportedRows = 2, MaxRowsPerRequest = 4 });

        Assert.Equal((36, 15, 3), (report.Rows, report.Rejected, report.Duplicates));
        Assert.Equal((2, 2, 2), (report.Rejections.Count, report.DuplicateRows.Count, report.TransactionIds.Count));
    }

    private static Task<BulkAdjustmentReport> RunAsync(FakeStore store, bool isRelative, BulkOptions? options = null, IProgress<BulkProgress>? progress = null) => isRelative
        ? store.ChangeAsync(Enumerable.Range(1, 6).Select(i => RelativeAdjustment.By(1, ItemKey.Variant(i), 1)).ToList(), options, progress)
        : store.SetAsync(Rows(), options, progress);

    private static List<AbsoluteAdjustment> Rows() => [.. Enumerable.Range(1, 6).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i))];

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
        _ => new BigCommerceApiException(new ApiError { StatusCode = (HttpStatusCode)int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) }),
    };

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private sealed class Reporter(Action<BulkProgress> report) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => report(value);
    }
}
