namespace BigCommerce.Inventory.Webhooks;

/// <summary>A webhook was refused: it must not be trusted.</summary>
public sealed class WebhookVerificationException : Exception
{
    internal WebhookVerificationException(WebhookRejection rejection, string message)
        : base(message) => Rejection = rejection;

    /// <summary>Why the webhook was refused; never <see cref="WebhookRejection.None"/>.</summary>
    public WebhookRejection Rejection { get; }
}
