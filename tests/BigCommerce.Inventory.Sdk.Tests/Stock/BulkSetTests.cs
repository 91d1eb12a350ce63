using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

public class BulkSetTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task Set_ManyRows_GroupsByLocationInRequestsOf2000()
    {
        var rows = Enumerable.Range(0, 10_000).Select(i => new AbsoluteAdjustment((i % 3) + 1, ItemKey.Variant(i + 1), i)).ToList();

        var report = await _store.Bulk().Set(rows, new BulkOptions { Reason = "nightly" }).RunAsync();

        Assert.Equal(
            (10_000, 10_000, 0, 0, 0, 0),
            (report.RowCount, report.AppliedCount, report.RejectedCount, report.UnknownCount, report.NotSentCount, report.MergedCount));
        Assert.Equal(5, report.RequestCount);
        Assert.Equal([2000, 2000, 2000, 2000, 2000], _store.Requests.Select(request => request.Count));
        Assert.Equal(
            [[1L], [2L], [3L], [1L, 2L], [2L, 3L]],
            _store.Requests.Select(request => request.Select(row => row.Location).Distinct().ToArray()));
        Assert.Equal(["t-1", "t-2", "t-3", "t-4", "t-5"], report.TransactionIds);
        Assert.All(_store.Reasons, reason => Assert.Equal("nightly", reason));
        Assert.All(
            _store.Options,
            options => Assert.Equal(
                (RequestPriority.Background, report.CorrelationId),
                (options!.Priority!.Value, options.CorrelationId!.Value)));
        Assert.Equal(1, _store.MostInFlight);
        Assert.True(report.AllApplied);
        Assert.All(rows, row => Assert.Equal(row.Quantity, _store.Stock[(row.LocationId, row.Item)]));
    }

    [Fact]
    public async Task Set_Duplicates_LastWinsAndOthersAreReported()
    {
        var a = ItemKey.Sku("A");
        AbsoluteAdjustment[] rows = [new(1, a, 1), new(2, a, 2), new(1, a, 3, 7), new(1, a, 4)];

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((4, 2, 2), (report.RowCount, report.AppliedCount, report.MergedCount));
        Assert.Equal(
            [new MergedRow<AbsoluteAdjustment>(rows[0].ToBulkRow(0), 2), new MergedRow<AbsoluteAdjustment>(rows[2].ToBulkRow(2), 3)],
            report.MergedRows);
        Assert.Equal([(1L, a, (int?)4), (2L, a, 2)], Assert.Single(_store.Requests));
    }

    [Fact]
    public async Task Set_InvalidRow_IsRejectedAlone()
    {
        AbsoluteAdjustment[] rows =
        [
            new(1, ItemKey.Sku("A"), -1),
            new(1, default, 1),
            new(0, ItemKey.Sku("A"), 1),
            new(1, ItemKey.Sku("A"), 5),
        ];

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((4, 1, 3), (report.RowCount, report.AppliedCount, report.RejectedCount));
        Assert.Equal(
            [
                (0, "An absolute quantity must be 0 or more. Use a relative adjustment to reduce stock."),
                (1, "The row names no item. Give a SKU, a variant id or a product id."),
                (2, "The location id must be 1 or more."),
            ],
            report.RejectedRows.Select(rejection => ((int)rejection.Row.Index, rejection.Message)));
        Assert.All(report.RejectedRows, rejection => Assert.Null(rejection.StatusCode));
    }

    [Fact]
    public async Task Set_ResponseNamesRows_RejectsThemAndSendsTheOthers()
    {
        _store.BadItems.Add(ItemKey.Sku("A-2"));
        _store.BadLocations.Add(9);
        AbsoluteAdjustment[] rows =
        [
            new(1, ItemKey.Sku("A-1"), 1),
            new(1, ItemKey.Sku("A-2"), 2),
            new(9, ItemKey.Sku("A-1"), 3),
            new(2, ItemKey.Sku("A-2"), 4),
        ];

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((4, 1, 3, 3), (report.RowCount, report.AppliedCount, report.RejectedCount, report.RequestCount));
        Assert.Equal(
            [
                (2, ApiErrorReason.LocationNotFound, "Location not found, identities: [9]", HttpStatusCode.UnprocessableEntity),
                (1, ApiErrorReason.ItemNotFound, "Items not found, identities: [sku A-2]", HttpStatusCode.UnprocessableEntity),
                (3, ApiErrorReason.ItemNotFound, "Items not found, identities: [sku A-2]", HttpStatusCode.UnprocessableEntity),
            ],
            report.RejectedRows.Select(
                rejection => ((int)rejection.Row.Index, rejection.Reason, rejection.Message, rejection.StatusCode!.Value)));
    }

    [Fact]
    public async Task Set_ResponseNamesNothing_HalvesTheRequest()
    {
        _store.NamesBadRows = false;
        _store.BadItems.Add(ItemKey.Variant(77));
        var rows = Enumerable.Range(1, 2000).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));

        var report = await _store.Bulk().Set(rows).RunAsync();

        Assert.Equal((2000, 1999, 1), (report.RowCount, report.AppliedCount, report.RejectedCount));
        Assert.Equal(76, Assert.Single(report.RejectedRows).Row.Index);
        Assert.Equal(1 + (2 * 11), report.RequestCount);
    }

    [Fact]
    public async Task Set_RunFails_ExceptionHasTheReport()
    {
        _store.Before = number => number == 2
            ? throw new BigCommerceAuthenticationException(new ApiError { StatusCode = HttpStatusCode.Unauthorized })
            : Task.CompletedTask;
        var rows = Enumerable.Range(1, 5000).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i)).ToList();

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(() => _store.Bulk().Set(rows).RunAsync());

        Assert.Equal((5000, 2000, 3000), (exception.Report.RowCount, exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.IsType<BigCommerceAuthenticationException>(exception.InnerException);
        Assert.Equal(
            "The bulk run could not continue. Of 5000 rows, 2000 are applied, 0 rejected, 0 unknown, 3000 not sent, 0 merged and 0 net zero. BigCommerce returned 401 (Unauthorized). Check the access token: it may be revoked, mistyped or issued for another store.",
            exception.Message);
    }

    [Fact]
    public async Task AbsoluteBuilder_Run_SendsItsRows()
    {
        var report = await _store.Bulk()
            .Absolute("stocktaking")
            .Set(locationId: 1, ItemKey.Sku("RE-130"), 30)
            .Set(2, ItemKey.Product(5), 0)
            .RunAsync();

        Assert.Equal((2, 2), (report.RowCount, report.AppliedCount));
        Assert.Equal("stocktaking", Assert.Single(_store.Reasons));
        Assert.Equal(30, _store.Stock[(1, ItemKey.Sku("RE-130"))]);
    }

    [Fact]
    public async Task Set_InvalidRows_CountTowardsMaxRejectedRows()
    {
        var rows = Enumerable.Range(1, 50)
            .Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), -1))
            .Append(new(1, ItemKey.Variant(99), 5));

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk().Set(rows, new BulkOptions { MaxRejectedRows = 3 }).RunAsync());

        Assert.StartsWith(
            "More than 3 rows were rejected. The last message is: ",
            exception.InnerException!.Message,
            StringComparison.Ordinal);
        Assert.Equal((50, 0, 1), (exception.Report.RejectedCount, exception.Report.AppliedCount, exception.Report.NotSentCount));
        Assert.Empty(_store.Requests);
    }
}
