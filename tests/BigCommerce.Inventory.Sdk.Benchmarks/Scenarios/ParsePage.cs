using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Benchmarks.Data;
using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Rivals;
using BigCommerce.Inventory.Serialization;
using NewtonsoftConvert = Newtonsoft.Json.JsonConvert;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>Reading one page of 1,000 items at 2 locations each.</summary>
internal static class ParsePage
{
    public static Comparison InMemory()
    {
        var page = SampleStock.ItemsPage(1000);
        return new Comparison(
            $"Parsing a page of 1,000 items × 2 locations ({page.Length / 1024} KiB)",
            new(
                "System.Text.Json, generated",
                () => Task.FromResult(JsonSerializer.Deserialize(page, PlainJsonContext.Default.PlainPage)!.Checksum())),
            new(
                "**BigCommerce.Inventory.Sdk**",
                () => Task.FromResult(((Page<InventoryItem>)ItemPageReader.TryRead(typeof(Page<InventoryItem>), page)!).Checksum())),
            new(
                "its fallback for unusual pages",
                () => Task.FromResult(JsonSerializer.Deserialize(page, WireJson.TypeInfo<Page<InventoryItem>>())!.Checksum())),

            new(
                "System.Text.Json, reflection",
                () => Task.FromResult(JsonSerializer.Deserialize<PlainPage>(page, PlainJson.Reflection)!.Checksum())),
            new(
                "Newtonsoft.Json",
                () => Task.FromResult(
                    NewtonsoftConvert.DeserializeObject<PlainPage>(Encoding.UTF8.GetString(page), PlainJson.Newtonsoft)!.Checksum())));
    }
}
