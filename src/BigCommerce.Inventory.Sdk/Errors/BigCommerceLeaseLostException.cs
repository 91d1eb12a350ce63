namespace BigCommerce.Inventory;

/// <summary>
/// The request was not sent, or not sent again, because the lease of <see cref="RequestOptions.Lease"/> was lost. See
/// <see cref="BigCommerceException.Effect"/>.
/// </summary>
public sealed class BigCommerceLeaseLostException : BigCommerceException
{
    /// <summary>A request that was not sent.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceLeaseLostException(string message, Exception? innerException = null)
        : base(message, innerException) => Effect = RequestEffect.None;
}
