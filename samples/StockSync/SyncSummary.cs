using System.Text.Json;
using System.Text.Json.Serialization;
using BigCommerce.Inventory;

namespace StockSync;

/// <summary>The counts of a run: <c>applied + rejected + unknown + notSent + duplicates (+ unchanged) = rows</c>.</summary>
internal sealed record SyncSummary
{
    public long Rows { get; init; }

    public long Applied { get; init; }

    public long Rejected { get; init; }

    public long Unknown { get; init; }

    public long NotSent { get; init; }

    public long Duplicates { get; init; }

    /// <summary>Rows whose stock was already correct; null unless the mode is reconcile.</summary>
    public long? Unchanged { get; init; }

    /// <summary>Applied rows that the store did not show before the timeout; null without <c>--verify</c>.</summary>
    public long? NotVisible { get; init; }

    public int Requests { get; init; }

    public int Retries { get; init; }

    public long ElapsedMs { get; init; }

    public IReadOnlyList<RejectedLine> Rejections { get; init; } = [];

    /// <summary>The file with the rejected rows; null if there are none.</summary>
    public string? RejectedFile { get; init; }

    /// <summary>Whether it was a dry run. <see cref="Applied"/> is then the number of rows that would be sent.</summary>
    [JsonIgnore]
    public bool IsPlan { get; init; }

    /// <summary>Whether every row, or a later row that replaces it, was applied and, with <c>--verify</c>, became visible.</summary>
    [JsonIgnore]
    public bool Complete => Rejected + Unknown + NotSent + (NotVisible ?? 0) == 0;

    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Default.SyncSummary);
}

/// <summary>A rejected row.</summary>
/// <param name="Row">Its line in the file; the header is line 1.</param>
/// <param name="LocationId">The location id; null if the store does not have the location code.</param>
/// <param name="Key">The item, such as <c>sku RE-130</c>.</param>
/// <param name="Code">The kind of reason.</param>
/// <param name="Reason">The reason, in the words of the store.</param>
internal sealed record RejectedLine(
    int Row,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? LocationId,
    string Key,
    ApiErrorReason Code,
    string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(SyncSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
