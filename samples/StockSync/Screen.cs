using System.Globalization;
using BigCommerce.Inventory;
using Spectre.Console;

namespace StockSync;

/// <summary>
/// The output: a progress bar on a terminal, plain lines elsewhere. With <c>--json</c>, only the summary goes to standard output.
/// </summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="json">Whether only the summary goes to standard output.</param>
/// <param name="console">The console for tables and the progress bar; null for one that writes to the output.</param>
internal sealed class Screen(TextWriter output, TextWriter error, bool json, IAnsiConsole? console = null)
{
    private const int MaxRejectionsShown = 20;
    private const int MinTableWidth = 80;

    private readonly TextWriter _writer = json ? error : output;
    private readonly IAnsiConsole _console = console
        ?? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? error : output) });

    public void Say(string text) => _writer.WriteLine(text);

    public void Complain(string text) => error.WriteLine(text);

    /// <param name="rows">The number of rows in the file.</param>
    /// <param name="skipped">The number of rows so far that are rejected without being part of the run.</param>
    /// <param name="run">The run, which reports its progress.</param>
    public async Task<T> ShowProgressAsync<T>(int rows, Func<int> skipped, Func<Action<BulkProgress>, Task<T>> run)
    {
        if (!_console.Profile.Capabilities.Interactive || !_console.Profile.Out.IsTerminal)
        {
            return await run(
                progress => Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{progress.DecidedCount + skipped():N0} of {rows:N0} rows, {progress.RequestCount} {(progress.RequestCount == 1 ? "request" : "requests")}, {Rate(progress)}")));
        }

        var bar = new ProgressBarColumn { Width = Math.Clamp(_console.Profile.Width - 50, 10, 40) };
        return await _console.Progress()
            .Columns(new TaskDescriptionColumn(), bar, new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask("Sending", maxValue: rows);
                return run(progress =>
                {
                    task.Value = progress.DecidedCount + skipped();
                    task.Description = $"Sending ({Rate(progress)})";
                });
            });
    }

    public void ShowSummary(SyncSummary summary)
    {
        if (json)
        {
            output.WriteLine(summary.ToJson());
            return;
        }

        ShowRejections(summary);
        var table = new Table()
            .AddColumns(new TableColumn("Rows"), new TableColumn(Number(summary.Rows)).RightAligned())
            .AddRow(summary.IsPlan ? "would be applied" : "applied", Number(summary.Applied))
            .AddRow("replaced by a later row", Number(summary.Duplicates))
            .AddRow("rejected", Number(summary.Rejected))
            .AddRow("unknown", Number(summary.Unknown))
            .AddRow("not sent", Number(summary.NotSent));
        if (summary.Unchanged is { } unchanged)
        {
            table.AddRow("already correct", Number(unchanged));
        }

        if (summary.NotVisible is { } notVisible)
        {
            table.AddRow("applied, not visible yet", Number(notVisible));
        }

        _console.Write(table);
        if (summary.IsPlan)
        {
            Say(
                summary.Requests == 0
                    ? "Nothing was changed."
                    : $"{Plural(summary.Requests, "request", "requests")} would be sent. Nothing was changed.");
        }
        else
        {
            string seconds = (summary.ElapsedMs / 1000.0).ToString("N1", CultureInfo.InvariantCulture);
            Say($"{Plural(summary.Requests, "request", "requests")} ({Plural(summary.Retries, "retry", "retries")}) in {seconds} s.");
        }
    }

    private void ShowRejections(SyncSummary summary)
    {
        if (summary.Rejections.Count == 0)
        {
            return;
        }

        var table = new Table().AddColumns("Line", "Location", "Item", "Reason");
        foreach (var rejection in summary.Rejections.Take(MaxRejectionsShown))
        {
            var location = rejection.LocationId?.ToString(CultureInfo.InvariantCulture) ?? "?";
            if (_console.Profile.Width < MinTableWidth)
            {
                Say($"Line {Number(rejection.Row)}, location {location}, {rejection.Key}: {rejection.Reason}");
            }
            else
            {
                table.AddRow(Number(rejection.Row), location, Markup.Escape(rejection.Key), Markup.Escape(rejection.Reason));
            }
        }

        if (table.Rows.Count > 0)
        {
            _console.Write(table);
        }

        if (summary.Rejections.Count > MaxRejectionsShown)
        {
            Say($"{Plural(summary.Rejections.Count - MaxRejectionsShown, "more rejected row", "more rejected rows")} not shown.");
        }

        if (summary.RejectedFile is { } file)
        {
            Say($"The rejected rows are in {Path.GetFileName(file)}, beside the stock file.");
        }
    }

    public static string Plural(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(in BulkProgress progress) =>
        progress.Elapsed > TimeSpan.Zero ? $"{Number((long)(progress.DecidedCount / progress.Elapsed.TotalSeconds))} rows/s" : string.Empty;
}
