namespace BigCommerce.Inventory.Resilience;

/// <summary>
/// A permit to send one request, granted or denied. A granted permit is returned to the limiter once, with the outcome of the
/// request.
/// </summary>
/// <param name="GrantedAt">When the permit was granted, in ticks of the limiter's clock; null when it was denied.</param>
/// <param name="RetryAfter">For a denied permit: the time until quota may be available.</param>
internal readonly record struct QuotaPermit(long? GrantedAt, TimeSpan RetryAfter)
{
    public bool IsGranted => GrantedAt is not null;
}

/// <summary>A request for a permit.</summary>
/// <param name="Ticket">
/// The position in the queue, from <see cref="StoreRateLimiter.NextTicket"/>: lower tickets are served first. All attempts of a
/// call use the same ticket.
/// </param>
/// <param name="Priority">The priority.</param>
/// <param name="Reserve">The part of the quota that the caller does not use.</param>
/// <param name="MaxWait">The maximum wait; infinite for no limit.</param>
internal readonly record struct QuotaRequest(long Ticket, RequestPriority Priority, QuotaReserve Reserve, TimeSpan MaxWait);

/// <summary>The part of each window that a caller does not use, so that the merchant's other apps can. The larger value applies.</summary>
/// <param name="Requests">A number of requests.</param>
/// <param name="Share">A share of the quota, 0 to 1.</param>
internal readonly record struct QuotaReserve(int Requests, double Share)
{
    /// <summary>Calculates the reserve for a quota. At least one request is not reserved, so that the caller can send.</summary>
    public long Of(long limit) => Math.Min(Math.Max(Requests, (long)Math.Ceiling(limit * Share)), limit - 1);
}
