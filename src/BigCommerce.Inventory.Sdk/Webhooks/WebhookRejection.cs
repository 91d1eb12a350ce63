namespace BigCommerce.Inventory.Webhooks;

/// <summary>The reason why a webhook was rejected.</summary>
public enum WebhookRejection
{
    /// <summary>The webhook is valid.</summary>
    None = 0,

    /// <summary>One of the three headers of <see cref="WebhookHeaderNames"/> is missing or empty.</summary>
    MissingHeader = 1,

    /// <summary>The timestamp is not a whole number of seconds since 1970, in digits only.</summary>
    MalformedTimestamp = 2,

    /// <summary>
    /// The message is older than the tolerance allows: it is a replay or a slow delivery, or a clock is wrong.
    /// </summary>
    TooOld = 3,

    /// <summary>The message's timestamp is further in the future than the tolerance allows.</summary>
    TooNew = 4,

    /// <summary>
    /// No signature in the header matches: the body, the id or the timestamp was changed, the body was not passed byte for byte, the
    /// secret is wrong, or there is no signature of the version <c>v1</c>.
    /// </summary>
    NoMatchingSignature = 5,
}
