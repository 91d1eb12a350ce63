namespace BigCommerce.Inventory.Webhooks;

/// <summary>A webhook was rejected: do not trust it.</summary>
public sealed class WebhookVerificationException : Exception
{
    internal WebhookVerificationException(WebhookRejection rejection, string message)
        : base(message) => Rejection = rejection;

    /// <summary>The reason; never <see cref="WebhookRejection.None"/>.</summary>
    public WebhookRejection Rejection { get; }
}
