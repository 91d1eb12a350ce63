using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory.Tests.Stock;

public class BulkJournalTests
{
    private readonly FakeStore _store = new();
    private readonly MemoryJournal _journal = new();

    [Fact]
    public async Task Adjust_SameInputAgain_SendsNothingAndReportsTheSame()
    {
        _store.BadItems.Add(ItemKey.Variant(3));
        var first = await _store.Bulk().Adjust(Changes(10), Options()).RunAsync();
        var requests = _store.Requests.Count;
        string[] lines = [.. _journal.Lines];

        var second = await _store.Bulk().Adjust(Changes(10), Options()).RunAsync();

        Assert.Equal(lines, _journal.Lines);
        Assert.Equal(requests, _store.Requests.Count);
        Assert.Equal(
            (10, 9, 1, 10, 0),
            (second.RowCount, second.AppliedCount, second.RejectedCount, second.FromJournalCount, second.RequestCount));
        Assert.Equal(first.RejectedRows, second.RejectedRows);
        Assert.Equal(0, first.FromJournalCount);
    }

    [Fact]
    public async Task Adjust_RowsNotSentBefore_SendsThem()
    {
        _store.Before = number => number == 2
            ? throw new BigCommerceAuthenticationException(new ApiError { StatusCode = System.Net.HttpStatusCode.Unauthorized })
            : Task.CompletedTask;
        await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(() => _store.Bulk().Adjust(Changes(10), Options()).RunAsync());

        var report = await _store.Bulk().Adjust(Changes(10), Options()).RunAsync();

        Assert.Equal((10, 10, 4), (report.RowCount, report.AppliedCount, report.FromJournalCount));
        Assert.All(Enumerable.Range(1, 10), item => Assert.Equal(1, _store.Stock[(1, ItemKey.Variant(item))]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Adjust_StreamAbandonedAfterAnyResult_IsResumedWithoutApplyingARowTwice(int concurrency)
    {
        for (var taken = 0; taken <= 10; taken++)
        {
            var store = new FakeStore { Before = _ => Task.CompletedTask };
            var journal = new MemoryJournal();
            var options = new BulkOptions
            {
                MaxRowsPerRequest = 1,
                MaxBufferedRows = 3,
                MaxConcurrency = concurrency,
                Journal = journal,
            };
            await foreach (var result in store.Bulk().Adjust(Changes(10), options).EnumerateAsync().Take(taken))
            {
                Assert.Single(result.AppliedRows);
            }

            var report = await store.Bulk().Adjust(Changes(10), options with { Journal = new MemoryJournal(journal.Lines) }).RunAsync();

            Assert.True(report.FromJournalCount >= taken);
            Assert.Same(report, report.EnsureAllApplied());
            Assert.All(Enumerable.Range(1, 10), item => Assert.Equal(1, store.Stock[(1, ItemKey.Variant(item))]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Adjust_CancelledAtAnyPoint_DecidesEveryRowAndIsResumedExactly(int concurrency)
    {
        IEnumerable<RelativeAdjustment> Rows() =>
            Enumerable.Range(1, 20).Select(i => new RelativeAdjustment(1 + (i % 2), ItemKey.Variant(i), 1) { Tag = $"line {i}" });

        var isComplete = false;
        for (var point = 1; !isComplete; point++)
        {
            using var cancellation = new CancellationTokenSource();
            var passed = 0;
            Task Pass(int request) => ++passed == point ? cancellation.CancelAsync() : Task.CompletedTask;

            var store = new FakeStore { NamesBadRows = false, Before = Pass, After = Pass };
            store.BadItems.UnionWith([ItemKey.Variant(7), ItemKey.Variant(12)]);
            var journal = new MemoryJournal();
            var options = new BulkOptions
            {
                MaxRowsPerRequest = 4,
                MaxBufferedRows = 8,
                MaxConcurrency = concurrency,
                Journal = journal,
            };

            var first = await store.Bulk().Adjust(Rows(), options).RunAsync(cancellation.Token);
            isComplete = passed < point;
            Assert.Equal(first.RowCount, first.AppliedCount + first.RejectedCount + first.NotSentCount);
            Assert.Equal((!isComplete, 0), (first.IsCanceled, first.UnknownCount));
            Assert.All(first.NotSentRows, row => Assert.DoesNotContain((row.LocationId, row.Item), store.Stock.Keys));

            store.Before = store.After = null;
            var second = await store.Bulk().Adjust(Rows(), options with { Journal = new MemoryJournal(journal.Lines) }).RunAsync();
            Assert.Equal((20, 18), (second.RowCount, second.AppliedCount));
            Assert.Equal(["line 12", "line 7"], second.RejectedRows.Select(rejected => rejected.Row.Tag).Order(StringComparer.Ordinal));
            Assert.Equal(18, store.Stock.Count);
            Assert.All(store.Stock.Values, quantity => Assert.Equal(1, quantity));
        }
    }

    [Fact]
    public async Task Adjust_ResumedWithARequestInFlight_ReportsUnknown()
    {
        // The process dies after the request took effect and before its response was kept.
        _journal.DieAt = 3;
        await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(() => _store.Bulk().Adjust(Changes(10), Options()).RunAsync());
        var alive = new MemoryJournal(_journal.Lines);

        var report = await _store.Bulk().Adjust(Changes(10), Options() with { Journal = alive }).RunAsync();

        Assert.Equal((10, 6, 4, 4), (report.RowCount, report.AppliedCount, report.UnknownCount, report.FromJournalCount));
        Assert.Equal([0L, 1, 2, 3], report.UnknownRows.Select(unknown => unknown.Row.Index));
        Assert.All(
            report.UnknownRows,
            unknown => Assert.Equal("An earlier run sent the row and did not record a response.", unknown.Cause));
        Assert.All(Enumerable.Range(1, 10), item => Assert.Equal(1, _store.Stock[(1, ItemKey.Variant(item))]));
    }

    [Fact]
    public async Task Set_ResumedWithARequestInFlight_SendsItAgain()
    {
        _journal.DieAt = 3;
        await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => _store.Bulk().Set(Counts(10), Options()).RunAsync());

        var report = await _store.Bulk().Set(Counts(10), Options() with { Journal = new MemoryJournal(_journal.Lines) }).RunAsync();

        Assert.Equal((10, 10, 0), (report.RowCount, report.AppliedCount, report.UnknownCount));
        Assert.Equal(_store.Requests[0], _store.Requests[1]);
    }

    [Fact]
    public async Task Journal_EachRequest_IsWrittenBeforeAndAfter()
    {
        var seen = new List<int>();
        _store.Before = number =>
        {
            seen.Add(_journal.Lines.Count);
            return Task.CompletedTask;
        };

        await _store.Bulk().Set(Counts(9), Options()).RunAsync();

        Assert.Equal([2, 4, 6], seen);
        Assert.Equal(7, _journal.Lines.Count);
        Assert.Matches(
            """^\{"type":"run","version":3,"kind":"absolute","maxRowsPerRequest":4,"maxBufferedRows":100000\} <[0-9A-F]{16}>$""",
            _journal.Lines[0]);
        Assert.Matches("""^\{"type":"sending","request":1,"hash":"[0-9A-F]{16}"\} <[0-9A-F]{16}>$""", _journal.Lines[1]);
        Assert.Matches("""^\{"type":"sent","request":1,"outcome":"Applied","transaction":"t-1"\} <[0-9A-F]{16}>$""", _journal.Lines[2]);
    }

    [Theory]
    [InlineData(99, null)]
    [InlineData(6, 99)]
    public async Task Set_ResumedWithOtherInput_ThrowsWhereItDiffers(int quantity, int? quantityBackordered)
    {
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();
        var changed = Counts(10);
        changed[5] = changed[5] with { Quantity = quantity, QuantityBackordered = quantityBackordered };

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(changed, Options()).RunAsync());

        Assert.IsType<BulkJournalException>(exception.InnerException);
        Assert.Equal(
            "The journal belongs to other input: the rows of request 2, from row 4 on, differ from those of the earlier run. Give the same rows in the same order, or use a new journal.",
            exception.InnerException.Message);
        Assert.Equal((10, 4, 6), (exception.Report.RowCount, exception.Report.AppliedCount, exception.Report.NotSentCount));
    }

    [Fact]
    public async Task Adjust_ResumedWithOtherOptions_Throws()
    {
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();

        var exception = await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(
            () => _store.Bulk().Adjust(Changes(10), Options() with { MaxRowsPerRequest = 5 }).RunAsync());

        Assert.Equal(
            "The journal belongs to another run: absolute, 4 rows per request, 100000 buffered rows, journal version 3, and this one is relative, 5 rows per request, 100000 buffered rows, journal version 3. Use the options of the first run, or a new journal.",
            exception.InnerException!.Message);
        Assert.Equal(3, _store.Requests.Count);
    }

    [Fact]
    public async Task Set_JournalDamaged_ThrowsUnlessOnlyTheLastLineIsTorn()
    {
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();
        var torn = new MemoryJournal([.. _journal.Lines.SkipLast(1), _journal.Lines[^1][..10]]);
        var damaged = new MemoryJournal([.. _journal.Lines.Take(2), "{\"type\":\"answ", .. _journal.Lines.Skip(3)]);

        var report = await _store.Bulk().Set(Counts(10), Options() with { Journal = torn }).RunAsync();
        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(10), Options() with { Journal = damaged }).RunAsync());

        Assert.Equal((10, 8, 1), (report.AppliedCount, report.FromJournalCount, report.RequestCount));
        Assert.Equal(
            "The journal is damaged: '{\"type\":\"answ' is not a line of a journal. Use a new journal, and only the rows that are known not to be applied.",
            exception.InnerException!.Message);
    }

    [Fact]
    public async Task Set_TornLineInMidJournal_IsIgnoredAfterALaterRun()
    {
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();
        var kept = new MemoryJournal([.. _journal.Lines.SkipLast(1), _journal.Lines[^1][..10], _journal.Lines[0], _journal.Lines[^1]]);

        var report = await _store.Bulk().Set(Counts(10), Options() with { Journal = kept }).RunAsync();

        Assert.Equal((10, 10, 0), (report.AppliedCount, report.FromJournalCount, report.RequestCount));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Set_TornLineFollowedByTornHeads_Continues(int line)
    {
        // Two runs were killed as they began, one after the other.
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();
        var head = _journal.Lines[0];
        var torn = new MemoryJournal([.. _journal.Lines.Take(line), _journal.Lines[line][..10], head[..1], head[..^2]]);

        var report = await _store.Bulk().Set(Counts(10), Options() with { Journal = torn }).RunAsync();

        Assert.Equal(10, report.AppliedCount);
    }

    [Fact]
    public async Task Set_OtherOptionsAfterATornHead_ThrowsWithTheOptions()
    {
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();
        var torn = new MemoryJournal([_journal.Lines[0], _journal.Lines[1][..10], _journal.Lines[0][..^2]]);

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(10), Options() with { Journal = torn, MaxRowsPerRequest = 5 }).RunAsync());

        Assert.StartsWith(
            "The journal belongs to another run: absolute, 4 rows per request, ",
            exception.InnerException!.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, "")]
    [InlineData(81, "…")]
    public async Task Set_TextInsteadOfAJournal_IsShortenedInTheMessage(int length, string end)
    {
        var other = new MemoryJournal([new string('x', length)]);

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(10), Options() with { Journal = other }).RunAsync());

        Assert.StartsWith(
            $"The journal is damaged: '{new string('x', 80)}{end}' is not a line of a journal.",
            exception.InnerException!.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shopping list")]
    [InlineData("")]
    public async Task Set_TextBeforeATornHead_IsRefused(string text)
    {
        await _store.Bulk().Set(Counts(10), Options()).RunAsync();
        var other = new MemoryJournal([text, _journal.Lines[0][..10]]);

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(10), Options() with { Journal = other }).RunAsync());

        Assert.StartsWith(
            $"The journal is damaged: '{text}' is not a line of a journal.",
            exception.InnerException!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adjust_AppendFailsBeforeSending_JournalStaysReadable()
    {
        var journal = new MemoryJournal { FailsAt = 2 };
        RelativeAdjustment[] rows = [new RelativeAdjustment(1, ItemKey.Variant(1), 1)];

        var exception = await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(
            () => _store.Bulk().Adjust(rows, Options() with { Journal = journal }).RunAsync());
        var report = await _store.Bulk().Adjust(rows, Options() with { Journal = journal }).RunAsync();

        Assert.Equal((1, 1), (exception.Report.NotSentCount, report.AppliedCount));
        Assert.Single(_store.Requests);
    }

    [Fact]
    public async Task Adjust_DiesWhileAFirstCountIsSet_SendsTheAdjustment()
    {
        var item = ItemKey.Variant(1);
        var options = Options() with { UncountedItems = UncountedItemPolicy.SetToZeroThenAdjust };
        _store.Before = number => number == 1
            ? throw FakeStore.Refusal("requires absolute adjustment before relative", ApiErrorReason.RequiresAbsoluteFirst, [item])
            : Task.CompletedTask;

        // The process dies after the item was set to 0 and before the response was recorded.
        _journal.DieAt = 5;
        await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(() => _store.Bulk().Adjust(Changes(1), options).RunAsync());
        Assert.Equal(0, _store.Stock[(1, item)]);

        var report = await _store.Bulk().Adjust(Changes(1), options with { Journal = new MemoryJournal(_journal.Lines) }).RunAsync();

        Assert.Equal((1, 0, 1), (report.AppliedCount, report.UnknownCount, _store.Stock[(1, item)]));
    }

    [Fact]
    public async Task Set_RejectedAfterAnUnknownAttempt_IsSentAgainByTheNextRun()
    {
        // The rejection proves nothing: an earlier attempt may have been applied.
        var rejection = new ApiError { StatusCode = System.Net.HttpStatusCode.UnprocessableEntity };
        _store.Before = _ => throw new BigCommerceValidationException(rejection) { Effect = RequestEffect.Unknown };
        var first = await _store.Bulk().Set(Counts(1), Options()).RunAsync();
        _store.Before = null;

        var second = await _store.Bulk().Set(Counts(1), Options()).RunAsync();

        Assert.Equal((1, 0), (first.UnknownCount, first.RejectedCount));
        Assert.Equal((1, 0, 0), (second.AppliedCount, second.RejectedCount, second.FromJournalCount));
    }

    [Fact]
    public async Task Set_UnknownCountsOfSeparateItems_AreSentAgain()
    {
        var options = Options() with { MaxRowsPerRequest = 1 };
        _store.Before = _ => throw new BigCommerceTimeoutException("lost");
        var first = await _store.Bulk().Set(Counts(2), options).RunAsync();
        _store.Before = null;

        var second = await _store.Bulk().Set(Counts(2), options).RunAsync();

        Assert.Equal((0, 2), (first.AppliedCount, first.UnknownCount));
        Assert.Equal((2, 0, 2), (second.AppliedCount, second.UnknownCount, second.RequestCount));
    }

    [Theory]
    [InlineData("ABC", 0)]
    [InlineData(null, 7)]
    public async Task Set_UnknownCountBeforeALaterOneOfThatItem_IsNotSentAgain(string? sku, long variantId)
    {
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("abc"), 1), new(1, sku is null ? ItemKey.Variant(variantId) : ItemKey.Sku(sku), 2)];
        var options = Options() with { MaxRowsPerRequest = 1 };
        _store.Before = number => number == 1 ? throw new BigCommerceTimeoutException("lost") : Task.CompletedTask;
        var first = await _store.Bulk().Set(rows, options).RunAsync();
        _store.Before = null;
        _store.Requests.Clear();

        var second = await _store.Bulk().Set(rows, options).RunAsync();

        Assert.Equal((1, 1), (first.AppliedCount, first.UnknownCount));
        Assert.Equal((1, 1), (second.AppliedCount, second.UnknownCount));
        Assert.Empty(_store.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Set_UnknownCountWithoutALaterOneOfThatItem_IsSentAgain(int lost)
    {
        // At the same location, the variant may be the item of the SKU.
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("abc"), 1), new(lost == 1 ? 2 : 1, ItemKey.Variant(7), 2)];
        var options = Options() with { MaxRowsPerRequest = 1 };
        _store.Before = number => number == lost ? throw new BigCommerceTimeoutException("lost") : Task.CompletedTask;
        var first = await _store.Bulk().Set(rows, options).RunAsync();
        _store.Before = null;
        _store.Requests.Clear();

        var second = await _store.Bulk().Set(rows, options).RunAsync();

        Assert.Equal((1, 1), (first.AppliedCount, first.UnknownCount));
        Assert.Equal((2, 0), (second.AppliedCount, second.UnknownCount));
        Assert.Equal(rows[lost - 1].Item, Assert.Single(Assert.Single(_store.Requests)).Item);
    }

