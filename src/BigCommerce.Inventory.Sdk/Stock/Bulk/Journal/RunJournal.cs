using System.Buffers.Binary;
using System.Net;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>What an earlier run left of a batch.</summary>
/// <param name="Applied">Rows that it applied.</param>
/// <param name="Rejected">Rows that were refused.</param>
/// <param name="Unknown">Rows in doubt, which must not be sent again.</param>
/// <param name="Open">Rows that are still to be sent.</param>
internal sealed record ResumedBatch(IReadOnlyList<BulkRow> Applied, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<BulkRow> Unknown, BulkRow[] Open);

/// <summary>A run's view of its journal: what an earlier run did, and what this one does.</summary>
internal sealed class RunJournal : IDisposable
{
    private const int Version = 2;

    // The line a run begins with.
    private const string RunType = "run";

    private readonly IBulkJournal _journal;
    private readonly AdjustmentKind _kind;
    private readonly Dictionary<int, List<JournalEntry>> _earlier = [];
    private int _lastEarlier;

    // Requests in flight write one after the other.
    private readonly SemaphoreSlim _gate = new(1);
    private Exception? _failure;

    private RunJournal(IBulkJournal journal, AdjustmentKind kind)
    {
        _journal = journal;
        _kind = kind;
    }

    /// <summary>Whether an earlier run has left anything that this one has not come to yet.</summary>
    public bool IsResuming => _earlier.Count > 0;

