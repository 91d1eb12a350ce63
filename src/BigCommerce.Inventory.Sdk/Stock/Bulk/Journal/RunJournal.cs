using System.Net;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace BigCommerce.Inventory;

/// <summary>What an earlier run decided about a planned request.</summary>
/// <param name="Applied">Rows that it applied.</param>
/// <param name="Rejected">Rows that were rejected.</param>
/// <param name="Unknown">Rows that may have been applied and must not be sent again.</param>
/// <param name="ToSend">Rows that are still to be sent.</param>
internal sealed record ResumedRequest<TRow>(
    ValueList<BulkRow<TRow>> Applied,
    IReadOnlyList<RejectedRow<TRow>> Rejected,
    ValueList<BulkRow<TRow>> Unknown,
    ValueList<BulkRow<TRow>> ToSend);

/// <summary>Reads what an earlier run did from the journal, and records what this run does.</summary>
internal sealed class RunJournal<TRow> : IDisposable
    where TRow : IBulkInput
{
    private const int Version = 3;

    // The first line of a run.
    private const string RunType = "run";

    private const string SendingType = "sending";
    private const string SentType = "sent";

    private readonly IBulkJournal _journal;
    private readonly BulkKind<TRow> _kind;
    private readonly Dictionary<int, List<JournalEntry>> _earlier = [];
    private int _lastEarlier;

    // Requests in flight write one after another.
    private readonly SemaphoreSlim _gate = new(1);
    private Exception? _failure;

    private RunJournal(IBulkJournal journal, BulkKind<TRow> kind)
    {
        _journal = journal;
        _kind = kind;
    }

    /// <summary>Whether the journal has requests of an earlier run that this run has not reached yet.</summary>
    public bool IsResuming => _earlier.Count > 0;

    /// <exception cref="BulkJournalException">The journal is damaged, or belongs to a run with other options.</exception>
    public static async Task<RunJournal<TRow>> OpenAsync(
        IBulkJournal journal,
        BulkKind<TRow> kind,
        BulkOptions options,
        CancellationToken cancellationToken)
    {
        var run = new RunJournal<TRow>(journal, kind);
        var own = new JournalEntry
        {
            Type = RunType,
            Version = Version,
            Kind = kind.Name,
            MaxRowsPerRequest = options.MaxRowsPerRequest,
            MaxBufferedRows = options.MaxBufferedRows,
        };
        JournalEntry? head = null;
        string? unreadable = null;
        await foreach (var line in journal.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // The last line of a run may be torn, and the next run then begins with its first line. A whole line that cannot be read was
            // changed.
            var entry = JournalLine.Read(line);
            if (entry is null && !JournalLine.IsTorn(line))
            {
                throw Damaged(line);
            }

            // A run may be killed while it writes its first line, and so may the next one.
            var isTornHead = entry is null && line.Length > 0 && JournalLine.Write(head ?? own).StartsWith(line, StringComparison.Ordinal);
            if (unreadable is not null && entry?.Type != RunType && !isTornHead)
            {
                throw Damaged(unreadable);
            }

            // Before the first line of a run nothing else can be torn, so the file is not a journal.
            if (entry is null && head is null && !isTornHead)
            {
                throw Damaged(line);
            }

            unreadable = entry is null ? line : null;
            if (entry is null)
            {
                continue;
            }

            if (head is null)
            {
                head = entry;
            }
            else if (entry.Type != RunType)
            {
                run.Remember(entry);
            }
        }

        if (head is not null && head != own)
        {
            throw new BulkJournalException(FormattableString.Invariant(
                $"The journal belongs to another run: {Describe(head)}, and this one is {Describe(own)}. Use the options of the first run, or a new journal."));
        }

        if (head is null || unreadable is not null)
        {
            await run.AppendAsync(own).ConfigureAwait(false);
        }

        return run;
    }

    /// <summary>What an earlier run decided about a planned request; null when it did not reach the request.</summary>
    /// <param name="planned">The request.</param>
    /// <param name="lastSeparate">
    /// The number of the last planned request that is known to have no item at a location in common with this one.
    /// </param>
    /// <exception cref="BulkJournalException">The request had other rows in the earlier run.</exception>
    public ResumedRequest<TRow>? Resume(PlannedRequest<TRow> planned, int lastSeparate)
    {
        if (!_earlier.Remove(planned.Number, out var entries))
        {
            return null;
        }

        // A request that ended before it was sent has no hash.
        if (entries.Find(static entry => entry.Hash is not null) is { Hash: var hash } && hash != Hash(planned.Rows))
        {
            throw new BulkJournalException(FormattableString.Invariant(
                $"The journal belongs to other input: the rows of request {planned.Number}, from row {planned.Rows[0].Index} on, differ from those of the earlier run. Give the same rows in the same order, or use a new journal."));
        }

        try
        {
            return Replay(planned.Rows, entries, isLatest: _lastEarlier <= lastSeparate);
        }
        catch (FormatException exception)
        {
            throw new BulkJournalException(
                FormattableString.Invariant(
                    $"The journal is damaged in its lines about request {planned.Number}: {exception.Message} Use a new journal, and only the rows that are known not to be applied."),
                exception);
        }
    }

    /// <summary>Records that rows are sent, before they are.</summary>
    public Task RecordSendingAsync(PendingRequest<TRow> request) => AppendAsync(new JournalEntry
    {
        Type = SendingType,
        Request = request.Planned.Number,
        Hash = Hash(request.Planned.Rows),
        Rows = Ranges(request, request.Rows),
        Step = request.Step == RequestStep.Send ? null : request.Step,
    });

    /// <summary>Records the outcome of rows that were sent.</summary>
    public Task RecordSentAsync(SentRequest<TRow> sent)
    {
        // A rejection proves nothing about rows that an earlier request may have applied.
        BulkRow<TRow>[] bad = sent.Request.Doubt is null ? sent.Bad : [];
        var error = bad.Length > 0 ? ((BigCommerceApiException)sent.Failure!).Error : null;
        return AppendAsync(new JournalEntry
        {
            Type = SentType,
            Request = sent.Request.Planned.Number,
            Rows = Ranges(sent.Request, sent.Request.Rows),
            Outcome = sent.Outcome,
            Transaction = sent.TransactionId,
            Rejected = bad.Length > 0 ? RowRanges.Write(bad, sent.Request.Planned.Rows) : null,
            Tags = Array.Exists(bad, static row => row.Input.Tag is not null) ? [.. bad.Select(static row => row.Input.Tag)] : null,
            Reason = error?.Reason,
            Status = (int?)error?.StatusCode,
            Message = error is null ? null : RejectedRow.MessageOf(error),
        });
    }

    public void Dispose() => _gate.Dispose();

    private ResumedRequest<TRow> Replay(ValueList<BulkRow<TRow>> rows, List<JournalEntry> entries, bool isLatest)
    {
        var outcomes = new (SentOutcome Outcome, JournalEntry? Rejection)[rows.Count];
        foreach (var entry in entries)
        {
            var outcome = entry.Type == SendingType
                ? OutcomeWithoutEnd(entry.Step ?? RequestStep.Send)
                : OutcomeNow(entry.Outcome ?? SentOutcome.Unknown, isLatest);
            foreach (var position in entry.Rows is null ? Enumerable.Range(0, rows.Count) : RowRanges.Read(entry.Rows, rows.Count))
            {
                outcomes[position] = (outcome, outcomes[position].Rejection);
            }

            foreach (var position in entry.Rejected is null ? [] : RowRanges.Read(entry.Rejected, rows.Count))
            {
                outcomes[position].Rejection = entry;
            }
        }

        var rejected = new List<RejectedRow<TRow>>();
        var groups = Enum.GetValues<SentOutcome>().ToDictionary(outcome => outcome, _ => new List<BulkRow<TRow>>());
        for (var i = 0; i < rows.Count; i++)
        {
            if (outcomes[i].Rejection is { } rejection)
            {
                rejected.AddRange(_kind.ToReported(new ValueArray<BulkRow<TRow>>([rows[i]])).Select(
                    row => new RejectedRow<TRow>(
                        row,
                        rejection.Reason ?? ApiErrorReason.Unknown,
                        rejection.Message ?? string.Empty,
                        (HttpStatusCode?)rejection.Status)));
            }
            else
            {
                groups[outcomes[i].Outcome].Add(rows[i]);
            }
        }

        return new ResumedRequest<TRow>(
            new ValueArray<BulkRow<TRow>>([.. groups[SentOutcome.Applied]]),
            rejected,
            new ValueArray<BulkRow<TRow>>([.. groups[SentOutcome.Unknown]]),
            new ValueArray<BulkRow<TRow>>([.. groups[SentOutcome.NotApplied]]));
    }

    /// <summary>
    /// The process ended between sending and the response. An idempotent request can be sent again, and so can a first count of 0.
    /// </summary>
    private SentOutcome OutcomeWithoutEnd(RequestStep step) =>
        _kind.IsIdempotent || step == RequestStep.SetToZero ? SentOutcome.NotApplied : SentOutcome.Unknown;

    /// <summary>
    /// An idempotent row whose response was lost can be sent again, unless a later row for the same item may have been applied since.
    /// </summary>
    private SentOutcome OutcomeNow(SentOutcome outcome, bool isLatest) =>
        outcome == SentOutcome.Unknown && _kind.IsIdempotent && isLatest ? SentOutcome.NotApplied : outcome;

    private void Remember(JournalEntry entry)
    {
        var request = entry.Request ?? 0;
        _lastEarlier = Math.Max(_lastEarlier, request);
        if (!_earlier.TryGetValue(request, out var entries))
        {
            _earlier.Add(request, entries = []);
        }

        entries.Add(entry);
    }

    private async Task AppendAsync(JournalEntry entry)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            // A line that failed may be partly written, and another line after it would make the journal unreadable.
            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            await _journal.AppendAsync(JournalLine.Write(entry)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failure = exception;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string? Ranges(PendingRequest<TRow> request, IReadOnlyList<BulkRow<TRow>> rows) =>
        request.IsWhole ? null : RowRanges.Write(rows, request.Planned.Rows);

    private static BulkJournalException Damaged(string line) =>
        new(
            $"The journal is damaged: '{Shortened(line)}' is not a line of a journal. Use a new journal, and only the rows that are known not to be applied.");

    private static string Shortened(string line) => line.Length <= 80 ? line : line[..80] + "…";

    private static string Describe(JournalEntry head) =>
        FormattableString.Invariant(
            $"{head.Kind}, {head.MaxRowsPerRequest} rows per request, {head.MaxBufferedRows} buffered rows, journal version {head.Version}");

    private string Hash(ValueList<BulkRow<TRow>> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            _kind.AppendTo(hash, row);
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
