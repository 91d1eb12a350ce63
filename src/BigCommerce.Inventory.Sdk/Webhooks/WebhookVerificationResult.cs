using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>The outcome of <see cref="WebhookVerifier.Verify(ReadOnlySpan{byte}, Func{string, string?})"/>.</summary>
public sealed class WebhookVerificationResult
{
    private WebhookVerificationResult(WebhookRejection rejection, string description, string? messageId, DateTimeOffset? sentAt)
    {
        Rejection = rejection;
        Description = description;
        MessageId = messageId;
        SentAt = sentAt;
    }

    /// <summary>Whether the message comes from someone who knows the secret, unaltered and recently.</summary>
    [MemberNotNullWhen(true, nameof(MessageId), nameof(SentAt))]
    public bool IsValid => Rejection == WebhookRejection.None;

    /// <summary>Why the message was refused.</summary>
    /// <value><see cref="WebhookRejection.None"/> when it is valid.</value>
    public WebhookRejection Rejection { get; }

    /// <summary>The outcome as a sentence for a log. It holds neither the secret nor a signature nor anything the sender wrote.</summary>
    public string Description { get; }

    /// <summary>The verified message id, the same on every delivery of one message.</summary>
    /// <value>Null when the message was refused: an id that was not verified means nothing.</value>
    public string? MessageId { get; }

    /// <summary>The verified time of this delivery, in whole seconds.</summary>
    /// <value>Null when the message was refused.</value>
    public DateTimeOffset? SentAt { get; }

    /// <summary>Throws unless the message is valid.</summary>
    /// <returns>This result, known to be valid.</returns>
    /// <exception cref="WebhookVerificationException">The message was refused; the exception says why.</exception>
    public WebhookVerificationResult EnsureValid() =>
        IsValid ? this : throw new WebhookVerificationException(Rejection, Description);

    /// <summary>Gives <see cref="Description"/>.</summary>
    public override string ToString() => Description;

    internal static WebhookVerificationResult Valid(string messageId, DateTimeOffset sentAt) =>
        new(WebhookRejection.None, "The webhook is valid.", messageId, sentAt);

    internal static WebhookVerificationResult Rejected(WebhookRejection rejection, string description) =>
        new(rejection, description, messageId: null, sentAt: null);
}
