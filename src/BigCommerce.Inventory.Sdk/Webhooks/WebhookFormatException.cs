namespace BigCommerce.Inventory.Webhooks;

/// <summary>The body of a webhook is not an event that can be read. The message says why; it does not quote the body.</summary>
public sealed class WebhookFormatException : FormatException
{
    internal WebhookFormatException(string message)
        : base(message)
    {
    }
}
