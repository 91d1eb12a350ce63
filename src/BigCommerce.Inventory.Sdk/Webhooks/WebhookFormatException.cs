namespace BigCommerce.Inventory.Webhooks;

/// <summary>The body of a webhook cannot be parsed. The message contains the reason and does not quote the body.</summary>
public sealed class WebhookFormatException : FormatException
{
    internal WebhookFormatException(string message)
        : base(message)
    {
    }
}
