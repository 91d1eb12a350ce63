using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>The result of <see cref="WebhookVerifier.Verify(ReadOnlySpan{byte}, Func{string, string?})"/>.</summary>
public sealed class WebhookVerificationResult
{
    private WebhookVerificationResult(WebhookRejection rejection, string description, string? messageId, DateTimeOffset? sentAt)
    {
        Rejection = rejection;
        Description = description;
        MessageId = messageId;
        SentAt = sentAt;
    }

    /// <summary>Whether the sender knows the secret, and the message is unchanged and recent.</summary>
    [MemberNotNullWhen(true, nameof(MessageId), nameof(SentAt))]
    public bool IsValid => Rejection == WebhookRejection.None;

    /// <summary>The reason why the message was rejected.</summary>
    /// <value><see cref="WebhookRejection.None"/> when it is valid.</value>
    public WebhookRejection Rejection { get; }

    /// <summary>The result as a sentence for logs. It contains neither the secret nor a signature nor text from the sender.</summary>
    public string Description { get; }

    /// <summary>The verified message id. All deliveries of a message have the same one.</summary>
    /// <value>Null when the message was rejected.</value>
    public string? MessageId { get; }

    /// <summary>The verified time of this delivery, with a resolution of one second.</summary>
    /// <value>Null when the message was rejected.</value>
    public DateTimeOffset? SentAt { get; }

    /// <summary>Throws unless the message is valid.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="WebhookVerificationException">
    /// The message was rejected. <see cref="WebhookVerificationException.Rejection"/> is the reason.
    /// </exception>
    public WebhookVerificationResult EnsureValid() =>
        IsValid ? this : throw new WebhookVerificationException(Rejection, Description);

    /// <summary>Returns <see cref="Description"/>.</summary>
    public override string ToString() => Description;

    internal static WebhookVerificationResult Valid(string messageId, DateTimeOffset sentAt) =>
        new(WebhookRejection.None, "The webhook is valid.", messageId, sentAt);

    internal static WebhookVerificationResult Rejected(WebhookRejection rejection, string description) =>
        new(rejection, description, messageId: null, sentAt: null);
}
