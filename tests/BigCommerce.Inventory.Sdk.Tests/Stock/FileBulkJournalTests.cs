namespace BigCommerce.Inventory.Tests.Stock;

public sealed class FileBulkJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;

    private string File => Path.Combine(_folder, "run.journal");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AppendAsync_Lines_AreReadInOrder()
    {
        using (var journal = new FileBulkJournal(File))
        {
            Assert.Empty(await LinesAsync(journal));
            await journal.AppendAsync("one");
            await journal.AppendAsync("zwölf – 12");
        }

        using var again = new FileBulkJournal(File);
        Assert.Equal(["one", "zwölf – 12"], await LinesAsync(again));
        await again.AppendAsync("three");
        Assert.Equal(["one", "zwölf – 12", "three"], await LinesAsync(again));
    }

    [Theory]
    [InlineData("one\ntwo\nthr", "one|two")]
    [InlineData("torn", "")]
    [InlineData("", "")]
    [InlineData("one\n\ntwo\n", "one||two")]
    public async Task ReadAsync_TornLastLine_IsDroppedAndOverwritten(string content, string lines)
    {
        await System.IO.File.WriteAllTextAsync(File, content);
        using var journal = new FileBulkJournal(File);

        var read = await LinesAsync(journal);
        await journal.AppendAsync("next");

        string[] expected = lines.Length == 0 ? [] : lines.Split('|');
        Assert.Equal(expected, read);
        Assert.Equal([.. expected, "next"], await LinesAsync(journal));
    }

    [Theory]

    // A line that may have been changed is read, so that the run rejects the journal.
    [InlineData("{} <0123456789ABCDEF", true)]
    [InlineData("{} 0123456789ABCDEF>", true)]
    [InlineData("<0123456789ABCDEF", true)]
    [InlineData("{} <0123456789ABCDE", false)]
    [InlineData("{} 0123456789ABCDEF", false)]
    public async Task ReadAsync_LastLineWithoutLineBreak_IsKeptWhenItIsWhole(string line, bool isKept)
    {
        await System.IO.File.WriteAllTextAsync(File, line);
        using var journal = new FileBulkJournal(File);

        string[] expected = isKept ? [line] : [];
        Assert.Equal(expected, await LinesAsync(journal));
        await journal.AppendAsync("next");
        Assert.Equal([.. expected, "next"], await LinesAsync(journal));
    }

    [Fact]
    public async Task ReadAsync_LineTornInsideACharacter_IsDropped()
    {
        await System.IO.File.WriteAllBytesAsync(File, [.. "one\n"u8, 0xC3]);
        using (var journal = new FileBulkJournal(File))
        {
            Assert.Equal(["one"], await LinesAsync(journal));
            await journal.AppendAsync("ä");
        }

        Assert.Equal("one\nä\n", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task ReadAsync_LinesLongerThanTheBuffer_AreWhole()
    {
        var random = new Random(3);
        string[] lines = [.. Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), random.Next(0, 200_000)))];
        using var journal = new FileBulkJournal(File);
        foreach (var line in lines)
        {
            await journal.AppendAsync(line);
        }

        Assert.Equal(lines, await LinesAsync(journal));
    }

    [Fact]
    public async Task AppendAsync_Line_IsFlushedBeforeReturning()
    {
        using var journal = new FileBulkJournal(File);

        await journal.AppendAsync("kept");

        Assert.Equal("kept\n".Length, new FileInfo(File).Length);
    }

    [Fact]
    public void Constructor_FileInUse_Throws()
    {
        using var first = new FileBulkJournal(File);

        Assert.Throws<IOException>(() => new FileBulkJournal(File));
    }

    [Fact]
    public async Task Adjust_FileJournal_ResumesTheRun()
    {
        var store = new FakeStore { Before = number => number == 3 ? throw new IOException("Network gone.") : Task.CompletedTask };
        var rows = Enumerable.Range(1, 50).Select(i => new RelativeAdjustment((i % 3) + 1, ItemKey.Sku($"Größe {i}"), i)).ToList();
        using (var journal = new FileBulkJournal(File))
        {
            await Assert.ThrowsAsync<BulkRunException<RelativeAdjustment>>(
                () => store.Bulk().Adjust(rows, new BulkOptions { MaxRowsPerRequest = 7, Journal = journal }).RunAsync());
        }

        using var again = new FileBulkJournal(File);
        var report = await store.Bulk().Adjust(rows, new BulkOptions { MaxRowsPerRequest = 7, Journal = again }).RunAsync();

        Assert.Equal((50, 43, 7, 21), (report.RowCount, report.AppliedCount, report.UnknownCount, report.FromJournalCount));
    }

    private static async Task<List<string>> LinesAsync(FileBulkJournal journal)
    {
        var lines = new List<string>();
        await foreach (var line in journal.ReadAsync())
        {
            lines.Add(line);
        }

        return lines;
    }
}
