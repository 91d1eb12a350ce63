using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>Garnet, in a process of its own that can be killed.</summary>
public static class GarnetHost
{
    public static GarnetServer Start(int port)
    {
        var server = new GarnetServer([
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--lua", "--lua-transaction-mode", "--memory", "64m", "--index", "1m", "-q"]);
        server.Start();
        return server;
    }

    public static async Task RunAsync(int port, TextReader input, TextWriter output)
    {
        using var server = Start(port);
        await output.WriteLineAsync("ready");
        await input.ReadLineAsync();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