    [Fact]
    public async Task Set_InputLargerThanTheBuffer_ReadsTheJournalOnce()
    {
        await _store.Bulk().Set(Counts(12), Options() with { MaxBufferedRows = 4 }).RunAsync();

        Assert.Equal((3, 1), (_store.Requests.Count, _journal.Reads));
    }

    [Fact]
    public async Task Set_FileIsNotAJournal_LeavesItUnchanged()
    {
        var other = new MemoryJournal(["{}"]);

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(10), Options() with { Journal = other }).RunAsync());

        Assert.Equal(
            "The journal is damaged: '{}' is not a line of a journal. Use a new journal, and only the rows that are known not to be applied.",
            exception.InnerException!.Message);
        Assert.Equal(["{}"], other.Lines);
        Assert.Empty(_store.Requests);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Journal_AnyByteChanged_IsDetectedOrHarmless()
    {
        // Another character at every place of a file: in the text, in the checksums, in the line breaks.
        _journal.DieAt = 5;
        await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(() => _store.Bulk().Adjust(Changes(10), Options()).RunAsync());
        var file = System.Text.Encoding.UTF8.GetBytes(string.Concat(_journal.Lines.Select(line => line + "\n")));
        var path = Path.GetTempFileName();
        try
        {
            for (var i = 0; i < file.Length * 3; i++)
            {
                var changed = (byte[])file.Clone();
                changed[i / 3] = (i % 3) switch { 0 => (byte)(changed[i / 3] ^ 1), 1 => changed[i / 3] == (byte)'\n' ? (byte)'x' : (byte)'\n', _ => 0xFF };
                await File.WriteAllBytesAsync(path, changed);
                var store = new FakeStore();
                using var journal = new FileBulkJournal(path);
                try
                {
                    var report = await store.Bulk().Adjust(Changes(10), Options() with { Journal = journal }).RunAsync();

                    // Harmless: what may have been applied is not sent again.
                    Assert.Equal(
                        (4, 4, 2, 1),
                        (report.FromJournalCount - report.UnknownCount, report.UnknownCount, report.AppliedCount - 4, report.RequestCount));
                }
                catch (BulkRunException exception)
                {
                    Assert.IsType<BulkJournalException>(exception.InnerException);
                    Assert.Empty(store.Requests);
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Journal_LineFailsHalfWrittenWithRequestsInFlight_StaysReadable()
    {
        for (var line = 2; line < 12; line++)
        {
            var store = new FakeStore();
            var journal = new MemoryJournal { TearsAt = line };
            await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(
                () => store.Bulk().Adjust(Changes(20), Options() with { Journal = journal, MaxConcurrency = 4 }).RunAsync());

            var report = await store.Bulk().Adjust(Changes(20), Options() with { Journal = new MemoryJournal(journal.Lines) }).RunAsync();

            Assert.Equal(20, report.AppliedCount + report.UnknownCount);
            Assert.All(
                Enumerable.Range(1, 20),
                item => Assert.InRange(store.Stock.GetValueOrDefault((1, ItemKey.Variant(item))), report.UnknownCount > 0 ? 0 : 1, 1));
            Assert.InRange(store.Stock.Values.Sum(), report.AppliedCount, 20);
        }
    }

    [Theory]
    [InlineData("0-99")]
    [InlineData("x")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("")]
    public async Task Set_InvalidRowPositions_ThrowsDamaged(string rows)
    {
        await _store.Bulk().Set(Counts(4), Options()).RunAsync();
        var damaged = new MemoryJournal(
            [
                .. _journal.Lines,
                JournalLine.Write(new JournalEntry { Type = "sent", Request = 1, Rows = rows, Outcome = SentOutcome.Applied })]);

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(4), Options() with { Journal = damaged }).RunAsync());

        Assert.StartsWith(
            "The journal is damaged in its lines about request 1: ",
            exception.InnerException!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_AppendFailsAfterAResponse_EndsWithTheReport()
    {
        _journal.DieAt = 5;

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(12), Options()).RunAsync());

        // The second request's response could not be kept; it is applied all the same.
        Assert.Equal((8, 4), (exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.Equal("The journal is gone.", exception.InnerException!.Message);
    }

    [Fact]
    public async Task Set_AppendFailsBeforeARequest_DoesNotSendIt()
    {
        _journal.DieAt = 4;

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(Counts(12), Options()).RunAsync());

        Assert.Equal((4, 8, 1), (exception.Report.AppliedCount, exception.Report.NotSentCount, exception.Report.RequestCount));
        Assert.Single(_store.Requests);
    }

    [Fact]
    public void RowRanges_WriteThenRead_ReturnsTheSame()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            BulkRow<AbsoluteAdjustment>[] request =
            [
                .. Enumerable.Range(0, random.Next(1, 40)).Select(
                    i => new AbsoluteAdjustment(1, ItemKey.Variant(i + 1), i).ToBulkRow(i * 3)),
            ];
            int[] positions = [.. Enumerable.Range(0, request.Length).Where(_ => random.Next(3) > 0)];
            if (positions.Length > 0)
            {
                var text = RowRanges.Write([.. positions.Select(position => request[position])], request);

                Assert.Equal(positions, RowRanges.Read(text, request.Length));
            }
        }

        BulkRow<AbsoluteAdjustment>[] all =
        [
            .. Enumerable.Range(0, 5).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i + 1), i).ToBulkRow(i)),
        ];
        Assert.Equal("0-1,3", RowRanges.Write([all[0], all[1], all[3]], all));
    }

    [Fact]
    public void RowRanges_SecondRowOfATransfer_IsNotTakenForTheFirst()
    {
        var first = new StockTransfer(1, 2, ItemKey.Variant(1), 5).ToBulkRow(0);
        var second = first with { Quantity = -first.Quantity };
        var next = new StockTransfer(1, 2, ItemKey.Variant(2), 5).ToBulkRow(1);

        Assert.Equal("1", RowRanges.Write([second], [first, second, next]));
        Assert.Equal("2", RowRanges.Write([next], [first, second, next]));
        Assert.Equal("0-2", RowRanges.Write([first, second, next], [first, second, next]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1-x")]
    [InlineData("x-1")]
    [InlineData("1-2-3")]
    [InlineData("2-1")]
    [InlineData("-1")]
    [InlineData("5")]
    [InlineData("0-5")]
    [InlineData("0,")]
    public void RowRanges_NotRangesOfTheRequest_Throw(string text) =>
        Assert.Throws<FormatException>(() => RowRanges.Read(text, requestLength: 5).ToList());

    [Theory]
    [InlineData("4", new[] { 4 })]
    [InlineData("2-2,4", new[] { 2, 4 })]
    [InlineData("0-4", new[] { 0, 1, 2, 3, 4 })]
    public void RowRanges_RangesOfTheRequest_GiveItsPositions(string text, int[] positions) =>
        Assert.Equal(positions, RowRanges.Read(text, requestLength: 5));

    [Theory]
    [Trait("Category", "Stress")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_DiesAnywhereAndResumes_AppliesEveryRowOnce(bool isRelative)
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            await (isRelative
                ? DieAndCarryOnAsync(
                    seed,
                    isRelative,
                    static (stock, rows, options) => stock.Adjust(
                        rows.Select(row => new RelativeAdjustment(row.Location, row.Item, row.Quantity)),
                        options))
                : DieAndCarryOnAsync(
                    seed,
                    isRelative,
                    static (stock, rows, options) =>
                        stock.Set(rows.Select(row => new AbsoluteAdjustment(row.Location, row.Item, row.Quantity)), options)));
        }
    }

    private static async Task DieAndCarryOnAsync<TRow>(
        int seed,
        bool isRelative,
        Func<StockOperations, (long Location, ItemKey Item, int Quantity)[], BulkOptions, BulkRun<TRow>> create)
    {
        var random = new Random(seed);
        var store = new ModelStore(random) { Naming = (Naming)random.Next((int)Naming.Mixed + 1), LostResponses = random.Next(3) * 5 };
        for (var item = 1; item <= ModelStore.Items; item++)
        {
            store.Stock[(1, item)] = 1000;
            if (random.Next(3) > 0)
            {
                store.Stock[(2, item)] = 1000;
            }
        }

        store.UnknownItems.Add(random.Next(1, ModelStore.Items + 1));
        var before = new Dictionary<(long Location, int Item), long>(store.Stock);
        (long Location, ItemKey Item, int Quantity)[] rows = [.. Enumerable.Range(0, random.Next(1, 50)).Select(_ =>
            ((long)random.Next(1, 3), ModelStore.Key(random.Next(1, ModelStore.Items + 1), seed % 2 == 0), random.Next(1, 9)))];
        var options = new BulkOptions
        {
            MaxRowsPerRequest = random.Next(1, 7),
            MaxBufferedRows = random.Next(1, 30),
            MaxConcurrency = random.Next(1, 4),
            UncountedItems = (UncountedItemPolicy)random.Next(3),
            MaxReportedRows = int.MaxValue,
        };
        List<string> lines = [];
        BulkReport<TRow>? report = null;
        var sentBefore = 0;
        for (var life = 0; report is null; life++)
        {
            // A life ends at some line of the journal, which may be torn; the tenth is not cut short.
            var journal = new MemoryJournal(lines)
            {
                DieAt = life < 10 ? random.Next(1, 12) : int.MaxValue,
                TearsLastLine = random.Next(2) == 0,
            };
            sentBefore = store.Events.Count;
            try
            {
                report = await create(store.Bulk(), rows, options with { Journal = journal }).RunAsync();
            }
            catch (BulkRunException exception) when (exception.InnerException is not BulkJournalException)
            {
                // Killed, or too many responses were lost.
            }

            lines = journal.Lines;
        }

        Assert.Equal(rows.Length, report.RowCount);
        Assert.Equal(
            report.RowCount,
            report.AppliedCount + report.RejectedCount + report.UnknownCount + report.NotSentCount + report.MergedCount + report.NetZeroCount);
        var undecided = report.UnknownRows.Select(unknown => unknown.Row).Concat(report.NotSentRows).ToList();
        var decided = report.RejectedRows.Select(rejected => rejected.Row.Index)
            .Concat(undecided.Select(row => row.Index))
            .Concat(report.MergedRows.Select(duplicate => duplicate.Row.Index))
            .ToHashSet();
        foreach (var cell in rows.Select(row => (row.Location, Item: ModelStore.ItemOf(row.Item))).Distinct())
        {
            var after = store.Stock.GetValueOrDefault(cell);
            var started = before.GetValueOrDefault(cell);
            var kept = rows.Select((row, index) => (row, index))
                .Where(entry => (entry.row.Location, ModelStore.ItemOf(entry.row.Item)) == cell && !decided.Contains(entry.index))
                .ToList();
            if (isRelative)
            {
                // Applied sums, and those in doubt once or not at all.
                var merged = report.MergedRows.Where(duplicate => kept.Exists(entry => entry.index == duplicate.IntoIndex))
                    .Sum(duplicate => duplicate.Row.Quantity!.Value);
                var sums = undecided.Where(row => (row.LocationId, ModelStore.ItemOf(row.Item)) == cell).Select(row => row.Quantity!.Value)
                    .Aggregate(
                        new HashSet<long> { started + kept.Sum(entry => entry.row.Quantity) + merged },
                        (sums, quantity) => [.. sums, .. sums.Select(sum => sum + quantity)]);
                Assert.True(
                    sums.Contains(after),
                    $"Seed {seed}: item {cell.Item} at location {cell.Location} went from {started} to {after}, not to {string.Join(" or ", sums)}.");
            }
            else if (kept.Count > 0 && !undecided.Exists(row => (row.LocationId, ModelStore.ItemOf(row.Item)) == cell))
            {
                Assert.Equal(kept[^1].row.Quantity, after);
            }
        }

        Assert.All(
            store.Events.Skip(sentBefore),
            request => Assert.InRange(request.Rows.Length, 1, (int)Math.Max(1, report.RowCount - report.FromJournalCount)));
    }

    private BulkOptions Options() => new() { MaxRowsPerRequest = 4, Journal = _journal };

    private static List<RelativeAdjustment> Changes(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), 1))];

    private static List<AbsoluteAdjustment> Counts(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i))];
}

