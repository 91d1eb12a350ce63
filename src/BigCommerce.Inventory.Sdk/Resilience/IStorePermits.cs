namespace BigCommerce.Inventory;

/// <summary>One store's permits, shared with other processes. See <see cref="IRateLimitCoordinator"/>.</summary>
/// <remarks>
/// The limiter keeps the order of its own callers and the waits after a 429. It calls <see cref="AcquireAsync"/> for one caller at
/// a time while permits are shared, and never while it holds a lock.
/// </remarks>
public interface IStorePermits
{
    /// <summary>Decides on one permit.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="cancellationToken">The caller gave up. A cancelled call has taken no permit.</param>
    /// <returns>The decision. It must come within milliseconds whatever happens, because a request waits for it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled. Any exception ends the caller's call.</exception>
    ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes note of what became of a permit. Called once for each decision of <see cref="PermitVerdict.Granted"/> and
    /// <see cref="PermitVerdict.Unavailable"/>. It must not wait and must not throw.
    /// </summary>
    /// <param name="result">What became of it.</param>
    void Complete(PermitResult result);
}
