using System.Globalization;
using System.Text.Json;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Spectre.Console;
using StockSync;

namespace BigCommerce.Inventory.Tests.Samples;

public class StockSyncTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    [Fact]
    public async Task StockSync_ShippedFile_AppliesEveryRow()
    {
        var run = await RunAsync(["--json"]);

        Assert.Equal(0, run.ExitCode);
        using var summary = JsonDocument.Parse(run.Output);
        var counts = summary.RootElement;
        Assert.Equal(
            ["rows", "applied", "rejected", "unknown", "notSent", "duplicates", "requests", "retries", "elapsedMs", "rejections"],
            counts.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            (20_160, 20_000, 160, 10),
            (Count(counts, "rows"), Count(counts, "applied"), Count(counts, "duplicates"), Count(counts, "requests")));
        Assert.Equal(
            0,
            Count(counts, "rejected") + Count(counts, "unknown") + Count(counts, "notSent") + counts.GetProperty("rejections")
                .GetArrayLength());
        Assert.Contains("No store is given", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StockSync_OverHttp_StockMatchesTheFile()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore("shop").SeedDemo();
        store.AccessToken = "secret-of-the-shop";
        await using var server = await LoopbackEmulator.StartAsync(emulator);

        var run = await RunAsync(
            ["--store", "shop", "--base-url", server.Address.AbsoluteUri],
            ("BIGCOMMERCE_ACCESS_TOKEN", "secret-of-the-shop"));

        Assert.Equal(0, run.ExitCode);
        var locations = store.Locations.ToDictionary(location => location.Code, location => location.Id);
        var items = store.Items.ToDictionary(item => item.Sku);
        var products = store.Items.Where(item => item.Tracking == InventoryTracking.Product).ToDictionary(item => item.ProductId);
        var expected = new Dictionary<(long, string), int>();
        foreach (var line in File.ReadLines(Path.Combine(Data, "stock.csv")).Skip(1))
        {
            var cells = line.Split(',');
            var item = cells[1].Length > 0 ? items[cells[1]] : products[long.Parse(cells[2], CultureInfo.InvariantCulture)];
            expected[(locations[cells[0]], item.Sku)] = int.Parse(cells[3], CultureInfo.InvariantCulture);
        }

        Assert.Equal(20_000, expected.Count);
        Assert.All(expected, row => Assert.Equal(row.Value, store.GetOnHand(row.Key.Item1, row.Key.Item2)));
        Assert.DoesNotContain("secret-of-the-shop", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StockSync_FileWithMistakes_RejectsOnlyThoseRows()
    {
        var run = await RunAsync(["--file", Path.Combine(Data, "with-mistakes.csv"), "--json"]);

        Assert.Equal(2, run.ExitCode);
        using var summary = JsonDocument.Parse(run.Output);
        Assert.Equal(
            (52, 47, 5),
            (Count(summary.RootElement, "rows"), Count(summary.RootElement, "applied"), Count(summary.RootElement, "rejected")));
        var rejections = summary.RootElement.GetProperty("rejections")
            .EnumerateArray()
            .ToDictionary(row => row.GetProperty("row").GetInt32());
        Assert.Equal([9, 21, 30, 43, 49], rejections.Keys);
        Assert.Equal(
            ("sku JKT-07-PURPLE-XL", 2),
            (rejections[9].GetProperty("key").GetString(), rejections[9].GetProperty("locationId").GetInt64()));
        Assert.Contains("not found", Reason(9), StringComparison.Ordinal);
        Assert.Equal("The store has no location with code TACOMA-STORE.", Reason(21));
        Assert.Equal(JsonValueKind.Null, rejections[21].GetProperty("locationId").ValueKind);
        Assert.Contains("Location not found", Reason(30), StringComparison.Ordinal);
        Assert.Contains("HAT-01-BLACK", Reason(43), StringComparison.Ordinal);
        Assert.Contains("tracked by variant", Reason(49), StringComparison.Ordinal);

        string Reason(int row) => rejections[row].GetProperty("reason").GetString()!;
    }

    [Fact]
    public async Task StockSync_RejectedRows_AreInAFileThatCanBeSentAgain()
    {
        var path = StockFileOf("location_code,sku,quantity", "SEA-STORE,NO-SUCH-SKU,4", "SEA-STORE,TEE-01-SAND-M,7", "\"TACOMA, WA\",TEE-01-SAND-M,9");
        var rejectedPath = Path.ChangeExtension(path, ".rejected.csv");

        var run = await RunAsync(["--file", path]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The rejected rows are in stock.rejected.csv, beside the stock file.", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "location_code,sku,quantity,line,reason,message",
                "SEA-STORE,NO-SUCH-SKU,4,2,ItemNotFound,\"Items not found, identities: [sku NO-SUCH-SKU]\"",
                "\"TACOMA, WA\",TEE-01-SAND-M,9,4,LocationNotFound,\"The store has no location with code TACOMA, WA.\"",
            ],
            await File.ReadAllLinesAsync(rejectedPath));

        await File.WriteAllTextAsync(rejectedPath, (await File.ReadAllTextAsync(rejectedPath)).Replace("NO-SUCH-SKU,4", "TEE-01-SAND-L,4", StringComparison.Ordinal));
        var second = await RunAsync(["--file", rejectedPath, "--json"]);
        using var summary = JsonDocument.Parse(second.Output);
        Assert.Equal((1, 1), (Count(summary.RootElement, "applied"), Count(summary.RootElement, "rejected")));
        Assert.Equal("LocationNotFound", summary.RootElement.GetProperty("rejections")[0].GetProperty("code").GetString());
        Assert.Equal(Path.ChangeExtension(rejectedPath, ".rejected.csv"), summary.RootElement.GetProperty("rejectedFile").GetString());

        await File.WriteAllLinesAsync(path, ["location_code,sku,quantity", "SEA-STORE,TEE-01-SAND-M,7"]);
        Assert.Equal(0, (await RunAsync(["--file", path])).ExitCode);
        Assert.False(File.Exists(rejectedPath));
    }

    [Fact]
    public async Task StockSync_DryRun_WritesNoFileOfRejectedRows()
    {
        var path = StockFileOf("location_code,sku,quantity", "TACOMA-STORE,TEE-01-SAND-M,7");

        Assert.Equal(2, (await RunAsync(["--file", path, "--dry-run"])).ExitCode);

        Assert.False(File.Exists(Path.ChangeExtension(path, ".rejected.csv")));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(40)]
    public void StockSync_TerminalOfAnyWidth_BreaksNoWordInRejections(int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = width;

        new Screen(output, output, json: false, console).ShowSummary(new SyncSummary
        {
            Rows = 1,
            Rejected = 1,
            Rejections = [new RejectedLine(9, 2, "sku JKT-07-PURPLE-XL", ApiErrorReason.ItemNotFound, "Items not found, identities: [sku JKT-07-PURPLE-XL]")],
        });

        Assert.Contains(width < 80 ? "Line 9, location 2, sku JKT-07-PURPLE-XL: Items not found" : "│ sku JKT-07-PURPLE-XL │ Items not found", output.ToString(), StringComparison.Ordinal);
        Assert.All(output.ToString().Split('\n').Where(line => line.Contains('│', StringComparison.Ordinal)), line => Assert.InRange(line.Length, 1, width));
    }

    [Fact]
    public async Task StockSync_DryRun_PrintsTheRequestsAndChangesNothing()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore("shop").SeedDemo();
        await using var server = await LoopbackEmulator.StartAsync(emulator);

        var run = await RunAsync(["--store", "shop", "--token", "any", "--base-url", server.Address.AbsoluteUri, "--dry-run"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("10 requests would be sent. Nothing was changed.", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"would be applied +│ +20,000", run.Output);
        Assert.Empty(store.GetStockChanges());
        Assert.All(emulator.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task StockSync_BackordersAlone_LeavesTheCountUnchanged()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore("shop").SeedDemo();
        var before = store.GetOnHand(1, "TEE-01-SAND-M");
        await using var server = await LoopbackEmulator.StartAsync(emulator);
        var path = StockFileOf("location_id,sku,quantity,qty_backordered", "1,TEE-01-SAND-M,,4", "1,TEE-01-SAND-L,9,");

        var run = await RunAsync(
            ["--store", "shop", "--token", "any", "--base-url", server.Address.AbsoluteUri, "--file", path, "--json", "--verify"]);

        using var summary = JsonDocument.Parse(run.Output);
        Assert.Equal(
            (2, 2, 0),
            (Count(summary.RootElement, "rows"), Count(summary.RootElement, "applied"), Count(summary.RootElement, "notVisible")));
        Assert.Equal((before, 9), (store.GetOnHand(1, "TEE-01-SAND-M"), store.GetOnHand(1, "TEE-01-SAND-L")));
        Assert.Contains(
            emulator.Requests,
            request => request.BodyText.Contains("\"sku\":\"TEE-01-SAND-M\",\"qty_backordered\":4", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("location_code,sku,quantity\nSEA-STORE,TEE-01-SAND-M,1.5", "line 2: quantity '1.5' is not an integer")]
    [InlineData("location_code,sku,quantity\n\nSEA-STORE,TEE-01-SAND-M,-3", "line 3: quantity -3 is negative")]
    [InlineData("location_code,sku,quantity\nSEA-STORE,TEE-01-SAND-M,2147483648", "line 2: quantity '2147483648' is not an integer")]
    [InlineData("location_code,sku,quantity\nSEA-STORE,,3", "line 2: no sku, variant_id or product_id")]
    [InlineData("location_code,sku,variant_id,quantity\nSEA-STORE,A,7,3", "line 2: more than one of sku, variant_id and product_id")]
    [InlineData("location_id,sku,quantity\n0,A,3", "line 2: location_id '0' is not an integer of at least 1")]
    [InlineData("location_id,product_id,quantity\n1,x7,3", "line 2: product_id 'x7' is not an integer of at least 1")]
    [InlineData("location_code,sku,quantity\n,A,3", "line 2: no location_id or location_code")]
    [InlineData("location_code,sku,quantity\nSEA-STORE,A,1,5", "line 2: 4 fields, but the first line has 3 columns")]
    [InlineData("location_code,sku,quantity\nSEA-STORE,\"A,3", "cannot be read")]
    [InlineData("sku;menge\nA;3", "has no columns for location_id or location_code; quantity or qty_backordered in its first line")]
    [InlineData("location_code,sku,quantity\n", "has no rows below its header")]
    [InlineData("", "is empty. The first line must have the column names")]
    public async Task StockSync_InvalidFile_IsRefusedBeforeSending(string content, string message)
    {
        var run = await RunAsync(["--file", StockFileOf(content)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "--file", "/no/such/file.csv" }, "/no/such/file.csv cannot be read")]
    [InlineData(new[] { "--store", "abc" }, "A store needs its hash and an access token")]
    [InlineData(new[] { "--token", "secret-of-the-shop" }, "A store needs its hash and an access token")]
    [InlineData(
        new[] { "--store", "https://store-abc.mybigcommerce.com", "--token", "t" },
        "A store hash has only letters, digits, '-' and '_'")]
    [InlineData(new[] { "--store", "abc", "--token", "t", "--base-url", "http://example.com" }, "BaseAddress must use https")]
    [InlineData(new[] { "--store", "abc", "--token", "t", "--base-url", "nowhere" }, "--base-url must be an absolute URL")]
    [InlineData(new[] { "--no-such-option" }, "--no-such-option")]
    public async Task StockSync_CannotRun_PrintsOneSentence(string[] args, string message)
    {
        var run = await RunAsync(args);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-shop", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StockSync_WrongToken_PrintsWhatToCheck()
    {
        var emulator = new InventoryEmulator();
        emulator.GetStore("shop").SeedDemo().AccessToken = "right";
        await using var server = await LoopbackEmulator.StartAsync(emulator);

        var run = await RunAsync(["--store", "shop", "--token", "wrong", "--base-url", server.Address.AbsoluteUri, "--json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Check the access token", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static int Count(JsonElement summary, string name) => summary.GetProperty(name).GetInt32();

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] args,
        params (string Name, string Value)[] environment) =>
        SampleRun.RunAsync(App.RunAsync, args, environment);

    [Fact]
    public async Task StockSync_Reconcile_SendsDifferencesAndConfirmsThem()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore("shop").SeedDemo();
        await using var server = await LoopbackEmulator.StartAsync(emulator);
        string[] shop =
        [
            "--store", "shop", "--token", "any", "--base-url", server.Address.AbsoluteUri, "--json", "--mode", "reconcile", "--verify",
        ];
        var path = StockFileOf(
            "location_code,sku,quantity",
            $"SEA-STORE,JKT-07-NAVY-XL,{store.GetOnHand(2, "JKT-07-NAVY-XL") + 5}",
            $"SEA-STORE,TEE-01-SAND-M,{store.GetOnHand(2, "TEE-01-SAND-M")}");

        var first = await RunAsync([.. shop, "--file", path]);
        var second = await RunAsync([.. shop, "--file", path]);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        using var changed = JsonDocument.Parse(first.Output);
        using var same = JsonDocument.Parse(second.Output);
        Assert.Equal(
            (1, 1, 0),
            (Count(changed.RootElement, "applied"), Count(changed.RootElement, "unchanged"), Count(changed.RootElement, "notVisible")));
        Assert.Equal((0, 2), (Count(same.RootElement, "applied"), Count(same.RootElement, "unchanged")));
        Assert.Single(emulator.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task StockSync_RelativeJournalRunAgain_AppliesDifferencesOnce()
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore("shop").SeedDemo();
        store.SetStock(2, "JKT-07-NAVY-XL", 10);
        await using var server = await LoopbackEmulator.StartAsync(emulator);
        var path = StockFileOf("location_code,sku,quantity", "SEA-STORE,JKT-07-NAVY-XL,-3", "SEA-STORE,JKT-07-NAVY-XL,1");
        string[] args =
        [
            "--store", "shop", "--token", "any", "--base-url", server.Address.AbsoluteUri, "--json", "--mode", "relative", "--file", path,
            "--journal", path + ".journal",
        ];

        var first = await RunAsync(args);
        var second = await RunAsync(args);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(8, store.GetOnHand(2, "JKT-07-NAVY-XL"));
        Assert.Single(emulator.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task StockSync_Verify_WaitsUntilVisible()
    {
        var run = await RunAsync(["--json", "--verify", "--concurrency", "4"]);

        Assert.Equal(0, run.ExitCode);
        using var summary = JsonDocument.Parse(run.Output);
        Assert.Equal((20_000, 0), (Count(summary.RootElement, "applied"), Count(summary.RootElement, "notVisible")));
    }

    [Theory]
    [InlineData(new[] { "--mode", "relative", "--verify" }, "--verify cannot be used with --mode relative")]
    [InlineData(new[] { "--mode", "reconcile", "--journal", "x.journal" }, "--journal cannot be used with --mode reconcile")]
    [InlineData(new[] { "--mode", "relative" }, "quantity is 0; it must not be 0 with --mode relative")]
    [InlineData(new[] { "--concurrency", "99" }, "--concurrency must be an integer from 1 to 16, not '99'.")]
    [InlineData(new[] { "--concurrency", "one" }, "--concurrency must be an integer from 1 to 16, not 'one'.")]
    [InlineData(new[] { "--mode", "sideways" }, "sideways")]
    public async Task StockSync_OptionsThatExcludeEachOther_AreRefused(string[] args, string message)
    {
        var run = await RunAsync(args);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static string StockFileOf(params string[] lines)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("stock-sync-").FullName, "stock.csv");
        File.WriteAllLines(path, lines);
        return path;
    }
}
