using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>How a bulk run works.</summary>
public sealed record BulkOptions
{
    /// <summary>Why stock changes, for the store's inventory history.</summary>
    /// <value>The default is null: none is sent.</value>
    public string? Reason { get; init; }

    /// <summary>The most rows that one request takes.</summary>
    /// <value>The default is 2,000, which is also the API's limit; 1 to 2,000.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxRowsPerRequest { get; init => field = InRange(value, 1, RequestItems.MaxItems); } = RequestItems.MaxItems;

    /// <summary>The most rows held in memory. Duplicates are found among these; where one row comes so much later than the other that both are not held at once, both are sent, in order.</summary>
    /// <value>The default is 100,000; 1 to 10,000,000. At least <see cref="MaxRowsPerRequest"/> are held in any case.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxBufferedRows { get; init => field = InRange(value, 1, 10_000_000); } = 100_000;

    /// <summary>The most requests in flight at once.</summary>
    /// <value>The default is 1, as BigCommerce asks for; 1 to 16.</value>
    /// <remarks>
    /// Two requests in flight never touch the same item at the same location. Keys of different kinds may name the same
    /// item, so requests that share a location run together only when all their keys there are of one kind.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxConcurrency { get; init => field = InRange(value, 1, 16); } = 1;

    /// <summary>The most entries that each list of the report holds; its counts are always exact.</summary>
    /// <value>The default is 10,000; 0 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxReportedRows { get; init => field = InRange(value, 0, int.MaxValue); } = 10_000;

    /// <summary>Ends the run with a <see cref="BulkRunException"/> when more rows than this are rejected; null never does.</summary>
    /// <value>The default is null. With a file of the wrong store, every row would be tried.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? MaxRejectedRows
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxRejectedRows), value, "Give 0 or more, or null for no limit.");
    }

    /// <summary>Ends the run with a <see cref="BulkRunException"/> when this many requests in a row end without a clear answer (a timeout, a server error, a reset), so that an outage does not put a whole file in doubt.</summary>
    /// <value>The default is 3; 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxConsecutiveUnknownRequests { get; init => field = InRange(value, 1, int.MaxValue); } = 3;

    /// <summary>Ends the run with a <see cref="BulkRunException"/> when the API has refused this many requests in a row without naming one of their rows, and applied none between them: then it refuses requests as a whole, and smaller ones would not help.</summary>
    /// <value>The default is 50; 22 or more, so that one bad row among 2,000 is found in any case: halving refuses at most 12 requests in a row for it, and 2·log2(2,000) = 22 leaves room for splits by location and kind of key. Raise it for stores that refuse many rows of a request without naming them.</value>
    /// <remarks>It bounds 409, 413 and 422. Other refusals (400, 401, 403, 404, 405, 406, 415, 423, 501, 507, redirects) are never about single rows, so the first one ends the run.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 22.</exception>
    public int MaxConsecutiveUnexplainedRejections { get; init => field = InRange(value, 22, int.MaxValue); } = 50;

    /// <summary>How long an outage may last: the run pauses while the store refuses connections, the client's circuit breaker is open, or the store's quota is not available in the time that <see cref="Request"/> allows. Then it goes on with the same rows. When the time is up, the run ends with a <see cref="BulkRunException"/>, and its rows are not sent.</summary>
    /// <value>The default is 30 minutes; 0 (ends the run at once) to 7 days. The time runs from the first request that was not handled to the next that was.</value>
    /// <remarks>Only requests that were certainly not handled are sent again. What may have been handled counts for <see cref="MaxConsecutiveUnknownRequests"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan MaxOutageWait
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromDays(7) ? value : throw new ArgumentOutOfRangeException(nameof(MaxOutageWait), value, "Give 0 to 7 days.");
    } = TimeSpan.FromMinutes(30);

    /// <summary>How long a request in flight may go on after the run is cancelled, so that its outcome is known. Then it is given up, and its rows are unknown. Input that does not yield its next row gets the same time to end.</summary>
    /// <value>The default is 5 seconds; 0 to 10 minutes.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan CancellationGrace
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromMinutes(10) ? value : throw new ArgumentOutOfRangeException(nameof(CancellationGrace), value, "Give 0 to 10 minutes.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>What a relative run does with an item that never had a count at the location. Absolute runs and transfers do not use it.</summary>
    /// <value>The default is <see cref="UncountedItemPolicy.Reject"/>.</value>
    public UncountedItemPolicy UncountedItems { get; init; }

    /// <summary>How a relative run finds out about requests whose answer was lost, by reading the stock before and after; null leaves their rows unknown.</summary>
    /// <value>The default is null. With it, stock is read before every request. Rows that cannot be decided with certainty stay unknown; nothing is sent twice in any case.</value>
    public UnknownRowVerificationOptions? VerifyUnknownRows { get; init; }

    /// <summary>Remembers what the run has done, so that a run of the same input that died can be carried on; null keeps nothing. One for each input and store: the journal does not know the store.</summary>
    /// <value>The default is null.</value>
    public IBulkJournal? Journal { get; init; }

    /// <summary>Settings for every request. Without a priority of its own the run yields to foreground calls; without a correlation id one is made for the whole run; without a <see cref="RequestOptions.MaxRateLimitWait"/> it waits for the store's quota as long as it takes.</summary>
    /// <value>The default is null: the client's settings.</value>
    public RequestOptions? Request { get; init; }

    /// <summary>The clock for the report's times and the run's waits.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider)); } = TimeProvider.System;

    /// <summary>The settings of the run's requests.</summary>
    internal RequestOptions ToRequestOptions()
    {
        var request = Request ?? new RequestOptions();
        return request with
        {
            CorrelationId = request.CorrelationId ?? Guid.NewGuid(),
            Priority = request.Priority ?? RequestPriority.Background,
            MaxRateLimitWait = request.MaxRateLimitWait ?? Timeout.InfiniteTimeSpan,
        };
    }

    private static int InRange(int value, int min, int max, [CallerMemberName] string? name = null) => value >= min && value <= max
        ? value
        : throw new ArgumentOutOfRangeException(name, value, max == int.MaxValue ? $"Give {min} or more." : FormattableString.Invariant($"Give {min} to {max:N0}."));
}