/// <summary>A journal in memory that can die.</summary>
internal sealed class MemoryJournal(List<string>? lines = null) : IBulkJournal
{
    private int _appended;
    private int _appends;
    private bool _isDead;

    public List<string> Lines { get; } = [.. lines ?? []];

    /// <summary>Which new line is the first that is not kept.</summary>
    public int DieAt { get; set; } = int.MaxValue;

    /// <summary>Which new line cannot be kept, once.</summary>
    public int FailsAt { get; init; }

    /// <summary>Which new line is kept in part and fails; later ones do not fail.</summary>
    public int TearsAt { get; init; }

    /// <summary>Whether a part of that line is kept.</summary>
    public bool TearsLastLine { get; init; }

    public int Reads { get; private set; }

    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Reads++;
        await Task.Yield();
        foreach (var line in Lines.ToList())
        {
            yield return line;
        }

        // As a file does: the next line takes the place of one that was torn.
        if (Lines.Count > 0 && !Lines[^1].EndsWith('>') && !Lines[^1].EndsWith('}'))
        {
            Lines.RemoveAt(Lines.Count - 1);
        }
    }

    public ValueTask AppendAsync(string line, CancellationToken cancellationToken = default)
    {
        Assert.DoesNotContain('\n', line);
        if (++_appends == FailsAt)
        {
            throw new IOException("The disk is full.");
        }

        if (_appends == TearsAt)
        {
            Lines.Add(line[..(line.Length / 2)]);
            throw new IOException("The disk is full.");
        }

        if (_isDead || ++_appended >= DieAt)
        {
            if (!_isDead && TearsLastLine)
            {
                Lines.Add(line[..(line.Length / 2)]);
            }

            _isDead = true;
            throw new IOException("The journal is gone.");
        }

        Lines.Add(line);
        return ValueTask.CompletedTask;
    }
}
