using System.Net;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>Where the rivals send to.</summary>
/// <param name="Name">How titles name it.</param>
/// <param name="Address">The store's address.</param>
/// <param name="CreateHandler">Makes what sends, one for each rival.</param>
internal sealed record Transport(string Name, Uri Address, Func<HttpMessageHandler> CreateHandler)
{
    public static readonly Transport InProcess = new("in the process", new Uri("http://127.0.0.1/"), () => new Server.StubStore());

    public bool IsInProcess => this == InProcess;

    public static Transport Loopback(Uri address) => new("over loopback", address, () => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        UseCookies = false,
    });
}
