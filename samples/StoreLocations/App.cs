using System.CommandLine;
using BigCommerce.Inventory;

namespace StoreLocations;

/// <summary>The command line: commands, options, connection and exit code.</summary>
internal static class App
{
    public const int Done = 0;
    public const int CouldNotRun = 1;
    public const int SomeNotImported = 2;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        var store = new Option<string?>("--store")
        {
            Description = "The store hash. Default: BIGCOMMERCE_STORE_HASH; if that is not set, an emulated store.",
            Recursive = true,
        };
        var token = new Option<string?>("--token")
        {
            Description = "The access token. Default: BIGCOMMERCE_ACCESS_TOKEN.",
            Recursive = true,
        };
        var baseUrl = new Option<string?>("--base-url")
        {
            Description = "The URL of the API, for tests: https, or http on a loopback address.",
            Recursive = true,
        };
        var active = new Option<bool>("--active") { Description = "List active locations only." };
        var place = new Argument<string>("location") { Description = "The code or the id of the location." };
        var target = new Option<string?>("--file") { Description = "The file to write. Default: standard output." };
        var source = new Option<string>("--file")
        {
            Description = "The file to read. Default: the sample's file.",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "data", "locations.json"),
        };

        var list = new Command("list", "Lists the locations.") { active };
        Handle(list, (parsed, client, screen, cancellationToken) =>
            Locations.ListAsync(client, parsed.GetValue(active), screen, cancellationToken));
        var show = new Command("show", "Shows one location with its address, opening hours and special days.") { place };
        Handle(show, (parsed, client, screen, cancellationToken) =>
            Locations.ShowAsync(client, parsed.GetRequiredValue(place), screen, cancellationToken));
        var export = new Command("export", "Exports all locations as JSON.") { target };
        Handle(export, (parsed, client, screen, cancellationToken) =>
            Locations.ExportAsync(client, parsed.GetValue(target), screen, cancellationToken));
        var import = new Command("import", "Creates or updates the store's locations from a JSON file. Deletes nothing.") { source };
        Handle(import, (parsed, client, screen, cancellationToken) =>
            Locations.ImportAsync(client, parsed.GetValue(source)!, screen, cancellationToken));
        var root = new RootCommand("Lists, shows, exports and imports the locations of a BigCommerce store.")
        {
            store, token, baseUrl, list, show, export, import,
        };
        Handle(root, (_, client, screen, cancellationToken) => Locations.ListAsync(client, onlyActive: false, screen, cancellationToken));

        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

        void Handle(Command command, Func<ParseResult, BigCommerceInventoryClient, Screen, CancellationToken, Task<int>> action) =>
            command.SetAction(async (parsed, cancellationToken) =>
            {
                var screen = new Screen(output, error);
                try
                {
                    using var client = await ConnectAsync(
                        parsed.GetValue(store) ?? environment("BIGCOMMERCE_STORE_HASH"),
                        parsed.GetValue(token) ?? environment("BIGCOMMERCE_ACCESS_TOKEN"),
                        parsed.GetValue(baseUrl),
                        screen);
                    return await action(parsed, client, screen, cancellationToken);
                }
                catch (Exception exception) when (exception
                    is LocationFileException or BigCommerceException or ArgumentException or IOException or UnauthorizedAccessException)
                {
                    screen.Complain(exception.Message);
                    return CouldNotRun;
                }
                catch (OperationCanceledException)
                {
                    screen.Complain("Canceled.");
                    return CouldNotRun;
                }
            });
    }

    private static async Task<BigCommerceInventoryClient> ConnectAsync(string? store, string? token, string? baseUrl, Screen screen)
    {
        if (store is null && token is null && baseUrl is null)
        {
            screen.Remark("No store is given (--store and --token), so the sample runs on an emulated store.");
            return await DemoStore.OpenAsync();
        }

        if (string.IsNullOrWhiteSpace(store) || string.IsNullOrWhiteSpace(token))
        {
            throw new ArgumentException(
                "A store needs its hash and an access token. "
                + "Set --store and --token, or BIGCOMMERCE_STORE_HASH and BIGCOMMERCE_ACCESS_TOKEN.");
        }

        var options = new BigCommerceInventoryOptions { ApplicationName = "store-locations-sample/1.0" };
        if (baseUrl is not null)
        {
            options.BaseAddress = Uri.TryCreate(baseUrl, UriKind.Absolute, out var address)
                ? address
                : throw new ArgumentException($"--base-url must be an absolute URL such as http://127.0.0.1:8080, not '{baseUrl}'.");
        }

        return new BigCommerceInventoryClient(store, token, options);
    }
}
