using System.Security.Cryptography;
using System.Text;

namespace BigCommerce.Inventory.Fuzz.Targets;

/// <summary>
/// A journal's file is read, or rejected with its exception. A file that was read can be read again, each row has one state, and a new
/// entry is found again. An input is the file, where each line with JSON alone gets its checksum.
/// </summary>
internal static class Journals
{
    private static readonly string File = Path.GetTempFileName();
    private static readonly BulkOptions Options = new() { MaxRowsPerRequest = 3, MaxBufferedRows = 9 };

    public static void Run(byte[] input)
    {
        var bytes = AddChecksums(input);
        Check(bytes, AbsoluteKind.Instance, static (location, item, quantity) => new AbsoluteAdjustment(location, item, quantity));
        Check(bytes, AdjustmentKind.Instance, static (location, item, quantity) => new RelativeAdjustment(location, item, quantity));
    }

    private static void Check<TRow>(byte[] bytes, BulkKind<TRow> kind, Func<long, ItemKey, int, TRow> create)
        where TRow : IBulkInput
    {
        System.IO.File.WriteAllBytes(File, bytes);
        PlannedRequest<TRow>[] requests = [.. Enumerable.Range(1, 4).Select(number => new PlannedRequest<TRow>(
            number,
            new ValueArray<BulkRow<TRow>>(
                [.. Enumerable.Range(0, 3).Select(row => create(1, ItemKey.Variant(1 + row), number).ToBulkRow((number * 3) + row))])))];
        string[] states;
        try
        {
            states = Open(kind, requests, sendLast: true);
        }
        catch (BulkJournalException)
        {
            // The rejection must leave the file as it is.
            try
            {
                Open(kind, requests, sendLast: false);
                FuzzTarget.Require(false, "A rejected journal stays rejected.");
            }
            catch (BulkJournalException)
            {
            }

            return;
        }

        var again = Open(kind, requests, sendLast: false);
        FuzzTarget.Require(again.SequenceEqual(states), "A journal that was read is read again in the same way.");
    }

    /// <returns>The state of each request.</returns>
    private static string[] Open<TRow>(BulkKind<TRow> kind, PlannedRequest<TRow>[] requests, bool sendLast)
        where TRow : IBulkInput
    {
        using var file = new FileBulkJournal(File);
        using var journal = RunJournal<TRow>.OpenAsync(file, kind, Options, CancellationToken.None).GetAwaiter().GetResult();
        string[] states = [.. requests.Select(request => StateOf(journal, request))];
        if (sendLast && states[^1] == "new")
        {
            journal.RecordSendingAsync(new PendingRequest<TRow>(requests[^1], requests[^1].Rows)).GetAwaiter().GetResult();
            var rows = string.Join(',', requests[^1].Rows.Select(row => row.Index));
            states[^1] = kind.IsIdempotent ? $"|||{rows}" : $"||{rows}|";
        }

        return states;
    }

    private static string StateOf<TRow>(RunJournal<TRow> journal, PlannedRequest<TRow> request)
        where TRow : IBulkInput
    {
        try
        {
            if (journal.Resume(request, lastSeparate: 0) is not { } resumed)
            {
                return "new";
            }

            var rejected = resumed.Rejected.Select(rejected => rejected.Row);
            IEnumerable<BulkRow<TRow>>[] parts = [resumed.Applied, rejected, resumed.Unknown, resumed.ToSend];
            FuzzTarget.Require(
                parts.SelectMany(part => part).OrderBy(row => row.Index).SequenceEqual(request.Rows),
                "Each row has one state.");
            return string.Join('|', parts.Select(part => string.Join(',', part.Select(row => row.Index))));
        }
        catch (BulkJournalException)
        {
            return "rejected";
        }
    }

    private static byte[] AddChecksums(byte[] input)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n').Select(line =>
        {
            // The text of the bytes, as the journal reads them.
            var json = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line));
            var checksum = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 8));
            return line.StartsWith('{') && line.EndsWith('}') ? $"{line} <{checksum}>" : line;
        });
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }
}