    /// <exception cref="BulkJournalException">The journal is damaged, or of a run with other options.</exception>
    public static async Task<RunJournal> OpenAsync(IBulkJournal journal, AdjustmentKind kind, BulkOptions options, CancellationToken cancellationToken)
    {
        var run = new RunJournal(journal, kind);
        var own = new JournalEntry { Type = RunType, Version = Version, Kind = kind.Name, MaxRowsPerRequest = options.MaxRowsPerRequest, MaxBufferedRows = options.MaxBufferedRows };
        JournalEntry? head = null;
        string? unreadable = null;
        await foreach (var line in journal.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // The last line of a run may be torn; after it the next run begins with its head. A whole line that cannot be read was changed.
            var entry = JournalLine.Read(line);
            if (entry is null && !JournalLine.IsTorn(line))
            {
                throw Damaged(line);
            }

            // A run may be killed as it writes its head, and so may the next one.
            var isTornHead = entry is null && line.Length > 0 && JournalLine.Write(head ?? own).StartsWith(line, StringComparison.Ordinal);
            if (unreadable is not null && entry?.Type != RunType && !isTornHead)
            {
                throw Damaged(unreadable);
            }

            // Before the first head nothing else can be torn: it is not a journal.
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
                $"The journal is of another run: {Describe(head)}, and this one is {Describe(own)}. Use the options of the first run, or a new journal."));
        }

        if (head is null || unreadable is not null)
        {
            await run.AppendAsync(own).ConfigureAwait(false);
        }

        return run;
    }

    /// <summary>What an earlier run left of a batch; null when it did not come to it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="lastApart">The number of the last batch that is known to have no item at a location in common with this one.</param>
    /// <exception cref="BulkJournalException">The batch has other rows than then.</exception>
    public ResumedBatch? Resume(PlannedBatch batch, int lastApart)
    {
        if (!_earlier.Remove(batch.Number, out var entries))
        {
            return null;
        }

        // What ended before it went out has no hash.
        if (entries.Find(static entry => entry.Hash is not null) is { Hash: var hash } && hash != Hash(batch.Rows))
        {
            throw new BulkJournalException(FormattableString.Invariant(
                $"The journal is of other input: the rows of request {batch.Number}, from row {batch.Rows[0].Index} on, differ from those of the earlier run. Give the same rows in the same order, or a new journal."));
        }

        try
        {
            return Replay(batch.Rows, entries, isLatest: _lastEarlier <= lastApart);
        }
        catch (FormatException exception)
        {
            throw new BulkJournalException(FormattableString.Invariant($"The journal is damaged in what it says about request {batch.Number}: {exception.Message}"), exception);
        }
    }

    /// <summary>Keeps that rows go out, before they do.</summary>
    public Task SendingAsync(RowSet set) => AppendAsync(new JournalEntry
    {
        Type = "sending",
        Batch = set.Batch.Number,
        Hash = Hash(set.Batch.Rows),
        Rows = Positions(set, set.Rows),
        Step = set.Step == RowStep.Adjust ? null : set.Step,
    });

    /// <summary>Keeps what became of rows that went out.</summary>
    public Task AnsweredAsync(SentRows sent)
    {
        // A refusal proves nothing about rows in doubt.
        BulkRow[] bad = sent.Set.IsInDoubt ? [] : sent.Bad;
        var error = bad.Length > 0 ? ((BigCommerceApiException)sent.Failure!).Error : null;
        return AppendAsync(new JournalEntry
        {
            Type = "answer",
            Batch = sent.Set.Batch.Number,
            Rows = Positions(sent.Set, sent.Set.Rows),
            Fate = sent.Fate,
            Transaction = sent.TransactionId,
            Rejected = bad.Length > 0 ? RowPositions.Write(bad, sent.Set.Batch.Rows) : null,
            Reason = error?.Reason,
            Status = (int?)error?.StatusCode,
            Message = error is null ? null : RejectedRow.WordsOf(error),
        });
    }

    public void Dispose() => _gate.Dispose();

    private ResumedBatch Replay(BulkRow[] rows, List<JournalEntry> entries, bool isLatest)
    {
        var fates = new (JournalFate Fate, JournalEntry? Rejection)[rows.Length];
        foreach (var entry in entries)
        {
            var fate = entry.Type == "sending" ? FateIfNotAnswered(entry.Step ?? RowStep.Adjust) : FateAfterwards(entry.Fate ?? JournalFate.Unknown, isLatest);
            foreach (var position in entry.Rows is null ? Enumerable.Range(0, rows.Length) : RowPositions.Read(entry.Rows, rows.Length))
            {
                fates[position] = (fate, fates[position].Rejection);
            }

            foreach (var position in entry.Rejected is null ? [] : RowPositions.Read(entry.Rejected, rows.Length))
            {
                fates[position].Rejection = entry;
            }
        }

        var rejected = new List<RejectedRow>();
        var groups = new Dictionary<JournalFate, List<BulkRow>> { [JournalFate.Open] = [], [JournalFate.Applied] = [], [JournalFate.Unknown] = [] };
        for (var i = 0; i < rows.Length; i++)
        {
            if (fates[i].Rejection is { } rejection)
            {
                rejected.AddRange(_kind.Show([rows[i]]).Select(row => new RejectedRow(row, rejection.Reason ?? ApiErrorReason.Unknown, rejection.Message ?? string.Empty, (HttpStatusCode?)rejection.Status)));
            }
            else
            {
                groups[fates[i].Fate].Add(rows[i]);
            }
        }

        return new ResumedBatch(groups[JournalFate.Applied], rejected, groups[JournalFate.Unknown], [.. groups[JournalFate.Open]]);
    }

    /// <summary>The process died between sending and the answer. Counts that are set can be set again, and so can a first 0.</summary>
    private JournalFate FateIfNotAnswered(RowStep step) => _kind.IsIdempotent || step == RowStep.SetToZero ? JournalFate.Open : JournalFate.Unknown;

    /// <summary>A count whose answer was lost can be set again, unless a later row of the same item may have been applied since.</summary>
    private JournalFate FateAfterwards(JournalFate fate, bool isLatest) => fate == JournalFate.Unknown && _kind.IsIdempotent && isLatest ? JournalFate.Open : fate;

    private void Remember(JournalEntry entry)
    {
        var batch = entry.Batch ?? 0;
        _lastEarlier = Math.Max(_lastEarlier, batch);
        if (!_earlier.TryGetValue(batch, out var entries))
        {
            _earlier.Add(batch, entries = []);
        }

        entries.Add(entry);
    }

    private async Task AppendAsync(JournalEntry entry)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            // A line that failed may be half written: another one after it would make the journal unreadable.
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

    private static string? Positions(RowSet set, IReadOnlyList<BulkRow> rows) => set.IsWholeBatch ? null : RowPositions.Write(rows, set.Batch.Rows);

    private static BulkJournalException Damaged(string line) =>
        new($"The journal is damaged: '{Shortened(line)}' is no line of a journal. Give a new one, and the rows that are known to be left.");

    private static string Shortened(string line) => line.Length <= 80 ? line : line[..80] + "…";

    private static string Describe(JournalEntry head) =>
        FormattableString.Invariant($"{head.Kind}, {head.MaxRowsPerRequest} rows a request, a window of {head.MaxBufferedRows} rows, journal version {head.Version}");

    private static string Hash(BulkRow[] rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[5 * sizeof(long) + 1];
        foreach (var row in rows)
        {
            row.Item.TryGetId(out var id);
            BinaryPrimitives.WriteInt64LittleEndian(numbers, row.Index);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], row.LocationId);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], id);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], row.Quantity ?? long.MinValue);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], row.QuantityBackordered ?? long.MinValue);
            numbers[40] = (byte)row.Item.Kind;
            hash.AppendData(numbers);
            if (row.Item.TryGetSku(out var sku))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(sku));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
