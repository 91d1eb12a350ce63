using System.Globalization;
using System.Net;

namespace BigCommerce.Inventory.Tests.Adjustments;

public class BulkChangeTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task Adjust_RowsOfOneCell_AreAddedUp()
    {
        var a = ItemKey.Sku("A");
        RelativeAdjustment[] rows = [RelativeAdjustment.By(1, a, 5), RelativeAdjustment.By(1, a, -2), RelativeAdjustment.By(2, a, 1), RelativeAdjustment.By(2, a, -1)];

        var report = await _store.ChangeAsync(rows);

        Assert.Equal((4, 1, 2, 1), (report.Rows, report.Applied, report.Duplicates, report.NetZeroCount));
        Assert.Equal([(1L, a, (int?)3)], Assert.Single(_store.Requests));
        Assert.Equal(
            [new DuplicateRow(new BulkRow(1, 1, a, -2), 0), new DuplicateRow(new BulkRow(3, 2, a, -1), 2)],
            report.DuplicateRows);
        Assert.Equal([new BulkRow(2, 2, a, 0)], report.NetZeroRows);
    }

    [Fact]
    public async Task Adjust_SumOutOfRange_IsRejectedAlone()
    {
        var a = ItemKey.Sku("A");
        RelativeAdjustment[] rows = [RelativeAdjustment.By(1, a, int.MinValue), RelativeAdjustment.By(1, a, -1), RelativeAdjustment.By(1, ItemKey.Sku("B"), 1), default];

        var report = await _store.ChangeAsync(rows);

        Assert.Equal((4, 1, 2, 1), (report.Rows, report.Applied, report.Rejected, report.Duplicates));
        Assert.Equal(
            ["The row names no item. Give a SKU, a variant id or a product id.", "The changes of sku A at location 1 add up to -2147483649, which is more than the API takes."],
            report.Rejections.Select(rejected => rejected.Message));
    }

    [Fact]
    public async Task Adjust_OneRequestUnknown_SendsTheOthers()
    {
        _store.After = number => number == 1 ? throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch) : Task.CompletedTask;
        var rows = Enumerable.Range(1, 4500).Select(i => RelativeAdjustment.By(1, ItemKey.Variant(i), 1)).ToList();

        var report = await _store.ChangeAsync(rows);

        Assert.Equal((2500, 2000, 3), (report.Applied, report.Unknown, report.Requests));
        Assert.Equal(3, _store.Requests.Count);
        Assert.Equal(0, report.UnknownRows[0].Index);
    }

    [Fact]
    public async Task AbsoluteBuilder_Run_SendsItsRows()
    {
        var builder = _store.Relative("sale").Change(1, ItemKey.Sku("A"), -2).Add(1, ItemKey.Sku("B"), 3).Remove(2, ItemKey.Sku("B"), 4).ChangeBackordered(2, ItemKey.Sku("C"), 1);

        var report = await builder.SubmitAsync(new BulkOptions { Reason = "not this" });

        Assert.Equal((4, 4), (report.Rows, report.Applied));
        Assert.Equal("sale", Assert.Single(_store.Reasons));
        Assert.Equal([-2, 3, -4, null], Assert.Single(_store.Requests).Select(row => row.Quantity));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add(1, ItemKey.Sku("A"), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Remove(1, ItemKey.Sku("A"), -1));
    }

    [Fact]
    public async Task AdjustPlan_Rows_ShowsTheRequests()
    {
        var rows = Enumerable.Range(0, 5000).Select(i => RelativeAdjustment.By((i % 2) + 1, ItemKey.Variant((i / 2) + 1), 1))
            .Append(RelativeAdjustment.By(1, ItemKey.Variant(1), 1)).Append(default);

        var plan = await _store.PlanChangeAsync(rows);

        Assert.Equal((5002, 5000, 1, 1, 3), (plan.Rows, plan.ToSend, plan.Rejected, plan.Duplicates, plan.Requests));
        Assert.Equal([(1, 2500), (2, 2500)], plan.RowsByLocation.Select(entry => ((int)entry.Key, (int)entry.Value)));
        Assert.Equal(5001, Assert.Single(plan.Rejections).Row.Index);
        Assert.Equal(5000, Assert.Single(plan.DuplicateRows).Row.Index);
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

        var report = await _store.ChangeAsync([RelativeAdjustment.By(1, a, 1), RelativeAdjustment.By(1, ItemKey.Sku("istanbul-I"), int.MinValue), RelativeAdjustment.By(1, ItemKey.Sku("istanbul-I"), -1)]);

        Assert.Equal(["The changes of sku istanbul-I at location 1 add up to -2147483649, which is more than the API takes.", "Items not found, identities: [sku ISTANBUL-i]"], report.Rejections.Select(rejected => rejected.Message));
        Assert.Equal("Give 1 to 2,000. (Parameter 'MaxRowsPerRequest')\nActual value was 2001.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxRowsPerRequest = 2001 }).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ReconcileOptions_OutOfRange_AreRefusedWithTheRange()
    {
        Assert.Contains("Give 1 to 2,000.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxRowsPerRequest = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 1 to 10,000,000.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxBufferedRows = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 1 to 16.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxConcurrency = 17 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxReportedRows = -1 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 1 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxConsecutiveUnknownRequests = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 0 or more, or null for no limit.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxRejectedRows = -1 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 0 to 10 minutes.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { CancellationGrace = TimeSpan.FromMinutes(11) }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 22 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxConsecutiveUnexplainedRejections = 21 }).Message, StringComparison.Ordinal);
        Assert.Contains("Give 0 to 7 days.", Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxOutageWait = TimeSpan.FromDays(8) }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new BulkOptions { TimeProvider = null! });
    }

    [Fact]
    public void WordsOf_ErrorWithOrWithoutText_DescribesIt()
    {
        Assert.Equal("BigCommerce answered 422 and did not say why.", RejectedRow.WordsOf(new ApiError { StatusCode = HttpStatusCode.UnprocessableEntity }));
        Assert.Equal(
            "Title Detail field: problem general problem",
            RejectedRow.WordsOf(new ApiError
            {
                StatusCode = HttpStatusCode.UnprocessableEntity,
                Title = "Title",
                Detail = "Detail",
                FieldErrors = new Dictionary<string, string> { ["field"] = "problem", [""] = "general problem" },
            }));
    }
}
