using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>A test with a store of its own on the server; it fails when a request matched no stub.</summary>
public abstract class WireMockTest(WireMockServer server) : IAsyncLifetime
{
    /// <summary>The store that this test's requests go to.</summary>
    protected WireMockStore Store { get; private set; } = null!;

    public virtual ValueTask InitializeAsync()
    {
        Store = server.OpenStore();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Store is null)
        {
            // The test was skipped.
            return;
        }

        await using (Store)
        {
            await Store.AssertEveryRequestMatchedAsync();
            await VerifyAsync();
        }
    }

    /// <summary>What else must hold when the test has ended.</summary>
    protected virtual Task VerifyAsync() => Task.CompletedTask;
}
