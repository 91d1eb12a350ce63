using System.Diagnostics;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Stock;

public class BulkSpanTests
{
    private readonly FakeStore _store = new();

    [Fact]
    public async Task Set_RunHasASpan_SendsItsRequestsInside()
    {
        using var listener = new TelemetryListener();
        using var caller = new Activity("nightly sync").Start();
        Activity? current = null;
        _store.Before = _ => Remember(out current);

        await _store.Bulk().Set([new AbsoluteAdjustment(1, ItemKey.Variant(1), 1)]).RunAsync();

        Assert.Same(Assert.Single(listener.Spans, span => span.ParentSpanId == caller.SpanId), current);
        Assert.Equal("bulk absolute", current!.DisplayName);
    }

    [Fact]
    public async Task Set_NobodyListens_SendsItsRequestsInTheSpanOfTheCaller()
    {
        using var caller = new Activity("nightly sync").Start();
        Activity? current = null;
        _store.Before = _ => Remember(out current);

        await _store.Bulk().Set([new AbsoluteAdjustment(1, ItemKey.Variant(1), 1)]).RunAsync();

        // A test that runs at the same time may listen: then the run's span is between.
        Assert.Equal(caller.TraceId, current?.TraceId);
    }

    [Fact]
    public async Task SetStream_AbandonedWhileTheInputWaits_IsNoError()
    {
        using var listener = new TelemetryListener();
        using var caller = new Activity("nightly sync").Start();
        var options = new BulkOptions { MaxRowsPerRequest = 1, MaxBufferedRows = 1, MaxConcurrency = 2 };

        await foreach (var result in _store.Bulk().Set(RowsAsync(), options).EnumerateAsync().Take(1))
        {
            Assert.Single(result.AppliedRows);
        }

        var span = Assert.Single(listener.Spans, span => span.ParentSpanId == caller.SpanId);
        Assert.Equal((1L, ActivityStatusCode.Unset), (span.GetTagItem("bigcommerce.bulk.rows.applied"), span.Status));

        static async IAsyncEnumerable<AbsoluteAdjustment> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new AbsoluteAdjustment(1, ItemKey.Variant(1), 1);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private static Task Remember(out Activity? current)
    {
        current = Activity.Current;
        return Task.CompletedTask;
    }
}
