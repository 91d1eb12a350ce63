using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Refusals of a request as a whole end a run after a bounded number of requests.</summary>
public class WholeRefusalTests
{
    private readonly FakeStore _store = new();

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(406)]
    [InlineData(415)]
    [InlineData(423)]
    [InlineData(501)]
    [InlineData(507)]
    public async Task Set_RequestIsRefusedAsAWhole_EndsAtOnceWithTheServersWords(int status)
    {
        _store.Before = _ => throw Refusal(status, "The store is closed");

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => _store.Bulk().Set(Rows(4000)).RunAsync());

        Assert.Equal(
            (0, 0, 4000, 1),
            (exception.Report.RejectedCount, exception.Report.UnknownCount, exception.Report.NotSentCount, exception.Report.RequestCount));
        Assert.Contains("The store is closed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(status, (int)Assert.IsAssignableFrom<BigCommerceApiException>(exception.InnerException).StatusCode);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Set_EveryRequestIsRefusedWithoutNames_EndsAfterTheBound(int status)
    {
        _store.Before = _ => throw Refusal(status, "No");

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => _store.Bulk().Set(Rows(4000)).RunAsync());

        Assert.Equal(50, exception.Report.RequestCount);
        Assert.Equal(
            "The API rejected 50 requests in a row without naming a row. The last message is: No",
            exception.InnerException!.Message);
        Assert.IsType<BigCommerceApiException>(exception.InnerException.InnerException);

        // Rows that were refused alone are rejected; nothing is said about the others.
        Assert.InRange(exception.Report.RejectedCount, 1, 49);
        Assert.Equal(4000, exception.Report.RejectedCount + exception.Report.NotSentCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1999)]
    [InlineData(2000)]

    // More rejections than the bound, with applied requests between them.
    [InlineData(1, 2000)]
    public async Task Adjust_OversoldRowsAmong2000WithTheSmallestBound_AreFound(params int[] oversold)
    {
        _store.NamesBadRows = false;
        _store.BadItems.UnionWith(oversold.Select(item => ItemKey.Variant(item)));
        var rows = Enumerable.Range(1, 2000).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), -1));

        var report = await _store.Bulk().Adjust(rows, new BulkOptions { MaxConsecutiveUnexplainedRejections = 22 }).RunAsync();

        Assert.Equal((2000 - oversold.Length, oversold.Length), (report.AppliedCount, report.RejectedCount));
        Assert.Equal(oversold.Select(item => item - 1L), report.RejectedRows.Select(rejected => rejected.Row.Index));
    }

    [Fact]
    public async Task Set_RefusalsThatNameARowEach_AreNotBounded()
    {
        foreach (var i in Enumerable.Range(1, 200))
        {
            _store.BadItems.Add(ItemKey.Variant(i));
        }

        _store.Before = _ => _store.Requests[^1].FirstOrDefault(row => _store.BadItems.Contains(row.Item)) is { Location: > 0 } bad
            ? throw FakeStore.Refusal($"[{bad.Item}]", ApiErrorReason.ItemNotFound, [bad.Item])
            : Task.CompletedTask;

        var report = await _store.Bulk().Set(Rows(300)).RunAsync();

        Assert.Equal((100, 200, 201), (report.AppliedCount, report.RejectedCount, report.RequestCount));
    }

    [Fact]
    public async Task Set_UnknownReasonThatNamesALocation_SendsTheGoodRowsThere()
    {
        _store.Before = _ => _store.Requests[^1].Any(row => row is { Location: 2, Item: var item } && item == ItemKey.Variant(1500))
            ? throw FakeStore.Refusal("Something at [location_id 2]", locations: [2])
            : Task.CompletedTask;
        var rows = Enumerable.Range(1, 2000).Select(i => new AbsoluteAdjustment(i <= 1000 ? 1 : 2, ItemKey.Variant(i), i));

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((1999, 1), (report.AppliedCount, report.RejectedCount));
        Assert.Equal(1499, report.RejectedRows[0].Row.Index);
    }

    private static BigCommerceApiException Refusal(int status, string title) =>
        new(new ApiError { StatusCode = (HttpStatusCode)status, Title = title });

    private static IEnumerable<AbsoluteAdjustment> Rows(int count) =>
        Enumerable.Range(1, count).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));
}
