using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>How long to wait until reads show a write: the API accepts a write before reads return its result.</summary>
public sealed record PollingOptions
{
    /// <summary>The longest wait.</summary>
    /// <value>The default is 1 minute; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan Timeout { get; init => field = Positive(value, nameof(Timeout)); } = TimeSpan.FromMinutes(1);

    /// <summary>The wait before the second read. It doubles with every further read.</summary>
    /// <value>The default is 500 milliseconds; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan FirstDelay { get; init => field = Positive(value, nameof(FirstDelay)); } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two reads.</summary>
    /// <value>The default is 10 seconds; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan MaxDelay { get; init => field = Positive(value, nameof(MaxDelay)); } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the waits. Null means the clock of the bulk run that waits, else the system's. Not serialized.</summary>
    [JsonIgnore]
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Reads until something is there.</summary>
    /// <param name="read">Reads once; null means not yet there.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What was read; null when the time is up.</returns>
    internal async Task<T?> UntilThereAsync<T>(Func<CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        var time = TimeProvider ?? TimeProvider.System;
        var started = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay *= 2)
        {
            if (await read(cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            var left = Timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            delay = delay < MaxDelay ? delay : MaxDelay;
            await Task.Delay(delay < left ? delay : left, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Positive(TimeSpan value, string name) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(name, value, "Set a time above zero.");
}
