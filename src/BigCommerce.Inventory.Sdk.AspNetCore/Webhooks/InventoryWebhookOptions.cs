using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.AspNetCore;

/// <summary>How webhooks are received and handled. Read once, when the host starts.</summary>
public sealed class InventoryWebhookOptions
{
    /// <summary>The configuration section that is bound by default.</summary>
    public const string SectionName = BigCommerceInventoryOptions.SectionName + ":Webhooks";

    /// <summary>
    /// The client secret of the app whose access token created the webhooks. Required. Keep it out of files that are checked in.
    /// </summary>
    /// <value>The default is null.</value>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ClientSecret { get; set; }

    /// <summary>Further accepted client secrets: of other apps, or the former one while a secret is replaced.</summary>
    /// <value>The default is none.</value>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public IList<string> FurtherClientSecrets { get; } = [];

    /// <summary>The maximum difference between a message's timestamp and the clock, in the past and in the future.</summary>
    /// <value>The default is 5 minutes; 1 second to 1 day.</value>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest body that is read, in bytes. A larger one gets the status code 413.</summary>
    /// <value>The default is 64 KiB; 1 KiB to 16 MiB.</value>
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How many events wait for the handler. If there are more, a delivery gets the status code 503, and BigCommerce repeats it later.
    /// </summary>
    /// <value>The default is 10,000; 1 to 1,000,000.</value>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// How long an event waits for others before it is handed over. An event is handed over after one to two times this delay.
    /// </summary>
    /// <value>The default is 1 second; 0 to 1 minute.</value>
    /// <remarks>
    /// Do not use less than <see cref="WebhookDeduplicatorOptions.ContentWindow"/>: a second change within that window looks like a duplicate,
    /// so stock that is read before its end can miss the change.
    /// </remarks>
    public TimeSpan BatchDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most events of a batch.</summary>
    /// <value>The default is 500; 1 to 10,000.</value>
    public int MaxBatchSize { get; set; } = 500;

    /// <summary>How many batches are handled at the same time.</summary>
    /// <value>The default is 1; 1 to 64.</value>
    public int MaxConcurrency { get; set; } = 1;

    /// <summary>
    /// How often a batch is handed over while the handler throws. After that each of its events is handed over once more, alone; an event
    /// that fails then is dropped.
    /// </summary>
    /// <value>The default is 10, which takes about 5 minutes; 1 to 10,000.</value>
    /// <remarks>
    /// Meanwhile the queue fills up, and then BigCommerce keeps the events for up to 48 hours. A larger number loses fewer events in a long
    /// outage of whatever the handler needs.
    /// </remarks>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>The wait after the first failure. It doubles with each further failure.</summary>
    /// <value>The default is 2 seconds; 0 to <see cref="MaxRetryDelay"/>.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait after a failure.</summary>
    /// <value>The default is 1 minute; at most 1 hour.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    internal IEnumerable<string> Errors()
    {
        if (string.IsNullOrWhiteSpace(ClientSecret))
        {
            yield return $"{nameof(ClientSecret)} is missing: give the client secret of the app that created the webhooks.";
        }

        if (FurtherClientSecrets.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{nameof(FurtherClientSecrets)} must not contain an empty secret.";
        }

        if (Tolerance < TimeSpan.FromSeconds(1) || Tolerance > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(Tolerance)} takes 1 second to 1 day.";
        }

        if (OutOfRange(MaxBodyBytes, 1024, 16 * 1024 * 1024) is { } bodyBytes)
        {
            yield return $"{nameof(MaxBodyBytes)} {bodyBytes}";
        }

        if (OutOfRange(QueueCapacity, 1, 1_000_000) is { } capacity)
        {
            yield return $"{nameof(QueueCapacity)} {capacity}";
        }

        if (BatchDelay < TimeSpan.Zero || BatchDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(BatchDelay)} takes 0 to 1 minute.";
        }

        if (OutOfRange(MaxBatchSize, 1, 10_000) is { } batchSize)
        {
            yield return $"{nameof(MaxBatchSize)} {batchSize}";
        }

        if (OutOfRange(MaxConcurrency, 1, 64) is { } concurrency)
        {
            yield return $"{nameof(MaxConcurrency)} {concurrency}";
        }

        if (OutOfRange(MaxAttempts, 1, 10_000) is { } attempts)
        {
            yield return $"{nameof(MaxAttempts)} {attempts}";
        }

        if (RetryDelay < TimeSpan.Zero || RetryDelay > MaxRetryDelay)
        {
            yield return $"{nameof(RetryDelay)} takes 0 to {nameof(MaxRetryDelay)}.";
        }

        if (MaxRetryDelay > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(MaxRetryDelay)} takes at most 1 hour.";
        }
    }

    internal TimeSpan DelayAfter(int attempts) =>
        TimeSpan.FromTicks((long)Math.Min(RetryDelay.Ticks * Math.Pow(2, attempts - 1), MaxRetryDelay.Ticks));

    internal WebhookVerifier CreateVerifier(TimeProvider time)
    {
        var options = new WebhookVerifierOptions { Tolerance = Tolerance, TimeProvider = time };
        foreach (var secret in FurtherClientSecrets.Prepend(ClientSecret!))
        {
            options.Secrets.Add(WebhookSecret.FromClientSecret(secret));
        }

        return new WebhookVerifier(options);
    }

    private static string? OutOfRange(int value, int min, int max) =>
        value >= min && value <= max ? null : string.Create(CultureInfo.InvariantCulture, $"takes {min:#,0} to {max:#,0}.");
}
