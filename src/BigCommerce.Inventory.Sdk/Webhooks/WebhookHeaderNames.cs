namespace BigCommerce.Inventory.Webhooks;

/// <summary>The three headers of a signed webhook according to Standard Webhooks. Header names are case-insensitive.</summary>
public static class WebhookHeaderNames
{
    /// <summary>The message id. Repeated deliveries have the same one.</summary>
    public const string Id = "webhook-id";

    /// <summary>When this delivery was sent, in seconds since 1970-01-01T00:00:00Z.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>
    /// One or more signatures, separated by spaces. Each consists of a version, a comma and the value: <c>v1,&lt;base64&gt;</c>.
    /// </summary>
    public const string Signature = "webhook-signature";
}
