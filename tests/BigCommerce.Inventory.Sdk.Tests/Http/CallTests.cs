using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

public sealed class CallTests : IDisposable
{
    private const string Path = "/stores/abc/v3/inventory/items";

    private readonly ManualTimeProvider _time = new();
    private readonly StubHandler _stub = new();
    private readonly StoreContext _store;

    public CallTests() => _store = new(
        new StoreCredentials("abc", StubHandler.TestToken),
        new BigCommerceInventoryOptions(),
        new Transport(_stub, _time));

    public void Dispose() => _stub.Dispose();

    // A wait of -1 ms would mean a wait without a limit.
    [Theory]
    [InlineData(0, 30)]
    [InlineData(10, 30)]
    [InlineData(15, 25)]
    [InlineData(40, 0)]
    [InlineData(40.001, 0)]
    public void QuotaWaitLeft_TimeSinceTheStart_IsAtMostTheTimeLeftAndNeverNegative(double elapsed, double left)
    {
        var call = NewCall(new RequestOptions { MaxRateLimitWait = TimeSpan.FromSeconds(30), Timeout = TimeSpan.FromSeconds(40) });

        _time.Advance(TimeSpan.FromSeconds(elapsed));

        Assert.Equal(TimeSpan.FromSeconds(left), call.QuotaWaitLeft);
    }

    [Fact]
    public async Task AcquirePermit_CallThatWaitsAgain_PrecedesLaterCalls()
    {
        // Until a response tells the quota, four requests may be in flight.
        var calls = Enumerable.Range(0, 5).Select(_ => NewCall()).ToArray();
        foreach (var call in calls[..4])
        {
            Assert.True((await call.AcquirePermitAsync(CancellationToken.None)).IsGranted);
        }

        var later = calls[4].AcquirePermitAsync(CancellationToken.None).AsTask();
        var again = calls[0].AcquirePermitAsync(CancellationToken.None).AsTask();
        _store.Limiter.NotSent();

        Assert.Same(again, await Task.WhenAny(again, later));
    }

    [Fact]
    public void TakePermit_OverlappingAttempts_GivesEachItsOwn()
    {
        var call = NewCall();
        var permits = Enumerable.Range(0, 3).Select(i => new QuotaPermit(GrantedAt: i, TimeSpan.Zero)).ToArray();
        foreach (var permit in permits)
        {
            call.AddPermit(permit);
        }

        var taken = new List<QuotaPermit>();
        while (call.TakeUnusedPermit() is { } permit)
        {
            taken.Add(permit);
        }

        Assert.Equal(permits, taken.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task TakePermit_PipelineWithoutTheRateLimit_IsNull() =>
        Assert.Null(await NewCall().TakePermitAsync(CancellationToken.None));

    private Call NewCall(RequestOptions? options = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.bigcommerce.com" + Path);
        request.Options.Set(new HttpRequestOptionsKey<RequestOptions?>(RequestOptions.PropertyKey), options);
        return new Call(_store, request, Path);
    }
}
