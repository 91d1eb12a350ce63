namespace BigCommerce.Inventory.Webhooks;

/// <summary>The three headers that a signed webhook carries, as Standard Webhooks names them. Header names are case-insensitive.</summary>
public static class WebhookHeaderNames
{
    /// <summary>Identifies the message; stays the same when a delivery is repeated.</summary>
    public const string Id = "webhook-id";

    /// <summary>When this delivery was attempted, in seconds since 1970-01-01T00:00:00Z.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>One or more signatures separated by a space, each a version, a comma and the value: <c>v1,&lt;base64&gt;</c>.</summary>
    public const string Signature = "webhook-signature";
}
