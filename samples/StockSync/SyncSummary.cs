using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockSync;

/// <summary>What a run did; <c>applied + rejected + unknown + notSent + duplicates (+ unchanged) = rows</c>.</summary>
internal sealed record SyncSummary
{
    public long Rows { get; init; }

    public long Applied { get; init; }

    public long Rejected { get; init; }

    public long Unknown { get; init; }

    public long NotSent { get; init; }

    public long Duplicates { get; init; }

    /// <summary>Rows that the store already had right; null where it was not read first.</summary>
    public long? Unchanged { get; init; }

    /// <summary>Applied rows that the store did not show in time; null where that was not asked for.</summary>
    public long? NotVisible { get; init; }

    public int Requests { get; init; }

    public int Retries { get; init; }

    public long ElapsedMs { get; init; }

    public IReadOnlyList<RejectedLine> Rejections { get; init; } = [];

    /// <summary>Whether nothing was sent: then <see cref="Applied"/> counts what would be.</summary>
    [JsonIgnore]
    public bool IsPlan { get; init; }

    /// <summary>Whether every row was applied, or replaced by a later one that was, and shows where that was asked for.</summary>
    [JsonIgnore]
    public bool Complete => Rejected + Unknown + NotSent + (NotVisible ?? 0) == 0;

    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Default.SyncSummary);
}

/// <summary>A row that was refused.</summary>
/// <param name="Row">Its line in the file; the header is line 1.</param>
/// <param name="LocationId">The location's id; null when the row's code is not known.</param>
/// <param name="Key">The item, such as <c>sku RE-130</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record RejectedLine(int Row, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? LocationId, string Key, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(SyncSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
