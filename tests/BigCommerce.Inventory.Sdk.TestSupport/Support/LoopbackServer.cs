using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>A server on a free loopback port that sends the next of the given byte sequences to each connection.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<Func<NetworkStream, Socket, Task>> _responses = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public LoopbackServer(params IEnumerable<Func<NetworkStream, Socket, Task>> responses)
    {
        foreach (var response in responses)
        {
            _responses.Enqueue(response);
        }

        _listener.Start();
        _running = RunAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The raw requests, with headers and bodies.</summary>
    public List<string> Requests { get; } = [];

    public static Func<NetworkStream, Socket, Task> Bytes(string head, byte[] body) => async (stream, _) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n"));
        await stream.WriteAsync(body);
    };

    public static Func<NetworkStream, Socket, Task> Json(string body) =>
        Bytes("200 OK\r\nContent-Type: application/json", Encoding.UTF8.GetBytes(body));

    /// <summary>Resets the connection.</summary>
    public static Task Reset(NetworkStream stream, Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        // Accepting on a stopped listener throws, so the loop ends before the listener.
        await _stop.CancelAsync();
        await _running;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                await using var stream = new NetworkStream(socket);
                Requests.Add(await ReadRequestAsync(stream));
                if (_responses.TryDequeue(out var response))
                {
                    await response(stream, socket);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The test has ended, or the client has closed the connection.
        }
    }

    private static async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var head = text.ToString();
            var end = head.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var length = head.Split("Content-Length: ") is [_, var rest]
                    ? int.Parse(rest.Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture)
                    : 0;
                if (head.Length >= end + 4 + length)
                {
                    return head;
                }
            }

            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return text.ToString();
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }
}
