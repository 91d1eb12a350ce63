using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockSync;

/// <summary>What a run did; <c>applied + rejected + unknown + notSent + duplicates = rows</c>.</summary>
internal sealed record SyncSummary
{
    /// <summary>Rows in the file.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that the store took.</summary>
    public required int Applied { get; init; }

    /// <summary>Rows that were refused; <see cref="Rejections"/> says why.</summary>
    public required int Rejected { get; init; }

    /// <summary>Rows that may or may not have been applied.</summary>
    public required int Unknown { get; init; }

    /// <summary>Rows that never went out.</summary>
    public required int NotSent { get; init; }

    /// <summary>Rows that a later row of the file replaced.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Requests sent.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests that were sent again.</summary>
    public required int Retries { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long ElapsedMs { get; init; }

    /// <summary>The refused rows, in the file's order.</summary>
    public required IReadOnlyList<RejectedRow> Rejections { get; init; }

    /// <summary>0 when every row was applied or replaced by a later one, else 2.</summary>
    [JsonIgnore]
    public int ExitCode => Rejected + Unknown + NotSent == 0 ? 0 : 2;

    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Default.SyncSummary);
}

/// <summary>A row that was refused.</summary>
/// <param name="Row">Its line in the file; the header is line 1.</param>
/// <param name="LocationId">The location's id; null when the row's code is not known.</param>
/// <param name="Key">The item, such as <c>sku RE-130</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record RejectedRow(int Row, long? LocationId, string Key, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SyncSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
