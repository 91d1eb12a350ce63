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

    /// <summary>
    /// For <see cref="PermitVerdict.Unavailable"/>: the number of permits that the process may take in the current window, including this
    /// one, of what was left when others were last reached. Null if that is unknown.
    /// </summary>
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
