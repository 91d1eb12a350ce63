using System.Globalization;
using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

public class BulkChangeTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task Adjust_RowsOfOneCell_AreAddedUp()
    {
        var a = ItemKey.Sku("A");
        RelativeAdjustment[] rows =
        [
            new RelativeAdjustment(1, a, 5),
            new RelativeAdjustment(1, a, -2),
            new RelativeAdjustment(2, a, 1),
            new RelativeAdjustment(2, a, -1),
        ];

        var report = await _store.Bulk().Adjust(rows).RunAsync();

        Assert.Equal((4, 1, 2, 1), (report.RowCount, report.AppliedCount, report.MergedCount, report.NetZeroCount));
        Assert.Equal([(1L, a, (int?)3)], Assert.Single(_store.Requests));
        Assert.Equal(
            [new MergedRow<RelativeAdjustment>(rows[1].ToBulkRow(1), 0), new MergedRow<RelativeAdjustment>(rows[3].ToBulkRow(3), 2)],
            report.MergedRows);
        Assert.Equal([rows[2].ToBulkRow(2) with { Quantity = 0 }], report.NetZeroRows);
    }

    [Fact]
    public async Task Adjust_SumOutOfRange_IsRejectedAlone()
    {
        var a = ItemKey.Sku("A");
        RelativeAdjustment[] rows =
        [
            new RelativeAdjustment(1, a, int.MinValue),
            new RelativeAdjustment(1, a, -1),
            new RelativeAdjustment(1, ItemKey.Sku("B"), 1),
            default,
        ];

        var report = await _store.Bulk().Adjust(rows).RunAsync();

        Assert.Equal((4, 1, 2, 1), (report.RowCount, report.AppliedCount, report.RejectedCount, report.MergedCount));
        Assert.Equal(
            [
                "The location id must be 1 or more.",
                "The differences for sku A at location 1 add up to -2147483649, which exceeds the API's 32-bit range."],
            report.RejectedRows.Select(rejected => rejected.Message));
    }

    [Fact]
    public async Task Adjust_OneRequestUnknown_SendsTheOthers()
    {
        _store.After = number => number == 1
            ? throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch)
            : Task.CompletedTask;
        var rows = Enumerable.Range(1, 4500).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), 1)).ToList();

        var report = await _store.Bulk().Adjust(rows).RunAsync();

        Assert.Equal((2500, 2000, 3), (report.AppliedCount, report.UnknownCount, report.RequestCount));
        Assert.Equal(3, _store.Requests.Count);
        Assert.Equal(0, report.UnknownRows[0].Row.Index);
    }

    [Fact]
    public async Task AbsoluteBuilder_Run_SendsItsRows()
    {
        var empty = _store.Bulk().Relative("sale", new BulkOptions { Reason = "not this" });
        var builder = empty.Adjust(1, ItemKey.Sku("A"), -2, tag: "line 1")
            .Adjust(1, ItemKey.Sku("B"), 3)
            .Adjust(2, ItemKey.Sku("B"), -4)
            .AdjustBackordered(2, ItemKey.Sku("C"), 1);

        var report = await builder.RunAsync();

        Assert.Equal((4, 4), (report.RowCount, report.AppliedCount));
        Assert.Equal(0, (await empty.RunAsync()).RowCount);
        Assert.Equal("sale", Assert.Single(_store.Reasons));
        Assert.Equal([-2, 3, -4, null], Assert.Single(_store.Requests).Select(row => row.Quantity));
    }

    [Fact]
    public async Task AdjustPlan_Rows_ShowsTheRequests()
    {
        var rows = Enumerable.Range(0, 5000).Select(i => new RelativeAdjustment((i % 2) + 1, ItemKey.Variant((i / 2) + 1), 1))
            .Append(new RelativeAdjustment(1, ItemKey.Variant(1), 1)).Append(default);

        var plan = await _store.Bulk().Adjust(rows).PlanAsync();

        Assert.Equal((5002, 5000, 1, 1, 3), (plan.RowCount, plan.PlannedCount, plan.RejectedCount, plan.MergedCount, plan.RequestCount));
        Assert.Equal([(1, 2500), (2, 2500)], plan.PlannedCountByLocation.Select(entry => ((int)entry.Key, (int)entry.Value)));
        Assert.Equal(5001, Assert.Single(plan.RejectedRows).Row.Index);
        Assert.Equal(5000, Assert.Single(plan.MergedRows).Row.Index);
        Assert.Empty(_store.Requests);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    public async Task Adjust_EveryCulture_GivesTheSameMessagesAndRequests(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        var a = ItemKey.Sku("ISTANBUL-i");
        _store.BadItems.Add(a);

        var report = await _store.Bulk()
            .Adjust(
                [
                    new RelativeAdjustment(1, a, 1),
                    new RelativeAdjustment(1, ItemKey.Sku("istanbul-I"), int.MinValue),
                    new RelativeAdjustment(1, ItemKey.Sku("istanbul-I"), -1)])
            .RunAsync();

        Assert.Equal(
            [
                "The differences for sku istanbul-I at location 1 add up to -2147483649, which exceeds the API's 32-bit range.",
                "Items not found, identities: [sku ISTANBUL-i]"],
            report.RejectedRows.Select(rejected => rejected.Message));
        Assert.Equal(
            "Give 1 to 2,000. (Parameter 'MaxRowsPerRequest')\nActual value was 2001.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new BulkOptions { MaxRowsPerRequest = 2001 }).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void BulkOptions_OutOfRange_AreRefusedWithTheRange()
    {
        Assert.Contains(
            "Give 1 to 2,000.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxRowsPerRequest = 0 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 1 to 10,000,000.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxBufferedRows = 0 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 1 to 16.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxConcurrency = 17 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 0 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxReportedRows = -1 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 1 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxConsecutiveUnknownRequests = 0 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 0 or more, or null for no limit.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxRejectedRows = -1 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 0 to 10 minutes.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { CancellationGrace = TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1) }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 22 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxConsecutiveUnexplainedRejections = 21 }).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Give 0 to 7 days.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxOutageWait = TimeSpan.FromDays(7) + TimeSpan.FromTicks(1) }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("MaxBufferedRows", () => new BulkOptions { MaxBufferedRows = 10_000_001 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxConcurrency", () => new BulkOptions { MaxConcurrency = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("CancellationGrace", () => new BulkOptions { CancellationGrace = -TimeSpan.FromTicks(1) });
        Assert.Throws<ArgumentOutOfRangeException>("MaxOutageWait", () => new BulkOptions { MaxOutageWait = -TimeSpan.FromTicks(1) });
    }

    [Fact]
    public void BulkOptions_BoundsOfTheRange_AreAccepted()
    {
        var least = new BulkOptions
        {
            MaxRowsPerRequest = 1,
            MaxBufferedRows = 1,
            MaxConcurrency = 1,
            MaxReportedRows = 0,
            MaxRejectedRows = 0,
            MaxConsecutiveUnknownRequests = 1,
            MaxConsecutiveUnexplainedRejections = 22,
            MaxOutageWait = TimeSpan.Zero,
            CancellationGrace = TimeSpan.Zero,
        };
        var most = new BulkOptions
        {
            MaxRowsPerRequest = 2000,
            MaxBufferedRows = 10_000_000,
            MaxConcurrency = 16,
            MaxReportedRows = int.MaxValue,
            MaxConsecutiveUnknownRequests = int.MaxValue,
            MaxConsecutiveUnexplainedRejections = int.MaxValue,
            MaxOutageWait = TimeSpan.FromDays(7),
            CancellationGrace = TimeSpan.FromMinutes(10),
        };

        Assert.Equal((1, 1, 0L, TimeSpan.Zero), (least.MaxBufferedRows, least.MaxConcurrency, least.MaxRejectedRows, least.MaxOutageWait));
        Assert.Equal((10_000_000, 16, (long?)null), (most.MaxBufferedRows, most.MaxConcurrency, most.MaxRejectedRows));
        Assert.Equal((TimeSpan.FromDays(7), TimeSpan.FromMinutes(10)), (most.MaxOutageWait, most.CancellationGrace));
    }

    [Fact]
    public void WordsOf_ErrorWithOrWithoutText_DescribesIt()
    {
        Assert.Equal(
            "BigCommerce responded with status 422 and gave no reason.",
            RejectedRow.MessageOf(new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity }));
        Assert.Equal(
            "Title Detail field: problem general problem",
            RejectedRow.MessageOf(new ApiError
            {
                StatusCode = HttpStatusCode.UnprocessableEntity,
                Title = "Title",
                Detail = "Detail",
                FieldErrors = new Dictionary<string, string> { ["field"] = "problem", [""] = "general problem" },
            }));
    }
}
