using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>How a run reads its input and divides it.</summary>
public class InputReaderTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task ReadAsync_ClosedMeanwhile_DropsTheNextRowAndEnds()
    {
        InputReader<AbsoluteAdjustment>? reader = null;
        var given = 0;
        reader = new InputReader<AbsoluteAdjustment>(
            InputSource<AbsoluteAdjustment>.From(Given()),
            AbsoluteKind.Instance,
            new BulkOptions(),
            ItemRelation.BySpelling);

        await reader.ReadAsync(CancellationToken.None);

        Assert.Equal((1, 1L, false), (given, reader.RowsRead, reader.IsAtEnd));
        Assert.Equal(0, Assert.Single(Assert.Single(reader.TakeRest()).Rows).Index);
        await reader.DisposeAsync();

        IEnumerable<AbsoluteAdjustment> Given()
        {
            for (; given < 3; given++)
            {
                if (given == 1)
                {
                    reader!.Close();
                }

                yield return Row(1, given);
            }
        }
    }

    [Fact]
    public async Task SetStream_ManyInvalidRows_ReturnsThemInListsOfARequestsLength()
    {
        var rows = Enumerable.Range(0, 5).Select(i => new AbsoluteAdjustment(1, ItemKey.Variant(i + 1), -1));

        var results = await _store.Bulk().Set(rows, new BulkOptions { MaxRowsPerRequest = 2 }).EnumerateAsync().ToListAsync();

        Assert.Equal([2, 2, 1], results.Select(result => result.RejectedRows.Count));
    }

    [Fact]
    public async Task Set_InvalidRowsBetweenOthers_DoNotChangeTheRequests()
    {
        AbsoluteAdjustment[] valid = [Row(2, 0), Row(2, 1), Row(1, 2), Row(1, 3)];
        var invalid = Enumerable.Repeat(new AbsoluteAdjustment(1, ItemKey.Variant(9), -1), 2);
        var options = new BulkOptions { MaxRowsPerRequest = 2 };

        await _store.Bulk().Set([.. valid[..2], .. invalid, .. valid[2..]], options).RunAsync();

        Assert.Equal([1L, 1, 2, 2], _store.Requests.SelectMany(request => request.Select(row => row.Location)));
    }

    [Fact]
    public async Task Set_StreamWithAnInvalidRow_RejectsItWithItsIndex()
    {
        AbsoluteAdjustment[] rows = [Row(1, 0), Row(1, 1), new(1, ItemKey.Variant(3), -1)];

        var report = await _store.Bulk().Set(rows.ToAsyncEnumerable()).RunAsync();

        Assert.Equal((2, 1), (report.AppliedCount, report.RejectedCount));
        Assert.Equal(2, report.RejectedRows[0].Row.Index);
    }

    [Fact]
    public async Task Reconcile_EndsEarly_CountsDifferencesThatWereNotReadAsNotSent()
    {
        _store.Before = _ => throw new BigCommerceAuthenticationException(
            new ApiError { StatusCode = System.Net.HttpStatusCode.Unauthorized });
        var options = new ReconcileOptions { Bulk = new BulkOptions { MaxRowsPerRequest = 1, MaxBufferedRows = 1 } };

        var exception = await Assert.ThrowsAsync<BulkRunException<AbsoluteAdjustment>>(
            () => _store.Bulk(items: new FakeItems(_store, TimeProvider.System))
                .Reconcile([Row(1, 0), Row(1, 1), Row(1, 2)], options)
                .RunAsync());

        Assert.Equal((3, 3), (exception.Report.RowCount, exception.Report.NotSentCount));
        Assert.Single(_store.Requests);
    }

    private static AbsoluteAdjustment Row(long location, int i) => new(location, ItemKey.Variant(i + 1), i);
}
