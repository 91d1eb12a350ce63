namespace BigCommerce.Inventory;

/// <summary>What became of a permit.</summary>
public readonly record struct PermitResult
{
    /// <summary>How the request ended.</summary>
    public required PermitEnd End { get; init; }

    /// <summary>How long ago the permit was granted.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Requests that a window allows; null when the response did not tell.</summary>
    public long? Limit { get; init; }

    /// <summary>Requests left in the window; null when the response did not tell.</summary>
    public long? Remaining { get; init; }

    /// <summary>How long a window is; null when the response did not tell.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How long until the window ends; null when the response did not tell.</summary>
    public TimeSpan? Reset { get; init; }

    /// <summary>For <see cref="PermitEnd.Refused"/>: how long the process sends nothing.</summary>
    public TimeSpan RefusedFor { get; init; }
}
