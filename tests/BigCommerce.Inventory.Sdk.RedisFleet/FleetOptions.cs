using System.Globalization;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>What a run measures, and what its processes are told.</summary>
public sealed record FleetOptions
{
    public int Limit { get; init; } = 150;

    public double WindowSeconds { get; init; } = 30;

    public int WindowCount { get; init; } = 6;

    /// <summary>Callers of each process.</summary>
    public IReadOnlyList<int> Callers { get; init; } = [4, 4, 4, 4, 4, 4, 4, 4];

    /// <summary>How much of the quota the callers ask for; 1 for as much as they get.</summary>
    public double Load { get; init; } = 1;

    /// <summary>the share of each quota that another app takes, at random times in the first third of the window.</summary>
    public double Others { get; init; }

    public bool WithoutRedis { get; init; }

    /// <summary>How long a process waits for Redis, in milliseconds; 0 for the package's default.</summary>
    public int MaxWait { get; init; }

    /// <summary>What happens to Redis in mid-window of the third window: <c>kill</c>, <c>restart</c>, <c>stop</c> (paused, then continued), <c>failover</c> (killed, and a replica takes over), or nothing.</summary>
    public string Outage { get; init; } = string.Empty;

    /// <summary>A redis-server to start; empty for Garnet.</summary>
    public string RedisServer { get; init; } = string.Empty;

    public int RedisPort { get; init; }

    /// <summary>The port of the replica that takes over; 0 for no replica.</summary>
    public int ReplicaPort { get; init; }

    public string Url { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    /// <summary>How many stores are synced in a round.</summary>
    public int StoreCount { get; init; } = 100;

    /// <summary>The stores of a round.</summary>
    public IReadOnlyList<string> Stores { get; init; } = [];

    public static FleetOptions Parse(IEnumerable<string> args)
    {
        var options = new FleetOptions();
        foreach (var pair in args.Chunk(2))
        {
            var value = pair[^1];
            options = pair[0] switch
            {
                "--limit" => options with { Limit = Int(value) },
                "--window" => options with { WindowSeconds = Double(value) },
                "--windows" => options with { WindowCount = Int(value) },
                "--callers" => options with { Callers = [.. value.Split(',').Select(Int)] },
                "--load" => options with { Load = Double(value) },
                "--others" => options with { Others = Double(value) },
                "--without-redis" => options with { WithoutRedis = bool.Parse(value) },
                "--stores" => options with { StoreCount = Int(value) },
                "--store-names" => options with { Stores = value.Split(',') },
                "--rounds" => options with { WindowCount = Int(value) },
                "--max-wait" => options with { MaxWait = Int(value) },
                "--outage" => options with { Outage = value },
                "--redis-server" => options with { RedisServer = value },
                "--replica-port" => options with { ReplicaPort = Int(value) },
                "--redis-port" => options with { RedisPort = Int(value) },
                "--url" => options with { Url = value },
                "--name" => options with { Name = value },
                _ => throw new ArgumentException($"'{pair[0]}' is no option.", nameof(args)),
            };
        }

        return options;
    }

    /// <summary>The arguments that make these options.</summary>
    public IEnumerable<string> ToArguments() => FormattableString.Invariant(
        $"--limit {Limit} --window {WindowSeconds} --windows {WindowCount} --callers {string.Join(',', Callers)} --load {Load} --others {Others} --without-redis {WithoutRedis} --redis-port {RedisPort} --replica-port {ReplicaPort} --max-wait {MaxWait}")
        .Split(' ')
        .Concat(Url.Length > 0 ? ["--url", Url] : [])
        .Concat(Name.Length > 0 ? ["--name", Name] : [])
        .Concat(Stores.Count > 0 ? ["--store-names", string.Join(',', Stores)] : []);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
