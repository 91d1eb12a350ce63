using System.Text.Json;
using System.Text.Json.Serialization;
using BigCommerce.Inventory;

namespace StockSync;

/// <summary>What a run did; <c>applied + rejected + unknown + notSent + duplicates = rows</c>.</summary>
internal sealed record SyncSummary
{
    public required long Rows { get; init; }

    public required long Applied { get; init; }

    public required long Rejected { get; init; }

    public required long Unknown { get; init; }

    public required long NotSent { get; init; }

    public required long Duplicates { get; init; }

    public required int Requests { get; init; }

    public required int Retries { get; init; }

    public required long ElapsedMs { get; init; }

    public required IReadOnlyList<RejectedLine> Rejections { get; init; }

    /// <summary>Whether every row was applied, or replaced by a later one that was.</summary>
    [JsonIgnore]
    public bool Complete => Rejected + Unknown + NotSent == 0;

    /// <param name="report">What the client says.</param>
    /// <param name="rows">Rows in the file.</param>
    /// <param name="rejections">All refused rows, those included that never reached the client.</param>
    public static SyncSummary From(BulkAdjustmentReport report, int rows, List<RejectedLine> rejections)
    {
        var rejected = report.Rejected + rejections.Count - report.Rejections.Count;
        return new SyncSummary
        {
            Rows = rows,
            Applied = report.Applied,
            Rejected = rejected,
            Unknown = report.Unknown,
            Duplicates = report.Duplicates,

            // A run that ended early has not read the rest of the file.
            NotSent = rows - report.Applied - rejected - report.Unknown - report.Duplicates,
            Requests = report.Requests,
            Retries = report.Retries,
            ElapsedMs = (long)report.Elapsed.TotalMilliseconds,
            Rejections = [.. rejections.OrderBy(rejection => rejection.Row)],
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Default.SyncSummary);
}

/// <summary>A row that was refused.</summary>
/// <param name="Row">Its line in the file; the header is line 1.</param>
/// <param name="LocationId">The location's id; null when the row's code is not known.</param>
/// <param name="Key">The item, such as <c>sku RE-130</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record RejectedLine(int Row, long? LocationId, string Key, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SyncSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
