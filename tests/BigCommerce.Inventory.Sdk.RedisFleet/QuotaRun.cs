using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using StackExchange.Redis;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>What a run showed.</summary>
/// <param name="Windows">The windows, the first included.</param>
/// <param name="Workers">The processes.</param>
public sealed record QuotaResult(IReadOnlyList<WindowCount> Windows, IReadOnlyList<WorkerCount> Workers)
{
    public double Used(int limit) => Windows.Sum(window => window.Accepted + window.Others) / (double)(limit * Windows.Count);
}

/// <summary>Processes that use one store's whole quota together.</summary>
public static class QuotaRun
{
    public static async Task PrintAsync(FleetOptions options, TextWriter output)
    {
        var result = await MeasureAsync(options);

        // In the first seconds a process compiles its code and connects.
        var waits = result.Workers.SelectMany(worker => worker.Waits).ToLookup(wait => wait.At < options.WindowSeconds, wait => wait.Milliseconds);
        var (first, later) = (waits[true].Order().ToArray(), waits[false].Order().ToArray());
        var perCaller = result.Workers.Zip(options.Callers, (worker, callers) => worker.Successes / (double)callers).ToArray();
        var accepted = result.Windows.Sum(window => window.Accepted);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {options.Callers.Count} processes of {string.Join('/', options.Callers)} callers, {options.Limit} per {options.WindowSeconds} s, load {options.Load}, others {options.Others:P0}, {(options.WithoutRedis ? "without Redis" : options.RedisServer.Length > 0 ? "Redis" : "Garnet")} {options.Outage}
              quota used            {result.Used(options.Limit):P2}
              accepted by window    {string.Join(' ', result.Windows.Select(window => window.Accepted))}
              others by window      {string.Join(' ', result.Windows.Select(window => window.Others))}
              429s by window        {string.Join(' ', result.Windows.Select(window => window.Refused))}
              successes             {string.Join(' ', result.Workers.Select(worker => worker.Successes))}
              largest ÷ smallest    {result.Workers.Max(worker => worker.Successes) / (double)result.Workers.Min(worker => worker.Successes):0.00}; per caller {perCaller.Max() / perCaller.Min():0.00}
              failed calls          {result.Workers.Sum(worker => worker.Failures)}
              scripts a request     {result.Workers.Sum(worker => worker.Scripts) / (double)accepted:0.00}
              wait for Redis, ms    p50 {At(later, 0.5):0.00}, p99 {At(later, 0.99):0.00}, most {At(later, 1):0.00}; first window p50 {At(first, 0.5):0.00}, p99 {At(first, 0.99):0.00}
            """));
    }

    public static async Task<QuotaResult> MeasureAsync(FleetOptions options)
    {
        options = options with { RedisPort = GarnetHost.FreePort() };
        var redis = options.WithoutRedis ? null : await StartRedisAsync(options);
        using var replica = options.Outage == "failover" ? await StartReplicaAsync(options = options with { ReplicaPort = GarnetHost.FreePort() }) : null;
        using var server = Child.Self(["server", .. options.ToArguments()]);
        options = options with { Url = await server.ReadLineAsync() };
        var workers = options.Callers.Select((callers, i) => Child.Self([
            "worker",
            .. (options with { Name = $"p{i}", Callers = [callers, .. options.Callers.Where((_, j) => j != i)] }).ToArguments()])).ToList();
        try
        {
            await Task.WhenAll(workers.Select(static worker => worker.ReadLineAsync()));

            // As in an application, some time passes between the client's creation and the first call.
            await Task.Delay(TimeSpan.FromSeconds(2));
            await Task.WhenAll(workers.Select(static worker => worker.TellAsync("go")));
            if (options.Outage.Length > 0)
            {
                // In the middle of the third window.
                await Task.Delay(TimeSpan.FromSeconds(options.WindowSeconds * 2.02));
                redis = await HaveOutageAsync(options, redis!);
            }

            var counts = await Task.WhenAll(workers.Select(async worker => JsonSerializer.Deserialize<WorkerCount>(await worker.ReadLineAsync())!));
            var windows = JsonSerializer.Deserialize<List<WindowCount>>(await server.AskAsync("windows"))!;
            return new QuotaResult([.. windows.Take(options.WindowCount)], counts);
        }
        finally
        {
            workers.ForEach(static worker => worker.Dispose());
            redis?.Dispose();
        }
    }

    private static async Task<Child> HaveOutageAsync(FleetOptions options, Child redis)
    {
        switch (options.Outage)
        {
            case "kill":
                redis.Kill();
                return redis;
            case "restart":
                redis.Dispose();
                return await StartRedisAsync(options);
            case "failover":
                redis.Kill();
                await using (var replica = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{options.ReplicaPort},allowAdmin=true"))
                {
                    await replica.GetServers()[0].MakePrimaryAsync(ReplicationChangeOptions.Broadcast);
                }

                return redis;
            case "stop":
                await redis.SignalAsync("STOP");
                await Task.Delay(TimeSpan.FromSeconds(options.WindowSeconds / 2));
                await redis.SignalAsync("CONT");
                return redis;
            default:
                throw new ArgumentException($"'{options.Outage}' is no outage.", nameof(options));
        }
    }

    public static async Task<Child> StartRedisAsync(FleetOptions options)
    {
        if (options.RedisServer.Length == 0)
        {
            var garnet = Child.Self("redis", "--redis-port", $"{options.RedisPort}");
            while (await garnet.ReadLineAsync() != "ready")
            {
                // What it prints before.
            }

            return garnet;
        }

        return await StartServerAsync(options.RedisServer, options.RedisPort);
    }

    private static Task<Child> StartReplicaAsync(FleetOptions options) => options.RedisServer.Length > 0
        ? StartServerAsync(options.RedisServer, options.ReplicaPort, "--replicaof", $"127.0.0.1 {options.RedisPort}")
        : throw new ArgumentException("A failover needs --redis-server.", nameof(options));

    private static async Task<Child> StartServerAsync(string file, int port, params IEnumerable<string> more)
    {
        var redis = Child.Start(
            file,
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning", "--dir", Path.GetTempPath(), .. more]);
        while (!await AcceptsAsync(port))
        {
            await Task.Delay(20);
        }

        return redis;
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
}
