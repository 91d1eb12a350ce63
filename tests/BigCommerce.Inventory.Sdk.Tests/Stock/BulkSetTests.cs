using System.Net;

namespace BigCommerce.Inventory.Tests.Adjustments;

public class BulkSetTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task Sends_rows_grouped_by_location_in_requests_of_2000()
    {
        var rows = Enumerable.Range(0, 10_000).Select(i => new AbsoluteAdjustment((i % 3) + 1, ItemKey.Variant(i + 1), i)).ToList();

        var report = await _store.SetAsync(rows, new BulkOptions { Reason = "nightly" });

        Assert.Equal((10_000, 10_000, 0, 0, 0, 0), (report.Rows, report.Applied, report.Rejected, report.Unknown, report.NotSent, report.Duplicates));
        Assert.Equal(5, report.Requests);
        Assert.Equal([2000, 2000, 2000, 2000, 2000], _store.Requests.Select(request => request.Count));
        Assert.Equal([[1L], [2L], [3L], [1L, 2L], [2L, 3L]], _store.Requests.Select(request => request.Select(row => row.Location).Distinct().ToArray()));
        Assert.Equal(["t-1", "t-2", "t-3", "t-4", "t-5"], report.TransactionIds);
        Assert.All(_store.Reasons, reason => Assert.Equal("nightly", reason));
        Assert.All(_store.Options, options => Assert.Equal((RequestPriority.Background, report.CorrelationId), (options!.Priority!.Value, options.CorrelationId!.Value)));
        Assert.Equal(1, _store.MostInFlight);
        Assert.True(report.AllApplied);
        Assert.All(rows, row => Assert.Equal(row.Quantity, _store.Stock[(row.LocationId, row.Item)]));
    }

    [Fact]
    public async Task The_last_duplicate_wins_and_the_others_are_reported()
    {
        var a = ItemKey.Sku("A");
        AbsoluteAdjustment[] rows = [new(1, a, 1), new(2, a, 2), new(1, a, 3, 7), new(1, a, 4)];

        var report = await _store.SetAsync(rows);

        Assert.Equal((4, 2, 2), (report.Rows, report.Applied, report.Duplicates));
        Assert.Equal([new DuplicateRow(new BulkRow(0, 1, a, 1), 2), new DuplicateRow(new BulkRow(2, 1, a, 3, 7), 3)], report.DuplicateRows);
        Assert.Equal([(1L, a, (int?)4), (2L, a, 2)], Assert.Single(_store.Requests));
    }

    [Fact]
    public async Task A_row_that_is_wrong_in_itself_costs_only_itself()
    {
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("A"), -1), new(1, default, 1), new(0, ItemKey.Sku("A"), 1), new(1, ItemKey.Sku("A"), 5)];

        var report = await _store.SetAsync(rows);

        Assert.Equal((4, 1, 3), (report.Rows, report.Applied, report.Rejected));
        Assert.Equal(
            [
                (0, "An absolute quantity must be 0 or more. Use a relative adjustment to take stock away."),
                (1, "The row names no item. Give a SKU, a variant id or a product id."),
                (2, "The location id must be 1 or more."),
            ],
            report.Rejections.Select(rejection => ((int)rejection.Row.Index, rejection.Message)));
        Assert.All(report.Rejections, rejection => Assert.Null(rejection.StatusCode));
    }

    [Fact]
    public async Task Rows_that_the_answer_names_are_set_aside_and_the_rest_is_sent_again()
    {
        _store.BadItems.Add(ItemKey.Sku("A-2"));
        _store.BadLocations.Add(9);
        AbsoluteAdjustment[] rows = [new(1, ItemKey.Sku("A-1"), 1), new(1, ItemKey.Sku("A-2"), 2), new(9, ItemKey.Sku("A-1"), 3), new(2, ItemKey.Sku("A-2"), 4)];

        var report = await _store.SetAsync(rows);

        Assert.Equal((4, 1, 3, 3), (report.Rows, report.Applied, report.Rejected, report.Requests));
        Assert.Equal(
            [
                (2, ApiErrorReason.LocationNotFound, "Location not found, identities: [9]", HttpStatusCode.UnprocessableEntity),
                (1, ApiErrorReason.ItemNotFound, "Items not found, identities: [sku A-2]", HttpStatusCode.UnprocessableEntity),
                (3, ApiErrorReason.ItemNotFound, "Items not found, identities: [sku A-2]", HttpStatusCode.UnprocessableEntity),
            ],
            report.Rejections.Select(rejection => ((int)rejection.Row.Index, rejection.Reason, rejection.Message, rejection.StatusCode!.Value)));
    }

    [Fact]
    public async Task Where_the_answer_names_nothing_the_request_is_halved()
    {
        _store.NamesBadRows = false;
        _store.BadItems.Add(ItemKey.Variant(77));
        var rows = Enumerable.Range(1, 2000).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i));

        var report = await _store.SetAsync(rows);

        Assert.Equal((2000, 1999, 1), (report.Rows, report.Applied, report.Rejected));
        Assert.Equal(76, Assert.Single(report.Rejections).Row.Index);
        Assert.Equal(1 + (2 * 11), report.Requests);
    }

    [Fact]
    public async Task A_failure_that_ends_the_run_carries_its_report()
    {
        _store.Before = number => number == 2
            ? throw new BigCommerceAuthenticationException(new ApiError { StatusCode = HttpStatusCode.Unauthorized })
            : Task.CompletedTask;
        var rows = Enumerable.Range(1, 5000).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), i)).ToList();

        var exception = await Assert.ThrowsAsync<BulkRunException>(() => _store.SetAsync(rows));

        Assert.Equal((5000, 2000, 3000), (exception.Report.Rows, exception.Report.Applied, exception.Report.NotSent));
        Assert.IsType<BigCommerceAuthenticationException>(exception.InnerException);
        Assert.Equal(
            "The bulk run could not go on. Of 5000 rows 2000 are applied, 0 rejected, 0 unknown, 0 duplicates, 0 net zero and 3000 not sent. BigCommerce returned 401 (Unauthorized). Check the access token: it may be revoked, mistyped or issued for another store.",
            exception.Message);
    }

    [Fact]
    public async Task The_builder_sends_what_it_collected()
    {
        var report = await _store.Absolute("stocktaking").Set(locationId: 1, ItemKey.Sku("RE-130"), 30).Set(2, ItemKey.Product(5), 0).SubmitAsync();

        Assert.Equal((2, 2), (report.Rows, report.Applied));
        Assert.Equal("stocktaking", Assert.Single(_store.Reasons));
        Assert.Equal(30, _store.Stock[(1, ItemKey.Sku("RE-130"))]);
    }

    [Fact]
    public async Task Rows_that_are_wrong_in_themselves_count_as_rejected_too()
    {
        var rows = Enumerable.Range(1, 50).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i), -1)).Append(new(1, ItemKey.Variant(99), 5));

        var exception = await Assert.ThrowsAsync<BulkRunException>(() => _store.SetAsync(rows, new BulkOptions { MaxRejectedRows = 3 }));

        Assert.StartsWith("More than 3 rows were rejected, the last one with: ", exception.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal((50, 0, 1), (exception.Report.Rejected, exception.Report.Applied, exception.Report.NotSent));
        Assert.Empty(_store.Requests);
    }
}
