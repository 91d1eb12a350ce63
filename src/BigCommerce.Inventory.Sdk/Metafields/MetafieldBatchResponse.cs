namespace BigCommerce.Inventory;

/// <summary>
/// The API's response to a batch of metafields. If only some succeed, the API returns 422 with data, which is a result here, not an
/// exception.
/// </summary>
/// <typeparam name="T">What the API returns for an entry that succeeded: a <see cref="Metafield"/>, or for a deletion its id.</typeparam>
public sealed record MetafieldBatchResponse<T>
{
    /// <summary>The entries that succeeded.</summary>
    public IReadOnlyList<T> Data { get; init => field = ValueList.Copy(value); } = ValueList<T>.Empty;

    /// <summary>Why others failed; empty if all succeeded.</summary>
    public IReadOnlyList<MetafieldBatchError> Errors { get; init => field = ValueList.Copy(value); } = ValueList<MetafieldBatchError>.Empty;

    /// <summary>The API's counts.</summary>
    public MetafieldBatchCounts Meta { get; init => field = value ?? new MetafieldBatchCounts(); } = new();
}

/// <summary>Why some entries of a batch failed.</summary>
public sealed record MetafieldBatchError
{
    /// <summary>The status code that the API gives the failure, such as 422; 0 if absent.</summary>
    public int StatusCode { get; init; }

    /// <summary>The API's message; null if absent.</summary>
    public string? Title { get; init; }

    /// <summary>A URL that identifies the kind of failure; null if absent.</summary>
    public string? Type { get; init; }

    /// <summary>A reason for each entry that failed, by its id (update, delete) or its position in the request (create).</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init => field = ValueList.Copy(value); } = ApiError.EmptyErrors;
}

/// <summary>The API's counts for a batch. A member that the API left out is null.</summary>
public sealed record MetafieldBatchCounts
{
    /// <summary>How many entries the request had.</summary>
    public int? TotalCount { get; init; }

    /// <summary>How many succeeded.</summary>
    public int? SuccessCount { get; init; }

    /// <summary>How many failed.</summary>
    public int? FailedCount { get; init; }
}
