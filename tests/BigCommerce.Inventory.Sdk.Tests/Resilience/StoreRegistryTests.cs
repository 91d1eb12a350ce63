using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;
using Polly;

namespace BigCommerce.Inventory.Tests.Resilience;

public class StoreRegistryTests
{
    private static readonly Uri Store = new("https://api.bigcommerce.com/stores/abc/v3");

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Get_SameStoreAndClock_ReturnsTheSameLimiter()
    {
        var limiters = StoreRegistry.In(_time);

        var limiter = For(limiters, Store);

        Assert.Same(limiter, For(limiters, new Uri("https://API.bigcommerce.com/stores/abc/v3")));
        Assert.Same(limiters, StoreRegistry.In(_time));
        Assert.NotSame(limiter, For(limiters, new Uri("https://api.bigcommerce.com/stores/abd/v3")));
        Assert.NotSame(limiter, For(limiters, new Uri("https://api.example.test/stores/abc/v3")));
        Assert.NotSame(limiter, limiters.For(Store, new ManualTimeProvider(), () => 0));
        Assert.NotSame(limiters, StoreRegistry.In(new object()));
    }

    [Fact]
    public void Clients_OfOneStore_ShareALimiterUnlessStubbed()
    {
        using var first = new BigCommerceInventoryClient("shared", "token-a", settings: new() { TimeProvider = _time });
        using var second = new BigCommerceInventoryClient("shared", "token-b", settings: new() { TimeProvider = _time });
        using var stubbed = new BigCommerceInventoryClient(
            "shared",
            "token-a",
            settings: new() { HttpHandler = new Support.StubHandler(), TimeProvider = _time });

        Assert.Equal(1, StoreRegistry.In(_time).Count);
    }

    [Fact]
    public void PipelineFor_MoreSettingsThanKept_ForgetsUnusedOnes()
    {
        var state = new StoreState(TimeProvider.System, () => 0);
        var built = new List<int>();

        for (var settings = 0; settings < 2 * StoreState.MaxPipelines; settings++)
        {
            Use(0);
            Use(settings);
        }

        Use(2 * StoreState.MaxPipelines - 1);
        Use(1);

        Assert.Equal([.. Enumerable.Range(0, 2 * StoreState.MaxPipelines), 1], built);

        void Use(int settings) => state.GetPipeline(settings, () =>
        {
            built.Add(settings);
            return new BuiltPipeline(ResiliencePipeline<HttpResponseMessage>.Empty, Circuit: null);
        });
    }

    [Fact]
    public void PipelineFor_AsManySettingsAsKept_BuildsEachOnce()
    {
        var state = new StoreState(TimeProvider.System, () => 0);
        var built = new List<int>();

        for (var settings = 0; settings < StoreState.MaxPipelines; settings++)
        {
            Use(0);
            Use(settings);
        }

        Use(1);

        Assert.Equal(Enumerable.Range(0, StoreState.MaxPipelines), built);

        void Use(int settings) => state.GetPipeline(settings, () =>
        {
            built.Add(settings);
            return new BuiltPipeline(ResiliencePipeline<HttpResponseMessage>.Empty, Circuit: null);
        });
    }

    [Fact]
    public void Get_StoreUsedWithinTheIdleTime_IsNotForgotten()
    {
        var limiters = StoreRegistry.In(_time);
        Request();
        _time.Advance(StoreRegistry.IdleTime - TimeSpan.FromMinutes(1));
        Request();
        _time.Advance(StoreRegistry.IdleTime - TimeSpan.FromMinutes(1));

        LookUp(limiters, 500);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        LookUp(limiters, 500);

        Assert.Equal(2, limiters.Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Request() => For(limiters, new Uri("https://api.bigcommerce.com/stores/used/v3")).Limiter.TryAcquire(default);
    }

    [Fact]
    public void Get_IdleStores_AreForgotten()
    {
        var limiters = StoreRegistry.In(_time);
        Use(limiters, 1_000);
        Assert.Equal(1_000, limiters.Count);

        _time.Advance(StoreRegistry.IdleTime + TimeSpan.FromSeconds(1));
        var held = For(limiters, Store);
        LookUp(limiters, 5_000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        LookUp(limiters, 5_000);

        Assert.Equal(1, limiters.Count);
        Assert.Same(held, For(limiters, Store));
    }

    [Fact]
    public void Get_StoreHeldByAClient_IsNotForgotten()
    {
        var limiters = StoreRegistry.In(_time);
        var held = For(limiters, Store);

        _time.Advance(StoreRegistry.IdleTime * 3);
        Use(limiters, 2_000);
        GC.Collect();
        Use(limiters, 2_000);

        Assert.Same(held, For(limiters, Store));
    }

    private StoreState For(StoreRegistry limiters, Uri store) => limiters.For(store, _time, () => 0);

    // A separate method, so that no local variable keeps the limiters alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Use(StoreRegistry limiters, int count)
    {
        for (var i = 0; i < count; i++)
        {
            For(limiters, new Uri($"https://api.bigcommerce.com/stores/s{i}/v3"));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LookUp(StoreRegistry limiters, int count)
    {
        for (var i = 0; i < count; i++)
        {
            For(limiters, Store);
        }
    }
}
