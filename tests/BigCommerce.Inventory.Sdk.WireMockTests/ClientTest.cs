using System.Reflection;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.WireMockTests.Server;
using Xunit.v3;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>
/// A test of the client against its own server, on a clock whose waits complete at once. It fails if a request matched no stub.
/// </summary>
public abstract class ClientTest : IDisposable
{
    protected ClientTest()
    {
        Client = new BigCommerceInventoryClient(
            StubServer.Hash,
            StubServer.AccessToken,
            new BigCommerceInventoryOptions { BaseAddress = Server.Address, MaxResponseBytes = 1 << 20 },
            new() { TimeProvider = Time });
        if (Stub is { } stub)
        {
            Server.Stub(stub.Operation, stub.Case);
        }
    }

    protected StubServer Server { get; } = new();

    /// <summary>The client's clock; <see cref="ManualTimeProvider.Elapsed"/> is the time it has waited.</summary>
    protected ManualTimeProvider Time { get; } = new() { AdvanceWhenIdle = true };

    protected BigCommerceInventoryClient Client { get; }

    private static StubAttribute? Stub => ((IXunitTestMethod)TestContext.Current.TestMethod!).Method.GetCustomAttribute<StubAttribute>();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        using (Server)
        {
            Server.AssertEveryRequestMatched();
            if (Stub is { } stub)
            {
                AssertRequests([.. MappingFiles.Find(stub.Operation, stub.Case).Select(exchange => exchange.Request)]);
            }
        }
    }

    /// <summary>Compares the verbs and URLs that the server received, in their order.</summary>
    protected void AssertRequests(params IReadOnlyList<string> expected) =>
        Assert.Equal(expected, Server.Requests.Select(request => request.ToString()));
}
