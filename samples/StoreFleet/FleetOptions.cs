using System.ComponentModel.DataAnnotations;

namespace StoreFleet;

/// <summary>The configuration section <c>Fleet</c> of a worker.</summary>
internal sealed class FleetOptions
{
    /// <summary>The connection string of Redis.</summary>
    [Required]
    public string Redis { get; init; } = "localhost:6379";

    /// <summary>The name of the worker in results and in the requests' User-Agent.</summary>
    [RegularExpression("[A-Za-z0-9._-]+")]
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The folder with a stock file for each store: <c>{store hash}.json</c>.</summary>
    [Required]
    public string StockFolder { get; init; } = "stock";

    /// <summary>When each store is compared with its stock file, as a cron expression.</summary>
    [Required]
    public string Schedule { get; init; } = "* * * * *";

    /// <summary>The number of stores that a worker syncs at the same time.</summary>
    [Range(1, 100)]
    public int ConcurrentStores { get; init; } = 8;

    /// <summary>The number of rows in a request.</summary>
    [Range(1, 2000)]
    public int RowsPerRequest { get; init; } = 2000;

    /// <summary>The port of the dashboard, on the loopback interface; 0 for any free port.</summary>
    [Range(0, 65535)]
    public int DashboardPort { get; init; } = 5095;

    /// <summary>Whether the worker stops when its standard input ends.</summary>
    public bool StopWithInput { get; init; }

    /// <summary>The stores by hash.</summary>
    [MinLength(1, ErrorMessage = "Fleet:Stores must have at least one store.")]
    public IReadOnlyDictionary<string, StoreSettings> Stores { get; init; } = new Dictionary<string, StoreSettings>();
}

/// <summary>The settings of a store. The job reads the token from the configuration for each request, so that it can be replaced.</summary>
internal sealed class StoreSettings
{
    public string? AccessToken { get; init; }
}
