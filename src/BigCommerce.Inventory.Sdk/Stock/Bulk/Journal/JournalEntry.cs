using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>One line of a journal.</summary>
internal sealed record JournalEntry
{
    /// <summary>The type of the line: <c>run</c>, <c>sending</c> or <c>sent</c>.</summary>
    public required string Type { get; init; }

    // For a run:
    public int? Version { get; init; }

    public string? Kind { get; init; }

    public int? MaxRowsPerRequest { get; init; }

    public int? MaxBufferedRows { get; init; }

    // For a request and its end:
    public int? Request { get; init; }

    /// <summary>The hash of all rows of the planned request, to recognize other input.</summary>
    public string? Hash { get; init; }

    /// <summary>Positions in the planned request, such as <c>0-17,19</c>; null for all.</summary>
    public string? Rows { get; init; }

    public RequestStep? Step { get; init; }

    /// <summary>The outcome of the rows that are not rejected.</summary>
    public SentOutcome? Outcome { get; init; }

    public string? Transaction { get; init; }

    /// <summary>Positions of the rejected rows.</summary>
    public string? Rejected { get; init; }

    /// <summary>The tags of the rejected rows, for people who read the journal; null when the rows have none.</summary>
    public IReadOnlyList<string?>? Tags { get; init; }

    public ApiErrorReason? Reason { get; init; }

    public int? Status { get; init; }

    public string? Message { get; init; }
}

/// <summary>The outcome of rows that were sent.</summary>
internal enum SentOutcome
{
    /// <summary>The rows were not applied, and may be sent.</summary>
    NotApplied,

    Applied,

    Unknown,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
