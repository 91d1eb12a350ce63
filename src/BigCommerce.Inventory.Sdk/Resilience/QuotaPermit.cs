namespace BigCommerce.Inventory.Resilience;

/// <summary>The permission to send one request, or the reason why not. Each granted one is given back once, with what became of the request.</summary>
/// <param name="GrantedAt">When it was granted, on the limiter's clock; null when it was refused.</param>
/// <param name="RetryAfter">When refused: how long until there may be quota again.</param>
internal readonly record struct QuotaPermit(long? GrantedAt, TimeSpan RetryAfter)
{
    public bool IsGranted => GrantedAt is not null;
}

/// <summary>What a caller asks of the limiter.</summary>
/// <param name="Ticket">The caller's place in the order: lower goes first. From <see cref="StoreRateLimiter.NextTicket"/>; a call that is sent again keeps its own.</param>
/// <param name="Priority">Which callers go first.</param>
/// <param name="Reserve">What the caller leaves to others.</param>
/// <param name="MaxWait">The longest it waits; infinite for any time.</param>
internal readonly record struct QuotaRequest(long Ticket, RequestPriority Priority, QuotaReserve Reserve, TimeSpan MaxWait);
