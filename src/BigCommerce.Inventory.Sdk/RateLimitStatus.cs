namespace BigCommerce.Inventory;

/// <summary>A store's rate limit at a moment. All apps on the store share it.</summary>
public sealed record RateLimitStatus
{
    /// <summary>Requests that a window allows. About 16 million means an unlimited plan.</summary>
    public required long Limit { get; init; }

    /// <summary>Requests left in the window.</summary>
    public required long Remaining { get; init; }

    /// <summary>When the quota is whole again.</summary>
    public required DateTimeOffset ResetsAt { get; init; }

    /// <summary>The length of a window; null when the API did not send it.</summary>
    public TimeSpan? Window { get; init; }
}
