using System.Globalization;
using Spectre.Console;

namespace StoreFleet;

/// <summary>The output: a live table on a terminal, a line every 20 % elsewhere.</summary>
internal sealed class Screen(
    TextWriter output, DemoOptions options, IReadOnlyList<WorkerProcess> workers, Traffic traffic, Func<string> quota)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
    private int _fifthsShown = -1;

    public Task ShowAsync(Func<Action<IReadOnlyList<SyncResult>>, Task> run) =>
        _console.Profile.Capabilities.Interactive && _console.Profile.Out.IsTerminal
            ? _console.Live(ToTable([], live: true)).AutoClear(true).StartAsync(context => run(done =>
            {
                context.UpdateTarget(ToTable(done, live: true));
                context.Refresh();
            }))
            : run(ShowLine);

    public void ShowTable(IReadOnlyList<SyncResult> done) => _console.Write(ToTable(done, live: false));

    public void ShowTotals(IReadOnlyList<SyncResult> done, long exact)
    {
        var (requests, refused) = traffic.Total();
        var continued = done.Where(result => result.FromJournalCount > 0).ToList();
        if (continued.Count > 0)
        {
            var kept = continued.Sum(result => result.FromJournalCount);
            Say($"{continued.Count:N0} runs were continued from their journals; {kept:N0} rows were not sent again.");
        }

        var (stores, counts) = (options.StoreCount, (long)options.StoreCount * options.RowCount);
        output.WriteLine(
            Invariant($"{done.Count:N0} of {stores:N0} stores in step, {exact:N0} of {counts:N0} counts exact, ")
            + Invariant($"{requests:N0} requests, {refused:N0} of them 429."));
    }

    private void Say(FormattableString text) => output.WriteLine(Invariant(text));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void ShowLine(IReadOnlyList<SyncResult> done)
    {
        var fifths = done.Count * 5 / options.StoreCount;
        if (fifths > _fifthsShown)
        {
            _fifthsShown = fifths;
            Say($"{done.Count:N0} of {options.StoreCount:N0} stores in step, {traffic.Total().Requests:N0} requests");
        }
    }

    private Table ToTable(IReadOnlyList<SyncResult> done, bool live)
    {
        var table = new Table().AddColumns("Worker", "Stores in step", "Rows", "Quota used", "429s");
        if (live)
        {
            table.AddColumn("Dashboard").Caption = new TableTitle(quota(), Style.Plain);
        }

        foreach (var worker in workers)
        {
            var own = done.Where(result => result.Worker == worker.Name).ToList();
            var (requests, refused) = traffic.Of(worker.Name);
            string[] cells =
                [
                    worker.IsKilled ? $"{worker.Name} (killed)" : worker.Name,
                    Invariant($"{own.Count:N0}"),
                    Invariant($"{own.Sum(result => result.RowCount):N0}"),
                    Invariant($"{requests - refused:N0}"),
                    Invariant($"{refused:N0}"),
                ];
            table.AddRow(live ? [.. cells, worker.Dashboard ?? ""] : cells);
        }

        return table;
    }
}
