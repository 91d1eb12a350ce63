using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>One line of a journal.</summary>
internal sealed record JournalEntry
{
    /// <summary>What the line is about: <c>run</c>, <c>sending</c> or <c>answer</c>.</summary>
    public required string Type { get; init; }

    // Of a run:
    public int? Version { get; init; }

    public string? Kind { get; init; }

    public int? MaxRowsPerRequest { get; init; }

    public int? MaxBufferedRows { get; init; }

    // Of a request and its answer:
    public int? Batch { get; init; }

    /// <summary>Of the whole batch's rows, to tell other input.</summary>
    public string? Hash { get; init; }

    /// <summary>Positions in the batch, such as <c>0-17,19</c>; null for all.</summary>
    public string? Rows { get; init; }

    public RowStep? Step { get; init; }

    /// <summary>What became of the rows that are not rejected.</summary>
    public JournalFate? Fate { get; init; }

    public string? Transaction { get; init; }

    /// <summary>Positions of the rejected rows.</summary>
    public string? Rejected { get; init; }

    public ApiErrorReason? Reason { get; init; }

    public int? Status { get; init; }

    public string? Message { get; init; }
}

/// <summary>What became of rows that were sent.</summary>
internal enum JournalFate
{
    /// <summary>They were not applied, and may be sent.</summary>
    Open,

    Applied,

    Unknown,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
