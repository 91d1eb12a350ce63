using Refit;

namespace BigCommerce.Inventory;

/// <summary>
/// Absolute and relative adjustments of stock, one request each. OAuth scope: <c>store_inventory</c>. For rows of any number use
/// <see cref="StockOperations"/> (<c>client.Stock</c>), which divides them into requests, isolates bad rows and reports the outcome of
/// every row.
/// </summary>
/// <remarks>
/// The API checks a request as a whole: because of one bad row it responds with 422 and applies nothing. Writes are asynchronous: a read
/// directly after one may still show the old value.
/// </remarks>
public interface IInventoryAdjustmentsApi
{
    /// <summary>
    /// Sets counts and backordered quantities: <c>PUT /inventory/adjustments/absolute</c>. Idempotent, so failures are retried. OAuth
    /// scope: <c>store_inventory</c>.
    /// </summary>
    /// <param name="request">1 to 2,000 rows.</param>
    /// <param name="options">Settings for this call; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was already sent may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="BigCommerceValidationException">
    /// 422: a row is invalid, and nothing was applied. <see cref="BigCommerceApiException.Reason"/> gives the reason where it is known.
    /// </exception>
    /// <exception cref="BigCommerceException">Any other failure; the type shows which.</exception>
    [Put("/inventory/adjustments/absolute")]
    Task<TransactionResult> SetAbsoluteAsync(
        [Body] AbsoluteAdjustmentRequest request,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Adjusts counts and backordered quantities by differences: <c>POST /inventory/adjustments/relative</c>. Not idempotent: it is retried
    /// only when it cannot have been handled. OAuth scope: <c>store_inventory</c>.
    /// </summary>
    /// <param name="request">1 to 2,000 rows.</param>
    /// <param name="options">Settings for this call; null for the client's.</param>
    /// <param name="cancellationToken">Stops waiting. A request that was already sent may still take effect.</param>
    /// <returns>The transaction's id.</returns>
    /// <exception cref="BigCommerceEffectUnknownException">
    /// The request was sent, and no response showed its effect: it may or may not have been applied.
    /// </exception>
    /// <exception cref="BigCommerceValidationException">
    /// 422: a row is invalid, stock is insufficient, or an item never had a count; nothing was applied.
    /// </exception>
    /// <exception cref="BigCommerceException">Any other failure; the type shows which.</exception>
    [Post("/inventory/adjustments/relative")]
    Task<TransactionResult> AdjustRelativeAsync(
        [Body] RelativeAdjustmentRequest request,
        [Property(RequestOptions.PropertyKey)] RequestOptions? options = null,
        CancellationToken cancellationToken = default);
}
