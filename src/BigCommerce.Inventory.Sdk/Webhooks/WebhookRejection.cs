namespace BigCommerce.Inventory.Webhooks;

/// <summary>Why a webhook was refused.</summary>
public enum WebhookRejection
{
    /// <summary>It was not refused.</summary>
    None = 0,

    /// <summary>One of the three headers of <see cref="WebhookHeaderNames"/> is missing or empty.</summary>
    MissingHeader = 1,

    /// <summary>The timestamp is not a whole number of seconds since 1970 in plain digits.</summary>
    MalformedTimestamp = 2,

    /// <summary>
    /// The message was sent longer ago than the tolerance allows: a replay, a very slow delivery, or a clock that is wrong.
    /// </summary>
    TooOld = 3,

    /// <summary>The message claims to be sent further in the future than the tolerance allows.</summary>
    TooNew = 4,

    /// <summary>
    /// No signature in the header fits: the body, the id or the timestamp was altered, the body was not passed byte for byte as it
    /// arrived, the secret is another one, or there is no signature of version <c>v1</c>.
    /// </summary>
    NoMatchingSignature = 5,
}
