namespace BigCommerce.Inventory.Resilience;

/// <summary>How much of each window a caller leaves to the merchant's other apps.</summary>
/// <param name="Requests">As a number of requests.</param>
/// <param name="Share">As a share of the quota, 0 to 1. The larger of both counts.</param>
internal readonly record struct QuotaReserve(int Requests, double Share)
{
    /// <summary>The reserve out of a quota. One request always stays free, or the caller could never send.</summary>
    public long Of(long limit) => Math.Clamp(Math.Max(Requests, (long)Math.Ceiling(limit * Share)), 0, Math.Max(limit - 1, 0));
}
