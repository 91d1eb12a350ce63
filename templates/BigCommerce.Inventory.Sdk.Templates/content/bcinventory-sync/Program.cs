using System.Globalization;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
var client = builder.Services.AddBigCommerceInventory(options => options.ApplicationName = "InventorySync/1.0");

// Without a store the program runs on an emulated one. For a real store, set BigCommerce__Inventory__StoreHash and
// BigCommerce__Inventory__AccessToken (OAuth scope store_inventory) in the environment. For a file of your own: dotnet run -- --file stock.csv
if (string.IsNullOrEmpty(builder.Configuration["BigCommerce:Inventory:StoreHash"]))
{
    var emulator = new InventoryEmulator();
    emulator.GetStore().SeedDemo();
    client.UseEmulator(emulator);
    Console.WriteLine("No store is configured: running on an emulated one");
}

using var host = builder.Build();
var path = builder.Configuration["file"] ?? Path.Combine(AppContext.BaseDirectory, "stock.csv");
using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

// A row that cannot be read is reported like one that the store rejects: neither stops the others.
var unreadable = new List<string>();
var stock = host.Services.GetRequiredService<StockOperations>();
var report = await stock.Set(ReadRows(path, unreadable), new BulkOptions { Reason = "stock file" }).RunAsync(stopping.Token);

string[] rejects =
[
    .. unreadable,
    .. report.RejectedRows.Select(rejected => $"{rejected.Row.Tag},{Quote(rejected.Message)}"),
    .. report.UnknownRows.Select(unknown => $"{unknown.Row.Tag},{Quote($"unknown: {unknown.Cause}")}"),
];
var rejectsPath = Path.ChangeExtension(path, ".rejects.csv");
File.Delete(rejectsPath);
if (rejects.Length > 0)
{
    await File.WriteAllLinesAsync(rejectsPath, ["line,reason", .. rejects]);
    Console.WriteLine($"{rejects.Length} rows are in {rejectsPath}");
}

Console.WriteLine($"{report.AppliedCount} of {report.RowCount + unreadable.Count} rows applied");
return report.AllApplied && unreadable.Count == 0 ? 0 : 1;

static IEnumerable<AbsoluteAdjustment> ReadRows(string path, List<string> unreadable)
{
    var line = 1;
    foreach (var text in File.ReadLines(path).Skip(1))
    {
        line++;
        if (text.Split(',') is [var location, var sku, var quantity]
            && long.TryParse(location, NumberStyles.None, CultureInfo.InvariantCulture, out var locationId)
            && int.TryParse(quantity, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var onHand))
        {
            yield return new AbsoluteAdjustment(locationId, ItemKey.Sku(sku), onHand) { Tag = line.ToString(CultureInfo.InvariantCulture) };
        }
        else
        {
            unreadable.Add($"{line},\"A line has a location id, a SKU and a quantity.\"");
        }
    }
}

static string Quote(string text) => $"\"{text.Replace("\"", "\"\"")}\"";
