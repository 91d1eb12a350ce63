namespace BigCommerce.Inventory;

/// <summary>
/// What the API answers to a batch of metafields. Some may succeed while others fail: the API then answers 422 with data,
/// which is a result here and no exception.
/// </summary>
/// <typeparam name="T">What stands for one that succeeded: a <see cref="Metafield"/>, or an id where they are deleted.</typeparam>
public sealed record MetafieldBatchResponse<T>
{
    /// <summary>Those that succeeded.</summary>
    public IReadOnlyList<T> Data { get; init => field = ValueList.Copy(value); } = ValueList<T>.Empty;

    /// <summary>Why others failed; empty when all succeeded.</summary>
    public IReadOnlyList<MetafieldBatchError> Errors { get; init => field = ValueList.Copy(value); } = ValueList<MetafieldBatchError>.Empty;

    /// <summary>The API's own count.</summary>
    public MetafieldBatchCounts Meta { get; init => field = value ?? new MetafieldBatchCounts(); } = new();
}

/// <summary>Why some of a batch failed.</summary>
public sealed record MetafieldBatchError
{
    /// <summary>The status that the API gives the failure, such as 422.</summary>
    public int StatusCode { get; init; }

    /// <summary>The API's words; null when not given.</summary>
    public string? Title { get; init; }

    /// <summary>A URL that names the kind of failure; null when not given.</summary>
    public string? Type { get; init; }

    /// <summary>A reason for each one that failed, by its id (update, delete) or its position in the request (create).</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init => field = ValueList.Copy(value); } = ApiError.EmptyErrors;
}

/// <summary>The API's count of a batch. Members are null when the API left them out.</summary>
public sealed record MetafieldBatchCounts
{
    /// <summary>How many were asked for.</summary>
    public int? Total { get; init; }

    /// <summary>How many succeeded.</summary>
    public int? Success { get; init; }

    /// <summary>How many failed.</summary>
    public int? Failed { get; init; }
}
