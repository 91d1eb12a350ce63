namespace BigCommerce.Inventory.Webhooks;

/// <summary>The windows and the capacity of a <see cref="WebhookDeduplicator"/>.</summary>
public sealed class WebhookDeduplicatorOptions
{
    /// <summary>How long a message id is remembered.</summary>
    /// <value>The default is 48 hours, the time during which BigCommerce repeats a delivery; more than zero.</value>
    public TimeSpan MessageWindow { get; set; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How long an event is a duplicate of an earlier one with the same store, scope and data but another message id.
    /// </summary>
    /// <value>The default is 1 second. With zero only message ids are compared.</value>
    /// <remarks>
    /// Events contain no quantities, so a second change of the same item within this window looks like a duplicate. Read the current
    /// value only after the window has passed: then it includes both changes.
    /// </remarks>
    public TimeSpan ContentWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Where events are remembered, to share the memory with other processes.</summary>
    /// <value>The default is null: in this process.</value>
    public IWebhookMemory? Memory { get; set; }

    /// <summary>The maximum number of messages remembered in this process. A new message replaces the oldest one.</summary>
    /// <value>The default is 10,000; 1 or more. <see cref="Memory"/> does not use it.</value>
    public int Capacity { get; set; } = 10_000;

    /// <summary>The clock for the windows.</summary>
    /// <value>The default is the system clock. <see cref="Memory"/> does not use it.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
