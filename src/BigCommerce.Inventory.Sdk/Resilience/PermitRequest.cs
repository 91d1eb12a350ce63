namespace BigCommerce.Inventory;

/// <summary>A caller that asks <see cref="IStorePermits"/> for a permit.</summary>
public readonly record struct PermitRequest
{
    /// <summary>Which callers go first.</summary>
    public required RequestPriority Priority { get; init; }

    /// <summary>Requests of each window that the caller leaves to other apps, as a number.</summary>
    public int ReserveCount { get; init; }

    /// <summary>Requests of each window that the caller leaves to other apps, as a share of the limit, 0 to 0.9. The larger applies.</summary>
    public double ReserveShare { get; init; }

    /// <summary>How long the caller has waited.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Further callers of the process that wait with <see cref="RequestPriority.Foreground"/>.</summary>
    public int ForegroundWaitingCount { get; init; }

    /// <summary>Further callers of the process that wait with <see cref="RequestPriority.Background"/>.</summary>
    public int BackgroundWaitingCount { get; init; }
}
