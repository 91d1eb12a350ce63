using System.Net;
using System.Net.Sockets;

namespace BigCommerce.Inventory.Redis.Tests;

/// <summary>Stands between a client and Redis, and lets nothing through for a time, or cuts the connections.</summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly List<TcpClient> _clients = [];
    private readonly CancellationTokenSource _end = new();
    private TaskCompletionSource _open = Opened();
    private TaskCompletionSource _openForReplies = Opened();
    private bool _isRefusing;

    public FaultyLink(string address)
    {
        var parts = address.Split(':');
        (_host, _port) = (parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Holds everything back until <see cref="Resume"/>.</summary>
    public void Stall() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds replies back until <see cref="Resume"/>: commands are executed.</summary>
    public void StallReplies() => _openForReplies = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume()
    {
        _isRefusing = false;
        _open.TrySetResult();
        _openForReplies.TrySetResult();
    }

    /// <summary>Cuts the connections, and takes no new ones until <see cref="Resume"/>.</summary>
    public void Cut()
    {
        _isRefusing = true;
        lock (_clients)
        {
            _clients.ForEach(static client => client.Dispose());
            _clients.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        _open.TrySetResult();
        _openForReplies.TrySetResult();
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                if (_isRefusing)
                {
                    client.Dispose();
                    continue;
                }

                var server = new TcpClient();
                await server.ConnectAsync(_host, _port, _end.Token);
                lock (_clients)
                {
                    _clients.AddRange([client, server]);
                }

                _ = RelayAsync(client, server, () => _open.Task);
                _ = RelayAsync(server, client, () => Task.WhenAll(_open.Task, _openForReplies.Task));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private static async Task RelayAsync(TcpClient from, TcpClient to, Func<Task> openAsync)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                await openAsync();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        to.Dispose();
    }
}
