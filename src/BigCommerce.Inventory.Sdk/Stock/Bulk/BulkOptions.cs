using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Settings of a bulk run.</summary>
public sealed record BulkOptions
{
    /// <summary>Why stock changes, for the store's inventory history. Updates of settings do not send it.</summary>
    /// <value>The default is null: none is sent.</value>
    public string? Reason { get; init; }

    /// <summary>The most rows in one request.</summary>
    /// <value>The default is 2,000, which is also the API's limit; 1 to 2,000.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxRowsPerRequest { get; init => field = InRange(value, 1, RequestItems.MaxItems); } = RequestItems.MaxItems;

    /// <summary>
    /// The most rows held in memory. Rows for the same item are merged among these. Where one comes so much later that both are not held at
    /// once, both are sent, in order.
    /// </summary>
    /// <value>The default is 100,000; 1 to 10,000,000. At least <see cref="MaxRowsPerRequest"/> are held in any case.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxBufferedRows { get; init => field = InRange(value, 1, 10_000_000); } = 100_000;

    /// <summary>The most requests in flight at once.</summary>
    /// <value>The default is 1, as BigCommerce recommends; 1 to 16.</value>
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

    /// <summary>
    /// Ends the run with a <see cref="BulkRunException{TRow}"/> when more rows than this are rejected; null sets no limit.
    /// </summary>
    /// <value>The default is null. Set it to stop early when a file belongs to another store.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? MaxRejectedRows
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxRejectedRows), value, "Give 0 or more, or null for no limit.");
    }

    /// <summary>
    /// Ends the run with a <see cref="BulkRunException{TRow}"/> when this many requests in a row end with an unknown effect (a timeout, a
    /// server error, a reset), so that an outage does not make a whole file unknown.
    /// </summary>
    /// <value>The default is 3; 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxConsecutiveUnknownRequests { get; init => field = InRange(value, 1, int.MaxValue); } = 3;

    /// <summary>
    /// Ends the run with a <see cref="BulkRunException{TRow}"/> when the API has rejected this many requests in a row without naming one of
    /// their rows and applied none between them. It then rejects requests as a whole, and smaller ones would not help.
    /// </summary>
    /// <value>
    /// The default is 50; 22 or more, so that one bad row among 2,000 is always isolated: halving causes at most 12 rejections in a row for
    /// it, and 2·log2(2,000) = 22 leaves room for splits by location and kind of key. Raise it for stores that reject many rows of a
    /// request without naming them.
    /// </value>
    /// <remarks>
    /// It applies to 409, 413 and 422. Other rejections (400, 401, 403, 404, 405, 406, 415, 423, 501, 507, redirects) never concern single
    /// rows, so the first one ends the run.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 22.</exception>
    public int MaxConsecutiveUnexplainedRejections { get; init => field = InRange(value, 22, int.MaxValue); } = 50;

    /// <summary>
    /// How long an outage may last. The run pauses while the store refuses connections, the client's circuit breaker is open, or the
    /// store's quota is not available in the time that <see cref="Request"/> allows. Then it continues with the same rows. After this time
    /// the run ends with a <see cref="BulkRunException{TRow}"/>, and its rows are not sent.
    /// </summary>
    /// <value>
    /// The default is 30 minutes; 0 (ends the run at once) to 7 days. The time starts at the first request that was not handled and ends at
    /// the next one that was.
    /// </value>
    /// <remarks>
    /// Only requests that were certainly not handled are sent again. Requests that may have been handled count for
    /// <see cref="MaxConsecutiveUnknownRequests"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan MaxOutageWait
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromDays(7)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxOutageWait), value, "Give 0 to 7 days.");
    } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a request in flight may continue after the run is cancelled, so that its effect is known. After that it is cancelled, and
    /// its rows are unknown. Input that does not give its next row has the same time to end.
    /// </summary>
    /// <value>The default is 5 seconds; 0 to 10 minutes.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan CancellationGrace
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromMinutes(10)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CancellationGrace), value, "Give 0 to 10 minutes.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>What a relative run does with an item that never had a count at the location. Other runs do not use it.</summary>
    /// <value>The default is <see cref="UncountedItemPolicy.Reject"/>.</value>
    public UncountedItemPolicy UncountedItems { get; init; }

    /// <summary>
    /// How long a relative run reads stock to determine whether a request whose response was lost took effect; null leaves the rows of such
    /// requests unknown.
    /// </summary>
    /// <value>
    /// The default is null. With it, stock is read before every request. Rows that cannot be decided with certainty stay unknown; nothing
    /// is sent twice in any case.
    /// </value>
    /// <remarks>
    /// The stock before and after must differ by this request alone. Use it where nothing else changes the same items at the same
    /// locations meanwhile, and where reads already show earlier changes to them. A request counts as not applied only when the stock
    /// is unchanged after <see cref="PollingOptions.Timeout"/>.
    /// </remarks>
    public PollingOptions? VerifyUnknownRows { get; init; }

    /// <summary>
    /// Records what the run has done, so that a later run of the same input can continue it after a crash; null records nothing. Use one
    /// for each input and store: the journal does not identify the store.
    /// </summary>
    /// <value>The default is null.</value>
    public IBulkJournal? Journal { get; init; }

    /// <summary>
    /// Settings for every request. Without a priority, the run yields to foreground calls. Without a correlation id, the run makes one for
    /// all its requests. Without a <see cref="RequestOptions.MaxRateLimitWait"/>, it waits for the store's quota without limit.
    /// </summary>
    /// <value>The default is null: the client's settings.</value>
    public RequestOptions? Request { get; init; }

    /// <summary>
    /// Receives the progress. <see cref="Progress{T}"/> posts to the captured context, so its reports can arrive late and out of order; use
    /// <see cref="OnProgress"/> for calls in order.
    /// </summary>
    /// <value>The default is null.</value>
    public IProgress<BulkProgress>? Progress { get; init; }

    /// <summary>
    /// Is called with the progress, in order, before the run continues. An exception that it throws ends the run with a
    /// <see cref="BulkRunException{TRow}"/>.
    /// </summary>
    /// <value>The default is null.</value>
    public Action<BulkProgress>? OnProgress { get; init; }

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
        : throw new ArgumentOutOfRangeException(
            name,
            value,
            max == int.MaxValue ? $"Give {min} or more." : FormattableString.Invariant($"Give {min} to {max:N0}."));
}
