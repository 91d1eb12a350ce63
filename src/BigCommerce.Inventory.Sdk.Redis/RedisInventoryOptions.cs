namespace BigCommerce.Inventory.Redis;

/// <summary>How <c>BigCommerce.Inventory.Sdk.Redis</c> uses Redis.</summary>
public sealed class RedisInventoryOptions
{
    /// <summary>The configuration section that <c>AddBigCommerceInventoryRedis</c> reads.</summary>
    public const string SectionName = "BigCommerce:Inventory:Redis";

    /// <summary>What the names of all keys begin with. Processes that share a store must have the same.</summary>
    /// <value>The default is <c>bigcommerce:inventory:</c>. Not null.</value>
    public string KeyPrefix { get; set; } = "bigcommerce:inventory:";

    /// <summary>How long a request near the rate limit waits for Redis before it uses the process's share of what was left last.</summary>
    /// <value>The default is 5 milliseconds; more than zero, and at most <see cref="MaxWait"/>.</value>
    public TimeSpan UsualWait { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The longest time that a request waits for Redis. Then the process uses response headers alone, until Redis replies faster again.
    /// </summary>
    /// <value>The default is 40 milliseconds; at most 10 seconds.</value>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// How long a lease lasts without renewal. It is renewed three times in this time. After its holder has died, another process gets it
    /// within this time.
    /// </summary>
    /// <value>
    /// The default is 60 seconds; 1 second to 1 hour. Use more than <see cref="ResilienceOptions.AttemptTimeout"/>, so that the last
    /// holder's requests have ended when the next holder starts.
    /// </value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a journal is kept after its last line.</summary>
    /// <value>The default is 7 days; 1 minute to 365 days.</value>
    public TimeSpan JournalLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a bulk run waits for Redis to keep a line of its journal before it ends.</summary>
    /// <value>The default is 30 seconds; 0 (tries once) to 1 hour.</value>
    public TimeSpan JournalWait { get; set; } = TimeSpan.FromSeconds(30);

    internal RedisInventoryOptions CopyValidated()
    {
        var copy = (RedisInventoryOptions)MemberwiseClone();
        var errors = copy.Errors().ToList();
        return errors.Count == 0 ? copy : throw new ArgumentException("The options for Redis are wrong. " + string.Join(" ", errors));
    }

    internal IEnumerable<string> Errors()
    {
        if (KeyPrefix is null)
        {
            yield return $"{nameof(KeyPrefix)} must not be null.";
        }

        if (UsualWait <= TimeSpan.Zero || UsualWait > MaxWait)
        {
            yield return $"{nameof(UsualWait)} takes more than zero and at most {nameof(MaxWait)}.";
        }

        if (MaxWait > TimeSpan.FromSeconds(10))
        {
            yield return $"{nameof(MaxWait)} takes at most 10 seconds.";
        }

        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(LeaseDuration)} takes 1 second to 1 hour.";
        }

        if (JournalLifetime < TimeSpan.FromMinutes(1) || JournalLifetime > TimeSpan.FromDays(365))
        {
            yield return $"{nameof(JournalLifetime)} takes 1 minute to 365 days.";
        }

        if (JournalWait < TimeSpan.Zero || JournalWait > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(JournalWait)} takes 0 to 1 hour.";
        }
    }
}
