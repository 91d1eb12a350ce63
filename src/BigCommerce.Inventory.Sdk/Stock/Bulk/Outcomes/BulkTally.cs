namespace BigCommerce.Inventory;

/// <summary>Adds up outcomes into a report.</summary>
internal sealed class BulkTally(int maxListed, TimeProvider time, Guid correlationId)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<string> _transactionIds = [];
    private readonly List<RejectedRow> _rejections = [];
    private readonly List<BulkRow> _unknownRows = [];
    private readonly List<BulkRow> _notSentRows = [];
    private readonly List<DuplicateRow> _duplicateRows = [];
    private readonly List<BulkRow> _netZeroRows = [];
    private long _applied;
    private long _unknown;
    private long _notSent;
    private long _duplicates;
    private long _netZero;
    private long _fromJournal;

    public long Rejected { get; private set; }

    public int Requests { get; set; }

    public int Retries { get; set; }

    public void Add(BulkRequestResult outcome)
    {
        _applied += outcome.Applied.Count;
        Rejected += outcome.Rejected.Count;
        _unknown += outcome.Unknown.Count;
        _notSent += outcome.NotSent.Count;
        _duplicates += outcome.Duplicates.Count;
        _netZero += outcome.NetZeroRows.Count;
        _fromJournal += outcome.IsFromJournal ? outcome.Applied.Count + outcome.Rejected.Count + outcome.Unknown.Count : 0;
        AddTransaction(outcome.TransactionId);

        Keep(_rejections, outcome.Rejected);
        Keep(_unknownRows, outcome.Unknown);
        Keep(_notSentRows, outcome.NotSent);
        Keep(_duplicateRows, outcome.Duplicates);
        Keep(_netZeroRows, outcome.NetZeroRows);
    }

    public void AddTransaction(string? transactionId)
    {
        if (transactionId is not null)
        {
            Keep(_transactionIds, [transactionId]);
        }
    }

    /// <param name="input">The rows.</param>
    /// <param name="pausedUntil">When the run goes on; null when it does not pause.</param>
    public BulkProgress Progress(RowReader input, DateTimeOffset? pausedUntil = null) => new()
    {
        TotalRows = input.Count,
        RowsRead = input.RowsRead,
        Applied = _applied,
        Rejected = Rejected,
        Unknown = _unknown,
        Duplicates = _duplicates,
        NetZeroCount = _netZero,
        Requests = Requests,
        Elapsed = time.GetElapsedTime(_start),
        PausedUntil = pausedUntil,
    };

    /// <param name="input">Rows that it has and were never read count as not sent.</param>
    /// <param name="isCancelled">Whether the caller cancelled.</param>
    public BulkAdjustmentReport Report(RowReader input, bool isCancelled)
    {
        var rows = Math.Max(input.RowsRead, input.Count ?? 0);
        return new BulkAdjustmentReport
        {
            Rows = rows,
            Applied = _applied,
            Rejected = Rejected,
            Unknown = _unknown,
            NotSent = _notSent + (rows - input.RowsRead),
            Duplicates = _duplicates,
            NetZeroCount = _netZero,
            FromJournal = _fromJournal,
            Requests = Requests,
            Retries = Retries,
            Elapsed = time.GetElapsedTime(_start),
            IsCancelled = isCancelled,
            CorrelationId = correlationId,
            TransactionIds = _transactionIds,
            Rejections = _rejections,
            UnknownRows = _unknownRows,
            NotSentRows = _notSentRows,
            DuplicateRows = _duplicateRows,
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
