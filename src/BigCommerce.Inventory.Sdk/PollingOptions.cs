namespace BigCommerce.Inventory;

/// <summary>How long to wait until a write is visible in reads. The API confirms a write before its reads show it.</summary>
public sealed record PollingOptions
{
    /// <summary>The longest wait.</summary>
    /// <value>The default is 1 minute; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan Timeout { get; init => field = Positive(value, nameof(Timeout)); } = TimeSpan.FromMinutes(1);

    /// <summary>The delay before the second read. Each further delay is twice as long, up to <see cref="MaxDelay"/>.</summary>
    /// <value>The default is 500 milliseconds; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan InitialDelay { get; init => field = Positive(value, nameof(InitialDelay)); } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay between two reads.</summary>
    /// <value>The default is 10 seconds; more than zero.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan MaxDelay { get; init => field = Positive(value, nameof(MaxDelay)); } = TimeSpan.FromSeconds(10);

    /// <summary>Reads until a read returns something.</summary>
    /// <param name="read">Reads once; null means that the write is not visible yet.</param>
    /// <param name="time">The clock that the delays run on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What was read; null after <see cref="Timeout"/>.</returns>
    internal async Task<T?> UntilThereAsync<T>(
        Func<CancellationToken, Task<T?>> read,
        TimeProvider time,
        CancellationToken cancellationToken)
        where T : class
    {
        var started = time.GetTimestamp();
        for (var delay = InitialDelay; ; delay *= 2)
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
