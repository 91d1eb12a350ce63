using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Serialization;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

// What a good engineer writes by hand without the SDK: classes with plain setters, which System.Text.Json reads fastest.

internal sealed class PlainPage
{
    public List<PlainItem> Data { get; set; } = [];

    public PlainMeta? Meta { get; set; }

    /// <summary>What contenders must agree on.</summary>
    public long Checksum()
    {
        long sum = Data.Count;
        foreach (var item in Data)
        {
            sum += item.Identity!.VariantId + item.Identity.Sku!.Length;
            foreach (var location in item.Locations)
            {
                sum += location.LocationId + location.AvailableToSell + location.LocationName!.Length + location.Settings!.WarningLevel;
            }
        }

        return sum;
    }
}

internal sealed class PlainItem
{
    public PlainIdentity? Identity { get; set; }

    public List<PlainStockAtLocation> Locations { get; set; } = [];
}

internal sealed class PlainIdentity
{
    public string? Sku { get; set; }

    public long VariantId { get; set; }

    public long ProductId { get; set; }

    public long? SkuId { get; set; }
}

internal sealed class PlainStockAtLocation
{
    public long LocationId { get; set; }

    public string? LocationCode { get; set; }

    public string? LocationName { get; set; }

    public int AvailableToSell { get; set; }

    [JsonPropertyName("total_inventory_onhand"), Newtonsoft.Json.JsonProperty("total_inventory_onhand")]
    public int TotalInventoryOnHand { get; set; }

    [JsonPropertyName("qty_backordered"), Newtonsoft.Json.JsonProperty("qty_backordered")]
    public int? QuantityBackordered { get; set; }

    public bool LocationEnabled { get; set; }

    public PlainSettings? Settings { get; set; }
}

internal sealed class PlainSettings
{
    public int SafetyStock { get; set; }

    public bool IsInStock { get; set; }

    public int WarningLevel { get; set; }

    public string? BinPickingNumber { get; set; }

    public int? BackorderLimit { get; set; }
}

internal sealed class PlainMeta
{
    public PlainPagination? Pagination { get; set; }
}

internal sealed class PlainPagination
{
    public int? Total { get; set; }

    public int? Count { get; set; }

    public int? PerPage { get; set; }

    public int? CurrentPage { get; set; }

    public int? TotalPages { get; set; }
}

internal sealed class PlainAdjustments
{
    public string? Reason { get; set; }

    public List<PlainAdjustment> Items { get; set; } = [];
}

internal sealed class PlainAdjustment
{
    public long LocationId { get; set; }

    public string? Sku { get; set; }

    public long? VariantId { get; set; }

    public int Quantity { get; set; }
}

internal sealed class PlainTransaction
{
    public string? TransactionId { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlainPage))]
[JsonSerializable(typeof(PlainAdjustments))]
[JsonSerializable(typeof(PlainTransaction))]
internal sealed partial class PlainJsonContext : JsonSerializerContext;

internal static class PlainJson
{
    public static readonly JsonSerializerOptions Reflection = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static readonly Newtonsoft.Json.JsonSerializerSettings Newtonsoft = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() },
        NullValueHandling = global::Newtonsoft.Json.NullValueHandling.Ignore,
    };
}
