namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The pages' pictures match the code. <c>ACCEPT_PICTURES=1</c> draws them again.</summary>
public class PictureTests
{
    [Fact]
    public Task PipelinePicture_DrawnAgain_MatchesTheFile() =>
        AssertDrawnAsync("docs/pipeline.svg", PipelinePicture.Draw());

    [Theory]
    [InlineData("stock-sync.svg", "dotnet run --project samples/StockSync", "stock.csv")]
    [InlineData(
        "mistakes.svg",
        "dotnet run --project samples/StockSync -- --file samples/StockSync/data/with-mistakes.csv",
        "with-mistakes.csv")]
    public async Task StockSyncPicture_DrawnAgain_MatchesTheFile(string picture, string command, string file) =>
        await AssertDrawnAsync($"samples/StockSync/{picture}", await TerminalPicture.DrawAsync(command, file));

    private static async Task AssertDrawnAsync(string path, string drawn)
    {
        path = Path.Combine(MarkdownSnippets.Root, path);
        if (Environment.GetEnvironmentVariable("ACCEPT_PICTURES") == "1")
        {
            await File.WriteAllTextAsync(path, drawn);
        }

        Assert.True(File.Exists(path), $"{path} is missing. Draw it with ACCEPT_PICTURES=1.");
        Assert.Equal(drawn, (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"));
    }
}
