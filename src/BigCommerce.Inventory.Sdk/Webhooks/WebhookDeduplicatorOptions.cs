namespace BigCommerce.Inventory.Webhooks;

/// <summary>How long and how much a <see cref="WebhookDeduplicator"/> remembers.</summary>
public sealed class WebhookDeduplicatorOptions
{
    /// <summary>How long a message id is remembered.</summary>
    /// <value>Default: 48 hours, as long as BigCommerce repeats a delivery. More than zero.</value>
    public TimeSpan MessageWindow { get; set; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How long an event counts as the double of an earlier one with the same store, scope and data but another message id.
    /// </summary>
    /// <value>Default: 1 second. Zero: never, only message ids count.</value>
    /// <remarks>
    /// A second change of the same item within this window looks exactly like a doubled event, since events carry no quantities. So read
    /// the present value only after the window has passed: then it includes both changes, and nothing is lost.
    /// </remarks>
    public TimeSpan ContentWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Where events are remembered, to share that with other processes.</summary>
    /// <value>Default: null, in this process.</value>
    public IWebhookMemory? Memory { get; set; }

    /// <summary>The most messages remembered at once in this process; the oldest is forgotten for the newest.</summary>
    /// <value>Default: 10,000. 1 or more. Without effect on a <see cref="Memory"/> that is given.</value>
    public int Capacity { get; set; } = 10_000;

    /// <summary>The clock that the windows are measured on.</summary>
    /// <value>Default: the system's. Without effect on a <see cref="Memory"/> that is given.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
