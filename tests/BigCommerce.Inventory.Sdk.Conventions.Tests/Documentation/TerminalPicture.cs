using System.Globalization;
using System.Security;
using System.Text;
using BigCommerce.Inventory.Testing;
using Spectre.Console;
using StockSync;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>
/// Draws what <c>samples/StockSync</c> shows on a terminal at its end, on a store with 0.4 seconds of latency on virtual time, so the figures are always the same.
/// </summary>
internal static class TerminalPicture
{
    private const double CharacterWidth = 8.4;
    private const int LineHeight = 19;
    private const int Margin = 20;
    private const int Top = 52;

    /// <param name="command">The command line to show.</param>
    /// <param name="file">The sample's stock file that it sends.</param>
    public static async Task<string> DrawAsync(string command, string file) =>
        Draw([[($"$ {command}", "#7ee787")], .. await PrintedAsync(file)]);

    private static async Task<List<List<(string Text, string? Colour)>>> PrintedAsync(string file)
    {
        var emulator = new InventoryEmulator(
            new InventoryEmulatorOptions
            {
                TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true },
                Latency = TimeSpan.FromSeconds(0.4),
            });
        emulator.GetStore().SeedDemo();
        using var client = emulator.CreateClient();
        using var terminal = new AnsiScreen();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = terminal,
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.Yes,
        });
        var screen = new Screen(terminal.Writer, terminal.Writer, json: false, console);
        screen.Say(App.NoStoreGiven);
        screen.ShowSummary(await Sync.RunAsync(
            client,
            new SyncOrder(
                new StockFile(Path.Combine(AppContext.BaseDirectory, "data", file)),
                SyncMode.Absolute,
                new BulkOptions(),
                Verify: false,
                DryRun: false),
            screen,
            CancellationToken.None));
        return terminal.Lines();
    }

    private static string Draw(List<List<(string Text, string? Colour)>> lines)
    {
        var width = (int)Math.Ceiling(lines.Max(line => line.Sum(part => part.Text.Length)) * CharacterWidth) + (2 * Margin);
        var height = Top + (lines.Count * LineHeight) + 4;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
              <title>A stock file goes to an emulated store</title>
              <rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>
              <circle cx="22" cy="18" r="6" fill="#ff5f56"/><circle cx="42" cy="18" r="6" fill="#ffbd2e"/><circle cx="62" cy="18" r="6" fill="#27c93f"/>

            """);
        for (var i = 0; i < lines.Count; i++)
        {
            // A fixed length, so that table lines meet in any font.
            var column = 0;
            foreach (var (text, colour) in lines[i])
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""  <text x="{Margin + (column * CharacterWidth):0.#}" y="{Top + (i * LineHeight)}" textLength="{text.Length * CharacterWidth:0.#}" fill="{colour ?? "#e6edf3"}" xml:space="preserve">{SecurityElement.Escape(text)}</text>""").Append('\n');
                column += text.Length;
            }
        }

        return svg.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }
}
