using Refit;

namespace BigCommerce.Inventory;

/// <summary>
/// The two ways to change stock, one request each. OAuth scope: <c>store_inventory</c>.
/// For files and streams of any length use the bulk methods (<c>SetAsync</c>, <c>ChangeAsync</c>), which split, isolate bad rows and report every row's fate.
/// </summary>
/// <remarks>
/// A request is checked as a whole: one bad row, and the API answers 422 and applies nothing. Writes are asynchronous:
/// a read straight after one may still show the old value.
/// </remarks>
public interface IInventoryAdjustmentsApi
{
    /// <summary>Sets counts: <c>PUT /inventory/adjustments/absolute</c>. Idempotent, so failures are retried. OAuth scope: <c>store_inventory</c>.</summary>
    /// <param name="request">1 to 2,000 rows.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="BigCommerceValidationException">422: a row is wrong, and nothing was applied. <see cref="BigCommerceApiException.Reason"/> says why where it is known.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    [Put("/inventory/adjustments/absolute")]
    Task<TransactionResult> SetAbsoluteAsync([Body] AbsoluteAdjustmentRequest request, [Property(RequestOptions.PropertyKey)] RequestOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Changes counts by differences: <c>POST /inventory/adjustments/relative</c>. Not idempotent: resent only when it cannot have been handled. OAuth scope: <c>store_inventory</c>.</summary>
    /// <param name="request">1 to 2,000 rows.</param>
    /// <param name="options">Settings for this call alone; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request already on its way may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="BigCommerceEffectUnknownException">The request went out and no clear answer came: it may or may not have been applied.</exception>
    /// <exception cref="BigCommerceValidationException">422: a row is wrong, stock does not suffice, or an item never had a count; nothing was applied.</exception>
    /// <exception cref="BigCommerceException">Any other failure; the type says which.</exception>
    [Post("/inventory/adjustments/relative")]
    Task<TransactionResult> AdjustRelativeAsync([Body] RelativeAdjustmentRequest request, [Property(RequestOptions.PropertyKey)] RequestOptions? options = null, CancellationToken cancellationToken = default);
}
