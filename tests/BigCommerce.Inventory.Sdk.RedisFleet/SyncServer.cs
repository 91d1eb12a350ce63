using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>What the server has seen.</summary>
/// <param name="Requests">Requests that were applied.</param>
/// <param name="Wrong">Rows of counts that are not what was set.</param>
/// <param name="Twice">Rows of changes that were applied more than once.</param>
/// <param name="Missing">Rows of changes that were not applied.</param>
/// <param name="Overlaps">Requests of a run that arrived after the first request of a later run of the store.</param>
public sealed record SyncCount(int Requests, int Wrong, int Twice, int Missing, int Overlaps);

/// <summary>Many stores, without a rate limit. Each has a row of counts to set and a row of changes to make.</summary>
public sealed class SyncServer
{
    public const int Rows = 40;
    public const int Count = 7;

    private readonly Lock _lock = new();
    private readonly Random _random = new(1);
    private readonly Dictionary<(string Store, bool IsChange, int Item), int> _stock = [];
    private readonly Dictionary<string, List<string>> _runs = [];
    private int _requests;
    private int _overlaps;

    public static async Task RunAsync(TextReader input, TextWriter output)
    {
        var server = new SyncServer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(server.HandleAsync);
        await app.StartAsync();
        await output.WriteLineAsync(app.Urls.First());
        while (await input.ReadLineAsync() is { } line && line.StartsWith("stores ", StringComparison.Ordinal))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(server.CountAll(line.Split(' ')[1..])));
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        // /stores/{hash}/v3/inventory/adjustments/{kind}
        var path = context.Request.Path.Value!.Split('/');
        var (store, isChange) = (path[2], path[^1] == "relative");
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var run = context.Request.Headers.UserAgent.ToString().Split(' ')[0];
        TimeSpan there;
        TimeSpan back;
        lock (_lock)
        {
            there = TimeSpan.FromMilliseconds(_random.Next(5, 40));
            back = TimeSpan.FromMilliseconds(_random.Next(5, 40));
        }

        await Task.Delay(there);
        lock (_lock)
        {
            _requests++;
            if (!_runs.TryGetValue(store, out var runs))
            {
                _runs.Add(store, runs = []);
            }

            var at = runs.IndexOf(run);
            if (at < 0)
            {
                runs.Add(run);
            }
            else if (at < runs.Count - 1)
            {
                _overlaps++;
            }

            foreach (var item in body.RootElement.GetProperty("items").EnumerateArray())
            {
                var key = (store, isChange, item.GetProperty("variant_id").GetInt32());
                var quantity = item.GetProperty("quantity").GetInt32();
                _stock[key] = isChange ? _stock.GetValueOrDefault(key) + quantity : quantity;
            }
        }

        await Task.Delay(back);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"transaction_id":"1"}""");
    }

    private SyncCount CountAll(string[] stores)
    {
        lock (_lock)
        {
            var changes = stores.SelectMany(store => Enumerable.Range(1, Rows).Select(item => _stock.GetValueOrDefault((store, true, item)))).ToList();
            return new SyncCount(
                _requests,
                stores.Sum(store => Enumerable.Range(1, Rows).Count(item => _stock.GetValueOrDefault((store, false, item)) != Count)),
                changes.Count(static change => change > 1),
                changes.Count(static change => change == 0),
                _overlaps);
        }
    }
}
