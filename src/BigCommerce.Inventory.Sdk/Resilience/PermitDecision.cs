namespace BigCommerce.Inventory;

/// <summary>What <see cref="IStorePermits"/> decided.</summary>
public readonly record struct PermitDecision
{
    private PermitDecision(PermitVerdict verdict, TimeSpan retryAfter, long? share)
    {
        Verdict = verdict;
        RetryAfter = retryAfter;
        Share = share;
    }

    /// <summary>The request may be sent.</summary>
    public static PermitDecision Granted { get; } = new(PermitVerdict.Granted, TimeSpan.Zero, null);

    /// <summary>The decision.</summary>
    public PermitVerdict Verdict { get; }

    /// <summary>For <see cref="PermitVerdict.Wait"/>: when to ask again.</summary>
    public TimeSpan RetryAfter { get; }

    /// <summary>For <see cref="PermitVerdict.Unavailable"/>: how many permits the process may take in the present window, this one included, from what was shared last. Null when nothing is known.</summary>
    public long? Share { get; }

    /// <summary>No permit now.</summary>
    /// <param name="retryAfter">When to ask again; more than zero.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retryAfter"/> is zero or negative.</exception>
    public static PermitDecision Wait(TimeSpan retryAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(retryAfter, TimeSpan.Zero);
        return new PermitDecision(PermitVerdict.Wait, retryAfter, null);
    }

    /// <summary>Other processes cannot be reached: the process goes on by itself.</summary>
    /// <param name="share"><see cref="Share"/>; not negative.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is negative.</exception>
    public static PermitDecision Unavailable(long? share = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share.GetValueOrDefault(), nameof(share));
        return new PermitDecision(PermitVerdict.Unavailable, TimeSpan.Zero, share);
    }
}

/// <summary>The kinds of <see cref="PermitDecision"/>.</summary>
public enum PermitVerdict
{
    /// <summary>Other processes cannot be reached: the process goes on by itself, with what response headers tell.</summary>
    Unavailable = 0,

    /// <summary>The request may be sent.</summary>
    Granted,

    /// <summary>Not now.</summary>
    Wait,
}
