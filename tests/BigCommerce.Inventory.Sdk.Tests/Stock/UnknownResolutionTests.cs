using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Finding out by reading whether a change took effect whose response was lost.</summary>
public class UnknownResolutionTests
{
    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };
    private readonly FakeStore _store = new();
    private readonly FakeItems _items;

    public UnknownResolutionTests()
    {
        _items = new FakeItems(_store, _time);
        foreach (var item in Enumerable.Range(1, 4))
        {
            _store.Stock[(1, ItemKey.Variant(item))] = 10;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task UnknownResolution_ChangeIsVisible_ReportsApplied(int secondsUntilVisible)
    {
        _items.Delay = TimeSpan.FromSeconds(secondsUntilVisible);
        _store.After = Lose;

        var report = await RunAsync(1, 2);

        Assert.Equal((2, 0, 1), (report.AppliedCount, report.UnknownCount, report.RequestCount));
        Assert.Single(_store.Requests);
        Assert.InRange(report.Elapsed.TotalSeconds, secondsUntilVisible, secondsUntilVisible + 10);
    }

    [Fact]
    public async Task UnknownResolution_ChangeNotVisibleInTime_ReportsNotSent()
    {
        _store.Before = Lose;

        var report = await RunAsync(1, 2);

        Assert.Equal((0, 0, 2), (report.AppliedCount, report.UnknownCount, report.NotSentCount));
        Assert.Single(_store.Requests);
        Assert.Equal(TimeSpan.FromMinutes(1), report.Elapsed);
    }

    [Fact]
    public async Task UnknownResolution_RowsContradict_StaysUnknown()
    {
        // Another app takes away what one row added: a part shows the change, a part does not.
        _store.After = number =>
        {
            _store.Stock[(1, ItemKey.Variant(1))] -= 1;
            return Lose(number);
        };

        var report = await RunAsync(1, 2);

        Assert.Equal((0, 2), (report.AppliedCount, report.UnknownCount));
    }

    [Fact]
    public async Task UnknownResolution_OneRowChangedByOthers_FollowsTheMajority()
    {
        _store.After = number =>
        {
            _store.Stock[(1, ItemKey.Variant(1))] -= 7;
            return Lose(number);
        };

        var report = await RunAsync(1, 2, 3, 4);

        Assert.Equal((4, 0), (report.AppliedCount, report.UnknownCount));
    }

    [Fact]
    public async Task UnknownResolution_ReadsFail_StaysUnknownAndContinues()
    {
        _items.Failure = new BigCommerceConnectionException("No.");
        _store.After = Lose;

        var report = await RunAsync(1, 2);

        Assert.Equal((0, 2), (report.AppliedCount, report.UnknownCount));
    }

    [Fact]
    public async Task Adjust_ReadAfterALostResponseThrowsAnything_KeepsTheReport()
    {
        _store.After = number =>
        {
            _items.Failure = new InvalidOperationException("A handler of the application failed.");
            return Lose(number);
        };

        var report = await RunAsync(1, 2);

        Assert.Equal((0, 2), (report.AppliedCount, report.UnknownCount));
    }

    [Fact]
    public async Task UnknownResolution_NoLostResponse_ReadsOncePerRequest()
    {
        var report = await RunAsync(1, 2);

        Assert.Equal((2, 1), (report.AppliedCount, _items.Reads));
    }

    [Fact]
    public async Task UnknownResolution_RequestIsRefused_DoesNotReadAfterIt()
    {
        _store.Before = _ => throw new BigCommerceAuthenticationException(
            new ApiError { StatusCode = System.Net.HttpStatusCode.Unauthorized });

        var exception = await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(() => RunAsync(1, 2));

        Assert.Equal((2, 1), (exception.Report.NotSentCount, _items.Reads));
    }

    [Theory]
    [InlineData("10>11", "Applied")]
    [InlineData("10>10", "NotApplied")]
    [InlineData("10>9", "Undecided")]
    [InlineData("10>11 10>11 10>5", "Applied")]
    [InlineData("10>11 10>5", "Undecided")]
    [InlineData("10>11 10>10", "Undecided")]
    [InlineData("10>10 10>10 10>5", "NotApplied")]
    [InlineData("10>10 10>5", "Undecided")]
    [InlineData("10>10 10>10 10>11", "Undecided")]
    [InlineData("?>11", "Undecided")]
    [InlineData("10>?", "Undecided")]
    [InlineData("10>11 10>11 ?>?", "Applied")]
    [InlineData("10>11 ?>? ?>?", "Undecided")]
    public void Judge_StockBeforeAndAfter_DecidesOnlyWhenRowsAgree(string seen, string verdict)
    {
        var levels = seen.Split(' ')
            .Select(pair => pair.Split('>'))
            .Select(ends => (Before: Number(ends[0]), After: Number(ends[1])))
            .ToArray();
        BulkRow<RelativeAdjustment>[] rows =
        [
            .. levels.Select((_, i) => new RelativeAdjustment(1, ItemKey.Variant(i + 1), 1).ToBulkRow(i)),
        ];

        Assert.Equal(verdict, StockEvidence.Judge(rows, row => levels[row.Index].Before, row => levels[row.Index].After).ToString());

        static int? Number(string text) => text == "?" ? null : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Judge_RowsChangeBackordersAlone_IsUndecided()
    {
        BulkRow<RelativeAdjustment>[] rows =
        [
            RelativeAdjustment.Backordered(1, ItemKey.Variant(1), 3).ToBulkRow(0),
            new RelativeAdjustment(1, ItemKey.Variant(2), 0, 3).ToBulkRow(1),
        ];

        Assert.All(rows, row => Assert.Equal(StockVerdict.Undecided, StockEvidence.Judge([row], _ => 10, _ => 10)));
    }

    private Task<BulkReport<RelativeAdjustment>> RunAsync(params int[] items) =>
        _store.Bulk(_time, _items)
            .Adjust(
                items.Select(item => new RelativeAdjustment(1, ItemKey.Variant(item), 1)).ToList(),
                new BulkOptions { VerifyUnknownRows = new PollingOptions() })
            .RunAsync();

    private static Task Lose(int number) => throw new BigCommerceEffectUnknownException("Lost.", "POST", "/x", DateTimeOffset.UnixEpoch);
}
