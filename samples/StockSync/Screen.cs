using System.Globalization;
using BigCommerce.Inventory;
using Spectre.Console;

namespace StockSync;

/// <summary>
/// The output: a progress bar on a terminal, plain lines elsewhere. With <c>--json</c>, only the summary goes to standard output.
/// </summary>
internal sealed class Screen(TextWriter output, TextWriter error, bool json)
{
    private const int MaxRejectionsShown = 20;

    private readonly TextWriter _writer = json ? error : output;
    private readonly IAnsiConsole _console = AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? error : output) });

    public void Say(string text) => _writer.WriteLine(text);

    public void Complain(string text) => error.WriteLine(text);

    public async Task<T> ShowProgressAsync<T>(int rows, Func<Action<BulkProgress>, Task<T>> run)
    {
        if (!_console.Profile.Capabilities.Interactive || !_console.Profile.Out.IsTerminal)
        {
            return await run(
                progress => Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{progress.DecidedCount:N0} of {rows:N0} rows, {progress.RequestCount} {(progress.RequestCount == 1 ? "request" : "requests")}, {Rate(progress)}")));
        }

        return await _console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask("Sending", maxValue: rows);
                return run(progress =>
                {
                    task.Value = progress.DecidedCount;
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
            table.AddRow(
                Number(rejection.Row),
                rejection.LocationId?.ToString(CultureInfo.InvariantCulture) ?? "?",
                Markup.Escape(rejection.Key),
                Markup.Escape(rejection.Reason));
        }

        _console.Write(table);
        if (summary.Rejections.Count > MaxRejectionsShown)
        {
            Say(
                $"{Plural(summary.Rejections.Count - MaxRejectionsShown, "more rejected row", "more rejected rows")} not shown. Use --json to list all.");
        }
    }

    public static string Plural(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(in BulkProgress progress) =>
        progress.Elapsed > TimeSpan.Zero ? $"{Number((long)(progress.DecidedCount / progress.Elapsed.TotalSeconds))} rows/s" : string.Empty;
}
