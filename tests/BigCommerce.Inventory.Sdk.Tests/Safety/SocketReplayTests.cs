using System.Net;
using System.Net.Sockets;
using System.Text;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Safety;

/// <summary>What <see cref="SocketsHttpHandler"/> repeats on its own, below the send gate.</summary>
public sealed class SocketReplayTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Request_ReusedConnectionCloses_IsSentOnce(string verb)
    {
        await using var server = new KeptConnectionServer();
        using var client = Client(server.Address);
        await client.Items.ListAsync();

        var exception = await Assert.ThrowsAnyAsync<BigCommerceException>(() => CallAsync(client, verb));

        // Both requests used one connection: the socket handler only retries on reused connections.
        Assert.Equal([1, 1], server.ConnectionOfRequests);
        Assert.Equal(verb == "GET" ? RequestEffect.None : RequestEffect.Unknown, exception.Effect);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Http2Request_GoAwayWithoutHandling_ReportsACorrectEffect(string verb)
    {
        await using var server = new GoAwayServer();
        using var sockets = new SocketsHttpHandler();
        using var http2 = new Http2Handler { InnerHandler = sockets };
        using var client = Client(server.Address, http2);

        var exception = await Record.ExceptionAsync(() => CallAsync(client, verb));

        // GOAWAY proves that the stream was not handled, so the socket handler may repeat it. The body of a POST is written once at most.
        var failure = Assert.IsAssignableFrom<BigCommerceException>(exception);
        Assert.InRange(server.Streams, 1, 10);
        Assert.True(verb != "POST" || server.Bodies <= 1, $"{server.Bodies} bodies");
        Assert.NotEqual(RequestEffect.Applied, failure.Effect);
    }

    private static Task CallAsync(BigCommerceInventoryClient client, string verb) => verb switch
    {
        "GET" => client.Items.ListAsync(),
        "DELETE" => client.Metafields.DeleteAsync(2, 42),
        "PUT" => client.Adjustments.SetAbsoluteAsync(new([new AbsoluteAdjustment(1, ItemKey.Variant(79), 3)])),
        _ => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)])),
    };

    private static BigCommerceInventoryClient Client(Uri address, HttpMessageHandler? handler = null)
    {
        var options = new BigCommerceInventoryOptions { BaseAddress = address, Resilience = { MaxRetryAttempts = 0 } };
        return new BigCommerceInventoryClient(
            "abc",
            StubHandler.TestToken,
            options,
            new() { HttpHandler = handler ?? new SocketsHttpHandler() });
    }

    private sealed class Http2Handler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A loopback server that serves each connection with the given method.</summary>
    private abstract class ConnectionServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly List<Task> _connections = [];
        private readonly Task _running;

        protected ConnectionServer()
        {
            _listener.Start();
            _running = RunAsync();
        }

        public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        protected abstract Task ServeAsync(NetworkStream stream, int connection);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await Task.WhenAll(_connections);
            _listener.Stop();
            _stop.Dispose();
        }

        private async Task RunAsync()
        {
            try
            {
                for (var connection = 1; ; connection++)
                {
                    _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token), connection));
                }
            }
            catch (OperationCanceledException)
            {
                // The test has ended.
            }
        }

        private async Task ServeAsync(Socket accepted, int connection)
        {
            using var socket = accepted;
            await using var stream = new NetworkStream(socket);
            await using var end = _stop.Token.Register(socket.Close);
            try
            {
                await ServeAsync(stream, connection);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
            {
                // The client has closed the connection, or the test has ended.
            }
        }
    }

    /// <summary>Responds to the first request, and closes the connection of every later one when it arrives.</summary>
    private sealed class KeptConnectionServer : ConnectionServer
    {
        public List<int> ConnectionOfRequests { get; } = [];

        protected override async Task ServeAsync(NetworkStream stream, int connection)
        {
            while (await TryReadRequestAsync(stream))
            {
                ConnectionOfRequests.Add(connection);
                if (ConnectionOfRequests.Count > 1)
                {
                    return;
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"data\":[]}"));
            }
        }

        private static async Task<bool> TryReadRequestAsync(NetworkStream stream)
        {
            var text = new StringBuilder();
            var buffer = new byte[4096];
            while (true)
            {
                var request = text.ToString();
                var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0 && request.Length - end - 4 >= int.Parse(request.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture))
                {
                    return true;
                }

                var read = await stream.ReadAsync(buffer);
                if (read == 0)
                {
                    return false;
                }

                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
    }

    /// <summary>Implements enough HTTP/2 to receive a request and to reject it as unhandled.</summary>
    private sealed class GoAwayServer : ConnectionServer
    {
        private int _streams;
        private int _bodies;

        public int Streams => _streams;

        public int Bodies => _bodies;

        protected override async Task ServeAsync(NetworkStream stream, int connection)
        {
            await stream.ReadExactlyAsync(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length]);
            await stream.WriteAsync(Frame(type: 4, payload: []));
            while (true)
            {
                var head = new byte[9];
                await stream.ReadExactlyAsync(head);
                await stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]]);
                var (type, isLast) = (head[3], (head[4] & 1) != 0);
                _streams += type == 1 ? 1 : 0;
                _bodies += type == 0 && head[2] > 0 ? 1 : 0;
                if (type == 4 && !isLast)
                {
                    await stream.WriteAsync(Frame(type: 4, payload: [], flags: 1));
                }
                else if (type is 0 or 1 && isLast)
                {
                    // GOAWAY with the last handled stream 0 and no error.
                    await stream.WriteAsync(Frame(type: 7, payload: new byte[8]));
                    return;
                }
            }
        }

        private static byte[] Frame(byte type, byte[] payload, byte flags = 0) =>
            [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
    }
}
