using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>What the server counted in one window.</summary>
public sealed record WindowCount(int Accepted, int Refused, int Others);

/// <summary>A store with fixed windows, which begin with the first request. It takes 50 to 300 ms for a response, and counts a request half way.</summary>
public sealed class StoreServer
{
    private readonly FleetOptions _options;
    private readonly Lock _lock = new();
    private readonly Random _random = new(1);
    private readonly List<WindowCount> _windows = [];
    private Queue<double> _others = [];
    private long _origin;
    private int _used;

    private StoreServer(FleetOptions options) => _options = options;

    public static async Task RunAsync(FleetOptions options, TextReader input, TextWriter output)
    {
        var server = new StoreServer(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(server.HandleAsync);
        await app.StartAsync();
        await output.WriteLineAsync(app.Urls.First());
        while (await input.ReadLineAsync() == "windows")
        {
            await output.WriteLineAsync(server.Report());
        }
    }

    private string Report()
    {
        lock (_lock)
        {
            Turn();
            return JsonSerializer.Serialize(_windows);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        TimeSpan there;
        TimeSpan back;
        lock (_lock)
        {
            _origin = _origin == 0 ? Stopwatch.GetTimestamp() : _origin;
            there = TimeSpan.FromMilliseconds(_random.Next(25, 150));
            back = TimeSpan.FromMilliseconds(_random.Next(25, 150));
        }

        await Task.Delay(there);
        bool isAccepted;
        int left;
        double reset;
        lock (_lock)
        {
            reset = Turn();
            isAccepted = _used < _options.Limit;
            _used += isAccepted ? 1 : 0;
            var count = _windows[^1];
            _windows[^1] = isAccepted ? count with { Accepted = count.Accepted + 1 } : count with { Refused = count.Refused + 1 };
            left = _options.Limit - _used;
        }

        await Task.Delay(back);

        // The reset is told as of now.
        reset -= back.TotalMilliseconds;
        var response = context.Response;
        response.StatusCode = isAccepted ? 200 : 429;
        response.ContentType = "application/json";
        response.Headers["X-Rate-Limit-Requests-Quota"] = $"{_options.Limit}";
        response.Headers["X-Rate-Limit-Requests-Left"] = $"{left}";
        response.Headers["X-Rate-Limit-Time-Window-Ms"] = FormattableString.Invariant($"{_options.WindowSeconds * 1000:0}");
        response.Headers["X-Rate-Limit-Time-Reset-Ms"] = FormattableString.Invariant($"{Math.Max(Math.Floor(reset), 0):0}");
        await response.WriteAsync("""{"data":[],"meta":{}}""");
    }

    /// <summary>Begins windows and lets the other app send what is due.</summary>
    /// <returns>Milliseconds until the window ends.</returns>
    private double Turn()
    {
        var length = _options.WindowSeconds * 1000;
        var now = _origin == 0 ? 0 : Stopwatch.GetElapsedTime(_origin).TotalMilliseconds;
        while (_windows.Count <= (int)(now / length))
        {
            _windows.Add(new WindowCount(0, 0, 0));
            _used = 0;

            // In the first third: the fleet uses up a window in its first seconds.
            var start = (_windows.Count - 1) * length;
            _others = new Queue<double>(Enumerable.Range(0, (int)(_options.Limit * _options.Others)).Select(_ => start + (_random.NextDouble() * length / 3)).Order());
        }

        while (_others.TryPeek(out var due) && due <= now)
        {
            _others.Dequeue();
            if (_used < _options.Limit)
            {
                _used++;
                _windows[^1] = _windows[^1] with { Others = _windows[^1].Others + 1 };
            }
        }

        return (_windows.Count * length) - now;
    }
}
