using System.Globalization;
using System.Text.Json;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Spectre.Console;
using StoreLocations;

namespace BigCommerce.Inventory.Tests.Samples;

public class StoreLocationsTests
{
    [Fact]
    public async Task StoreLocations_WithoutACommand_ListsTheEmulatedLocations()
    {
        var run = await RunAsync([]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"│ 2 +│ SEA-STORE +│ Seattle, +│ physical │ Seattle │ yes +│ yes +│", run.Output);
        Assert.Matches(@"│ 5 +│ DROPSHIP +│ Drop +│ virtual +│ +│ yes +│ yes +│", run.Output);
        Assert.EndsWith("5 locations.", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("No store is given", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreLocations_NarrowTerminal_PrintsALineInsteadOfATableRow()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 50;
        using var client = await DemoStore.OpenAsync();
        var screen = new Screen(output, output, console);

        screen.ShowList(await client.Locations.EnumerateAsync().ToListAsync());
        await Locations.ShowAsync(client, "RENO-WH", screen, CancellationToken.None);

        Assert.Contains("SEA-STORE (id 2): Seattle, Pike Street, physical, active, on the storefront\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("│ Monday    │ 22:00 to 06:00 next day    │\n", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("█", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RENO-WH")]
    [InlineData("4")]
    public async Task StoreLocations_Show_PrintsTheLocationWithItsWeek(string codeOrId)
    {
        var run = await RunAsync(["show", codeOrId]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("RENO-WH (id 4): Reno distribution center", run.Output, StringComparison.Ordinal);
        Assert.Contains("9500 N Virginia St, Reno, NV 89506, US", run.Output, StringComparison.Ordinal);
        Assert.Contains("physical, active, not on the storefront, stock managed by another system", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ Monday    │ 22:00 to 06:00 next day    │ ······················██   │", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ Tuesday   │ 22:00 to 06:00 next day    │ ██████················██   │", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ Saturday  │ closed                     │ ██████··················   │", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ Sunday    │ closed                     │ ························   │", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreLocations_Show_PrintsSpecialHoursInOrder()
    {
        var run = await RunAsync(["show", "SEA-STORE"]);

        Assert.Matches(@"│ 2026-11-27 +│ Late shopping +│ 08:00 to 23:00 +│\s+│ every 12-25 +│ Christmas +│ closed +│", run.Output);
    }

    [Theory]
    [InlineData("08:00", "16:00", "········████████········")]
    [InlineData("08:30", "16:01", "········█████████·······")]
    [InlineData("00:00", "00:00", "████████████████████████")]
    [InlineData("23:59", "00:00", "·······················█")]
    [InlineData(null, null, "████████████████████████")]
    public void Scale_DayHours_DrawsOneCharacterPerHour(string? opening, string? closing, string scale)
    {
        var day = new DayHours
        {
            Open = true,
            Opening = opening is null ? null : TimeOnly.Parse(opening, CultureInfo.InvariantCulture),
            Closing = closing is null ? null : TimeOnly.Parse(closing, CultureInfo.InvariantCulture),
        };

        Assert.Equal(scale, Screen.Scale(day, DayHours.Closed));
        Assert.Equal("························", Screen.Scale(day with { Open = false }, DayHours.Closed));
    }

    [Fact]
    public async Task StoreLocations_ImportShippedFile_CreatesUpdatesAndLeavesUnchanged()
    {
        var run = await RunAsync(["import"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"│ SEA-STORE +│ 2 +│ unchanged +│", run.Output);
        Assert.Matches(@"│ DEN-STORE +│ 3 +│ updated +│", run.Output);
        Assert.Matches(@"│ PDX-STORE +│ 6 +│ created +│", run.Output);
        Assert.Matches(@"│ EXHIBITION +│ 7 +│ created +│", run.Output);
        Assert.EndsWith("1 unchanged, 1 updated, 2 created.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreLocations_ExportThenImportTwice_SecondImportChangesNothing()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "locations.json");
        var emulator = new InventoryEmulator();
        emulator.GetStore("other").AccessToken = "secret-of-the-shop";
        await using var server = await LoopbackEmulator.StartAsync(emulator);
        string[] other = ["--store", "other", "--token", "secret-of-the-shop", "--base-url", server.Address.AbsoluteUri];

        var exported = await RunAsync(["export", "--file", path]);
        var imported = await RunAsync(["import", "--file", path, .. other]);
        var writes = emulator.Requests.Count(request => request.Method != "GET");
        var again = await RunAsync(["import", "--file", path, .. other]);
        var back = await RunAsync(["export", .. other]);

        Assert.Equal((0, 0, 0, 0), (exported.ExitCode, imported.ExitCode, again.ExitCode, back.ExitCode));
        Assert.Empty(exported.Output);
        Assert.EndsWith("1 unchanged, 4 created.", imported.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("5 unchanged.", again.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(4, writes);
        Assert.Equal(4, emulator.Requests.Count(request => request.Method != "GET"));
        Assert.Equal(WithoutTimestamps(await File.ReadAllTextAsync(path)), WithoutTimestamps(back.Output));
        Assert.DoesNotContain("secret-of-the-shop", imported.Output + imported.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreLocations_ImportRefusedLocation_CreatesTheOthers()
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions { MaxActiveLocations = 3 });
        emulator.GetStore("shop");
        await using var server = await LoopbackEmulator.StartAsync(emulator);

        var run = await RunAsync(["import", "--store", "shop", "--token", "any", "--base-url", server.Address.AbsoluteUri]);

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("2 created, 2 rejected.", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Matches(@"│ PDX-STORE +│ +│ rejected +│ BigCommerce", run.Output);
    }

    [Theory]
    [InlineData("", "is not a JSON array of locations")]
    [InlineData("{}", "is not a JSON array of locations")]
    [InlineData("[null]", "entry 1: The entry is null.")]
    [InlineData(
        """[{"code":"A"}]""",
        "entry 1: JSON deserialization for type 'BigCommerce.Inventory.LocationCreate' was missing required properties including: 'label'")]
    [InlineData(
        """[{"code":"A","label":"","managed_by_external_source":false,"type_id":"VIRTUAL","time_zone":"Etc/UTC","address":null}]""",
        "entry 1: Label must not be blank.")]
    [InlineData(
        """[{"label":"A","managed_by_external_source":false,"type_id":"VIRTUAL","time_zone":"Etc/UTC","address":null}]""",
        "entry 1: The entry has no code. Locations are identified by code.")]
    [InlineData(
        """[{"code":"A","label":"A","managed_by_external_source":false,"type_id":"VIRTUAL","time_zone":"Eastern Standard Time","address":null}]""",
        "Use one such as America/New_York.")]
    [InlineData(
        """[{"code":"A","label":"A","managed_by_external_source":false,"type_id":"VIRTUAL","time_zone":"Etc/UTC","address":null,"operating_hours":{"monday":{"open":true,"opening":"late"}}}]""",
        "A time must have the format 08:00.")]
    public async Task StoreLocations_ImportInvalidFile_IsRefusedBeforeSending(string content, string message)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "locations.json");
        await File.WriteAllTextAsync(path, content);

        var run = await RunAsync(["import", "--file", path]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "show", "NOWHERE" }, "The store has no location with code or id NOWHERE.")]
    [InlineData(new[] { "show", "0" }, "The store has no location with code or id 0.")]
    [InlineData(new[] { "import", "--file", "/no/such/file.json" }, "/no/such/file.json")]
    [InlineData(new[] { "list", "--store", "abc" }, "A store needs its hash and an access token")]
    [InlineData(new[] { "--token", "secret-of-the-shop" }, "A store needs its hash and an access token")]
    [InlineData(new[] { "list", "--store", "abc", "--token", "t", "--base-url", "http://example.com" }, "BaseAddress must use https")]
    [InlineData(new[] { "list", "--store", "abc", "--token", "t", "--base-url", "nowhere" }, "--base-url must be an absolute URL")]
    [InlineData(new[] { "remove" }, "remove")]
    public async Task StoreLocations_CannotRun_PrintsOneSentence(string[] args, string message)
    {
        var run = await RunAsync(args);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-shop", run.Output + run.Error, StringComparison.Ordinal);
    }

    private static string WithoutTimestamps(string json)
    {
        using var document = JsonDocument.Parse(json);
        return string.Join('\n', document.RootElement.EnumerateArray().Select(location =>
            string.Join(", ", location.EnumerateObject().Where(member => member.Name is not ("created_at" or "updated_at")))));
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] args,
        params (string Name, string Value)[] environment) =>
        SampleRun.RunAsync(App.RunAsync, args, environment);
}
