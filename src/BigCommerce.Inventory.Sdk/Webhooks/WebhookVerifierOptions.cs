namespace BigCommerce.Inventory.Webhooks;

/// <summary>What a <see cref="WebhookVerifier"/> accepts.</summary>
public sealed class WebhookVerifierOptions
{
    /// <summary>The keys that are accepted; at least one.</summary>
    /// <remarks>While a secret is being changed, list the new one and the old one; remove the old one afterwards.</remarks>
    public IList<WebhookSecret> Secrets { get; } = [];

    /// <summary>How far the time of sending may lie from this machine's clock, before or after it.</summary>
    /// <value>Default: 5 minutes. Zero or more; a message exactly this old is accepted.</value>
    /// <remarks>
    /// It limits how long a recorded message can be replayed. Within it, <see cref="WebhookDeduplicator"/> recognizes the repeated
    /// message by its id.
    /// </remarks>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock that the time of sending is compared with.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
