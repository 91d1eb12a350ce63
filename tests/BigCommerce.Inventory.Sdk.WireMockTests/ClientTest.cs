using System.Reflection;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.WireMockTests.Server;
using Xunit.v3;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>A test of the client against its own store, on a clock whose waits pass at once.</summary>
public abstract class ClientTest(WireMockServer server) : WireMockTest(server)
{
    /// <summary>The client's clock; <see cref="ManualTimeProvider.Elapsed"/> is what it has waited.</summary>
    protected ManualTimeProvider Time { get; } = new() { AutoAdvance = true };

    protected BigCommerceInventoryClient Client { get; private set; } = null!;

    private static StubAttribute? Stub => ((IXunitTestMethod)TestContext.Current.TestMethod!).Method.GetCustomAttribute<StubAttribute>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Client = new BigCommerceInventoryClient(
            Store.Hash,
            WireMockStore.AccessToken,
            new BigCommerceInventoryOptions { BaseAddress = Store.ServerAddress, MaxResponseBytes = 1 << 20 },
            new() { TimeProvider = Time });
        if (Stub is { } stub)
        {
            await Store.StubAsync(stub.Operation, stub.Case);
        }
    }

    protected override async Task VerifyAsync()
    {
        Client.Dispose();
        if (Stub is { } stub)
        {
            await AssertRequestsAsync([.. MappingFiles.Find(stub.Operation, stub.Case).Select(MappingFiles.RequestLine)]);
        }
    }

    /// <summary>Compares the verbs and URLs that the server saw, in their order.</summary>
    protected async Task AssertRequestsAsync(params IReadOnlyList<string> expected) =>
        Assert.Equal(expected, (await Store.RequestsAsync()).Select(request => request.ToString()));
}
