namespace BigCommerce.Inventory;

/// <summary>Adds up the outcomes of a run for its report and progress.</summary>
internal sealed class OutcomeCounts<TRow>(int maxListed, TimeProvider time, Guid correlationId)
    where TRow : IBulkInput
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<string> _transactionIds = [];
    private readonly List<RejectedRow<TRow>> _rejectedRows = [];
    private readonly List<UnknownRow<TRow>> _unknownRows = [];
    private readonly List<BulkRow<TRow>> _notSentRows = [];
    private readonly List<MergedRow<TRow>> _mergedRows = [];
    private readonly List<BulkRow<TRow>> _netZeroRows = [];
    private long _applied;
    private long _unknown;
    private long _notSent;
    private long _merged;
    private long _netZero;
    private long _fromJournal;

    public long Rejected { get; private set; }

    public int Requests { get; set; }

    public int Retries { get; set; }

    public void Add(BulkRequestResult<TRow> result)
    {
        _applied += result.AppliedRows.Count;
        Rejected += result.RejectedRows.Count;
        _unknown += result.UnknownRows.Count;
        _notSent += result.NotSentRows.Count;
        _merged += result.MergedRows.Count;
        _netZero += result.NetZeroRows.Count;
        _fromJournal += result.IsFromJournal ? result.AppliedRows.Count + result.RejectedRows.Count + result.UnknownRows.Count : 0;
        AddTransaction(result.TransactionId);

        Keep(_rejectedRows, result.RejectedRows);
        Keep(_unknownRows, result.UnknownRows);
        Keep(_notSentRows, result.NotSentRows);
        Keep(_mergedRows, result.MergedRows);
        Keep(_netZeroRows, result.NetZeroRows);
    }

    public void AddTransaction(string? transactionId)
    {
        if (transactionId is not null)
        {
            Keep(_transactionIds, [transactionId]);
        }
    }

    /// <param name="input">The rows.</param>
    /// <param name="pausedUntil">When the run continues; null when it does not pause.</param>
    public BulkProgress ToProgress(InputReader<TRow> input, DateTimeOffset? pausedUntil) => new()
    {
        RowCount = input.Count,
        ReadCount = input.RowsRead,
        AppliedCount = _applied,
        RejectedCount = Rejected,
        UnknownCount = _unknown,
        MergedCount = _merged,
        NetZeroCount = _netZero,
        FromJournalCount = _fromJournal,
        RequestCount = Requests,
        Elapsed = time.GetElapsedTime(_start),
        PausedUntil = pausedUntil,
    };

    /// <param name="input">Its rows that were never read count as not sent.</param>
    /// <param name="isCancelled">Whether the caller cancelled.</param>
    public BulkReport<TRow> ToReport(InputReader<TRow> input, bool isCancelled)
    {
        var rows = Math.Max(input.RowsRead, input.Count ?? 0);
        return new BulkReport<TRow>
        {
            RowCount = rows,
            AppliedCount = _applied,
            RejectedCount = Rejected,
            UnknownCount = _unknown,
            NotSentCount = _notSent + (rows - input.RowsRead),
            MergedCount = _merged,
            NetZeroCount = _netZero,
            FromJournalCount = _fromJournal,
            RequestCount = Requests,
            RetryCount = Retries,
            Elapsed = time.GetElapsedTime(_start),
            IsCanceled = isCancelled,
            HasUnreadRows = !input.IsAtEnd && input.RowsRead != input.Count,
            CorrelationId = correlationId,
            TransactionIds = _transactionIds,
            RejectedRows = _rejectedRows,
            UnknownRows = _unknownRows,
            NotSentRows = _notSentRows,
            MergedRows = _mergedRows,
            NetZeroRows = _netZeroRows,
        };
    }

    private void Keep<T>(List<T> list, IReadOnlyList<T> entries)
    {
        for (var i = 0; i < entries.Count && list.Count < maxListed; i++)
        {
            list.Add(entries[i]);
        }
    }
}
