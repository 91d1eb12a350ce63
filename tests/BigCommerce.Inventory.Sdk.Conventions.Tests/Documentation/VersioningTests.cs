using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>What the page on versioning says about journals.</summary>
public class VersioningTests
{
    [Fact]
    public async Task Journal_OfThisVersion_HasTheFormatOfThePage()
    {
        var journal = await JournalOfARunAsync();

        var head = JournalLine.Read(journal.Lines[0]);

        Assert.Contains(
            FormattableString.Invariant($"its format, which is **{head!.Version}** in this version"),
            MarkdownSnippets.Read("docs/versioning.md"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Journal_OfAnotherFormat_IsRefusedAndUnchanged(int difference)
    {
        var journal = await JournalOfARunAsync();
        var head = JournalLine.Read(journal.Lines[0])!;
        journal.Lines[0] = JournalLine.Write(head with { Version = head.Version + difference });
        string[] before = [.. journal.Lines];

        var (exception, emulator) = await Record(journal);

        Assert.Equal(
            $"The journal belongs to another run: absolute, 2000 rows per request, 100000 buffered rows, journal version {head.Version + difference}, "
            + $"and this one is absolute, 2000 rows per request, 100000 buffered rows, journal version {head.Version}. "
            + "Use the options of the first run, or a new journal.",
            Assert.IsType<BulkJournalException>(exception!.InnerException).Message);
        emulator.Requests.AssertCount(0);
        Assert.Equal(before, journal.Lines);
    }

    private static async Task<ListJournal> JournalOfARunAsync()
    {
        var journal = new ListJournal();
        var (exception, _) = await Record(journal);
        Assert.Null(exception);
        return journal;
    }

    private static async Task<(BulkRunException<AbsoluteAdjustment>? Exception, InventoryEmulator Emulator)> Record(ListJournal journal)
    {
        var emulator = new InventoryEmulator();
        emulator.GetStore().AddItem("RE-130");
        using var client = emulator.CreateClient();
        try
        {
            await client.Stock.Set([new(1, ItemKey.Sku("RE-130"), 5)], new BulkOptions { Journal = journal }).RunAsync();
            return (null, emulator);
        }
        catch (BulkRunException<AbsoluteAdjustment> exception)
        {
            return (exception, emulator);
        }
    }

    private sealed class ListJournal : IBulkJournal
    {
        public List<string> Lines { get; } = [];

        public IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken = default) => Lines.ToArray().ToAsyncEnumerable();

        public ValueTask AppendAsync(string line, CancellationToken cancellationToken = default)
        {
            Lines.Add(line);
            return default;
        }
    }
}
