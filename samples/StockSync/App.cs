using System.CommandLine;
using System.Globalization;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;

namespace StockSync;

/// <summary>The command line: what can be asked for, which store it goes to, and what the exit code says.</summary>
internal static class App
{
    public const int Done = 0;
    public const int CouldNotRun = 1;
    public const int SomeRowsNot = 2;
    public const string NoStoreGiven = "No store is given (--store and --token), so this runs on an emulated one with 4 locations and 5,000 items.";

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        var file = new Option<string>("--file") { Description = "The stock file (CSV). Default: the 20,000 rows that come with this sample.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "data", "stock.csv") };
        var store = new Option<string?>("--store") { Description = "The store's hash. Default: BIGCOMMERCE_STORE_HASH; without one, an emulator in this process." };
        var token = new Option<string?>("--token") { Description = "The access token. Default: BIGCOMMERCE_ACCESS_TOKEN." };
        var baseUrl = new Option<string?>("--base-url") { Description = "Where the API is, for tests: https, or http on a loopback address." };
        var reason = new Option<string>("--reason") { Description = "Why stock changes, for the store's inventory history.", DefaultValueFactory = _ => "Stock sync" };
        var mode = new Option<SyncMode>("--mode") { Description = "absolute: set the counts; relative: apply differences; reconcile: read first and set what differs.", DefaultValueFactory = _ => SyncMode.Absolute };
        var verify = new Option<bool>("--verify") { Description = "Read back until the store shows what was applied (absolute and reconcile)." };
        var journal = new Option<string?>("--journal") { Description = "A file that remembers what was done: run the same file with it again to carry on a run that died (absolute and relative)." };
        var concurrency = new Option<int>("--concurrency") { Description = "Requests in flight at once, 1 to 16; BigCommerce asks for 1.", DefaultValueFactory = _ => 1 };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the requests that would be sent; change nothing." };
        var json = new Option<bool>("--json") { Description = "Print only the summary, as one JSON object; everything else goes to the error stream." };
        var command = new RootCommand("Sets the stock levels of a CSV file in a BigCommerce store, and says what became of every row.")
        {
            file, store, token, baseUrl, reason, mode, verify, journal, concurrency, dryRun, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var screen = new Screen(output, error, parsed.GetValue(json));
            try
            {
                using var client = Connect(
                    parsed.GetValue(store) ?? environment("BIGCOMMERCE_STORE_HASH"),
                    parsed.GetValue(token) ?? environment("BIGCOMMERCE_ACCESS_TOKEN"),
                    parsed.GetValue(baseUrl),
                    screen);
                Refuse(parsed.GetValue(mode), parsed.GetValue(verify), parsed.GetValue(journal));
                using var kept = parsed.GetValue(journal) is { } path ? new FileBulkJournal(path) : null;
                var summary = await Sync.RunAsync(
                    client,
                    new SyncOrder(
                        new StockFile(parsed.GetValue(file)!),
                        parsed.GetValue(mode),
                        new BulkOptions { Reason = parsed.GetValue(reason), MaxConcurrency = parsed.GetValue(concurrency), MaxReportedRows = int.MaxValue, Journal = kept },
                        parsed.GetValue(verify),
                        parsed.GetValue(dryRun)),
                    screen,
                    cancellationToken);
                screen.ShowSummary(summary);
                return summary.Complete ? Done : SomeRowsNot;
            }
            catch (Exception exception) when (exception is StockFileException or BigCommerceException or ArgumentException or IOException)
            {
                screen.Complain(exception.Message);
                return CouldNotRun;
            }
            catch (OperationCanceledException)
            {
                screen.Complain("Cancelled before anything was sent.");
                return CouldNotRun;
            }
        });
        // Ctrl+C ends the run between requests, and the summary still comes: give it the time.
        return await command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }

    private static void Refuse(SyncMode mode, bool verify, string? journal)
    {
        if (verify && mode == SyncMode.Relative)
        {
            throw new ArgumentException("--verify needs counts to look for: it works with --mode absolute and reconcile.");
        }

        if (journal is not null && mode == SyncMode.Reconcile)
        {
            throw new ArgumentException("--journal is not for --mode reconcile: run it again, and it sends only what still differs.");
        }
    }

    private static BigCommerceInventoryClient Connect(string? store, string? token, string? baseUrl, Screen screen)
    {
        var options = new BigCommerceInventoryOptions { ApplicationName = "stock-sync-sample/1.0" };
        if (store is null && token is null && baseUrl is null)
        {
            screen.Say(NoStoreGiven);
            var emulator = new InventoryEmulator();
            emulator.GetStore().SeedDemo();
            options.BaseAddress = emulator.BaseAddress;
            return new BigCommerceInventoryClient("demo", "emulator", options, new() { HttpHandler = emulator.CreateHandler() });
        }

        if (string.IsNullOrWhiteSpace(store) || string.IsNullOrWhiteSpace(token))
        {
            throw new ArgumentException("A store needs its hash and an access token: give --store and --token, or set BIGCOMMERCE_STORE_HASH and BIGCOMMERCE_ACCESS_TOKEN.");
        }

        if (baseUrl is not null)
        {
            options.BaseAddress = Uri.TryCreate(baseUrl, UriKind.Absolute, out var address)
                ? address
                : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--base-url takes an absolute URL such as http://127.0.0.1:8080, not '{baseUrl}'."));
        }

        return new BigCommerceInventoryClient(store, token, options);
    }
}
