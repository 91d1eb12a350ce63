using System.CommandLine;
using System.Globalization;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;

namespace StockSync;

/// <summary>The command line: options, connection and exit code.</summary>
internal static class App
{
    public const int Done = 0;
    public const int CouldNotRun = 1;
    public const int SomeRowsNot = 2;
    public const string NoStoreGiven =
        "No store is given (--store and --token), so the sample runs on an emulated store with 4 locations and 5,000 items.";

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        var file = new Option<string>("--file")
        {
            Description = "The stock file (CSV). Rejected rows are written to a file beside it. Default: the sample's file with 20,160 rows.",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "data", "stock.csv"),
        };
        var store = new Option<string?>("--store")
        {
            Description = "The store hash. Default: BIGCOMMERCE_STORE_HASH; if that is not set, an emulated store.",
        };
        var token = new Option<string?>("--token") { Description = "The access token. Default: BIGCOMMERCE_ACCESS_TOKEN." };
        var baseUrl = new Option<string?>("--base-url")
        {
            Description = "The URL of the API, for tests: https, or http on a loopback address.",
        };
        var reason = new Option<string>("--reason")
        {
            Description = "The reason in the store's inventory history.",
            DefaultValueFactory = _ => "Stock sync",
        };
        var mode = new Option<SyncMode>("--mode")
        {
            Description = "absolute: set the stock; relative: add the quantities; reconcile: read the stock and set what differs.",
            DefaultValueFactory = _ => SyncMode.Absolute,
        };
        var verify = new Option<bool>("--verify")
        {
            Description = "Read the stock until the store shows the applied rows (absolute and reconcile).",
        };
        var journal = new Option<string?>("--journal")
        {
            Description = "A file that records the progress. Use it again to resume an interrupted run (absolute and relative).",
        };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "The number of concurrent requests, 1 to 16. BigCommerce recommends 1.",
            DefaultValueFactory = _ => 1,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 16)
                {
                    return value;
                }

                result.AddError($"--concurrency must be an integer from 1 to 16, not '{result.Tokens[0].Value}'.");
                return 0;
            },
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the number of requests without changing anything." };
        var json = new Option<bool>("--json")
        {
            Description = "Print only the summary, as a JSON object. All other output goes to standard error.",
        };
        var command = new RootCommand("Sends the stock levels of a CSV file to a BigCommerce store and reports the outcome of every row.")
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
                Validate(parsed.GetValue(mode), parsed.GetValue(verify), parsed.GetValue(journal));
                using var kept = parsed.GetValue(journal) is { } path ? new FileBulkJournal(path) : null;
                var summary = await Sync.RunAsync(
                    client,
                    new SyncOrder(
                        new StockFile(parsed.GetValue(file)!),
                        parsed.GetValue(mode),
                        new BulkOptions
                        {
                            Reason = parsed.GetValue(reason),
                            MaxConcurrency = parsed.GetValue(concurrency),
                            MaxReportedRows = int.MaxValue,
                            Journal = kept,
                        },
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
                screen.Complain("Canceled before anything was sent.");
                return CouldNotRun;
            }
        });
        // Ctrl+C ends the run after the current request, and the summary is still printed. The timeout leaves time for both.
        return await command.Parse(args).InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        });
    }

    private static void Validate(SyncMode mode, bool verify, string? journal)
    {
        if (verify && mode == SyncMode.Relative)
        {
            throw new ArgumentException("--verify cannot be used with --mode relative. Use --mode absolute or reconcile.");
        }

        if (journal is not null && mode == SyncMode.Reconcile)
        {
            throw new ArgumentException(
                "--journal cannot be used with --mode reconcile. Run reconcile again instead: it sends only the remaining differences.");
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
            throw new ArgumentException(
                "A store needs its hash and an access token. "
                + "Set --store and --token, or BIGCOMMERCE_STORE_HASH and BIGCOMMERCE_ACCESS_TOKEN.");
        }

        if (baseUrl is not null)
        {
            options.BaseAddress = Uri.TryCreate(baseUrl, UriKind.Absolute, out var address)
                ? address
                : throw new ArgumentException($"--base-url must be an absolute URL such as http://127.0.0.1:8080, not '{baseUrl}'.");
        }

        return new BigCommerceInventoryClient(store, token, options);
    }
}
