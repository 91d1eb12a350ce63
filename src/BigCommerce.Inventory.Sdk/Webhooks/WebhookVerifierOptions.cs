namespace BigCommerce.Inventory.Webhooks;

/// <summary>The accepted secrets and the tolerance of a <see cref="WebhookVerifier"/>.</summary>
public sealed class WebhookVerifierOptions
{
    /// <summary>The accepted secrets; at least one.</summary>
    /// <remarks>During a rotation, add the new secret and the old one. Remove the old one afterwards.</remarks>
    public IList<WebhookSecret> Secrets { get; } = [];

    /// <summary>The maximum difference between the message's timestamp and the clock, in the past and in the future.</summary>
    /// <value>The default is 5 minutes; zero or more. A difference of exactly this value is accepted.</value>
    /// <remarks>
    /// The tolerance limits how long a captured message can be replayed. Within it, <see cref="WebhookDeduplicator"/> detects the
    /// replay by the message id.
    /// </remarks>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock that timestamps are compared with.</summary>
    /// <value>The default is the system clock.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
