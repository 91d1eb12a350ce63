using System.Text;
using FsCheck;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>
/// A journal's file that was truncated is that of an earlier crash. A file with another changed byte is rejected, or means the same.
/// </summary>
public sealed class JournalPropertyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public enum Edit
    {
        Replace,
        Insert,
        Remove,
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Adjust_TruncatedJournal_ContinuesFromTheLastWholeLine() => PropertyTest.Run(
        async (Script script, DoNotSize<uint> end) =>
        {
            var lines = await WriteAsync(script);
            var file = Bytes(lines);
            var length = (int)(end.Item % (uint)(file.Length + 1));

            // The last line is whole without its line break, and even without its last bracket.
            var whole = 0;
            for (var position = 0; whole < lines.Count && position + lines[whole].Length - 1 <= length; whole++)
            {
                position += lines[whole].Length + 1;
            }

            Assert.Equal(await ResumeAsync(Bytes(lines[..whole]), script), await ResumeAsync(file[..length], script));
        },
        cases: 60);

    [Fact]
    public void Adjust_OneByteChanged_IsRejectedOrMeansTheSame() => PropertyTest.Run(
        async (Script script, DoNotSize<uint> position, Edit edit, byte value) =>
        {
            var file = Bytes(await WriteAsync(script));
            var at = (int)(position.Item % (uint)file.Length);
            byte[] changed = edit switch
            {
                Edit.Replace => [.. file[..at], value, .. file[(at + 1)..]],
                Edit.Insert => [.. file[..at], value, .. file[at..]],
                _ => [.. file[..at], .. file[(at + 1)..]],
            };

            var resumed = await ResumeAsync(changed, script);

            Assert.True(resumed == "rejected" || resumed == await ResumeAsync(file, script), resumed);
        },
        cases: 200);

    /// <summary>Writes the journal of a run that is killed and continued.</summary>
    private static async Task<List<string>> WriteAsync(Script script)
    {
        List<string> lines = [];
        foreach (var life in script.Lives.Take(3).Append((byte)0))
        {
            var journal = new MemoryJournal(lines) { DieAt = life == 0 ? 6 : 1 + (life % 8), TearsLastLine = life % 2 == 1 };
            try
            {
                await Run(Store(script), journal).RunAsync();
            }
            catch (BulkRunException<RelativeAdjustment>)
            {
                // Killed.
            }

            lines = journal.Lines;
        }

        return lines;
    }

    /// <returns>What a run with this file sends and reports, or that it rejects the file and sends nothing.</returns>
    private async Task<string> ResumeAsync(byte[] file, Script script)
    {
        await File.WriteAllBytesAsync(_file, file);
        using var journal = new FileBulkJournal(_file);
        var store = Store(script);
        try
        {
            var report = await Run(store, journal).RunAsync();
            return $"{string.Join(';', store.Requests.Select(rows => string.Join(',', rows)))}: "
                + $"{report.FromJournalCount} from the journal, "
                + $"{report.AppliedCount} applied, {report.RejectedCount} rejected, {report.UnknownCount} unknown";
        }
        catch (BulkRunException<RelativeAdjustment> exception)
        {
            Assert.IsType<BulkJournalException>(exception.InnerException);
            Assert.Empty(store.Requests);
            return "rejected";
        }
    }

    private static FakeStore Store(Script script) => new() { BadItems = { ItemKey.Variant(1 + (script.Bad % 12)) } };

    private static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static BulkRun<RelativeAdjustment> Run(FakeStore store, IBulkJournal journal) => store.Bulk().Adjust(
        Enumerable.Range(1, 12).Select(i => new RelativeAdjustment(1, ItemKey.Variant(i), 1) { Tag = $"Größe {i}" }),
        new BulkOptions { MaxRowsPerRequest = 3, Journal = journal });

    /// <summary>The item that the store rejects, and the lines of the journal at which the run is killed.</summary>
    public sealed record Script(byte Bad, byte[] Lives);
}
