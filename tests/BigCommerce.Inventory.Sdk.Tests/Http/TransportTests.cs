using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Http;

public class TransportTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Stores_TransportsToTheNetwork_AreShared()
    {
        using var sockets = new SocketsHttpHandler();
        using var other = new HttpClientHandler();

        Assert.Same(new Transport(sockets, _time).Stores, new Transport(other, _time).Stores);
        Assert.NotSame(new Transport(sockets, _time).Stores, new Transport(sockets, new ManualTimeProvider()).Stores);
    }

    [Fact]
    public void Stores_TransportsToHandlersOfTheApplication_AreSeparate()
    {
        using var stub = new StubHandler();
        using var other = new StubHandler();

        Assert.NotSame(new Transport(stub, _time).Stores, new Transport(other, _time).Stores);
        Assert.Same(new Transport(stub, _time).Stores, new Transport(stub, _time).Stores);
    }
}
