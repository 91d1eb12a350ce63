using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Live;

/// <summary>The probes against the emulator, always, and against the store that the environment names, if any.</summary>
public class LiveTests(ITestOutputHelper output)
{
    private const string ReadTable = """
        | question | the store |
        |---|---|
        | rate-limit headers | `X-Rate-Limit-Requests-Left: 16777215`, `X-Rate-Limit-Requests-Quota: 16777216`, `X-Rate-Limit-Time-Reset-Ms: 30000`, `X-Rate-Limit-Time-Window-Ms: 30000` |
        | a page size of 5000 | 200, per_page 1000 |
        | an unknown filter | 422 `The filter(s): colour are not valid filter parameter(s).` |
        | an empty pair in the query | 422 `The filter(s):  are not valid filter parameter(s).` |
        | one location by its path | 403 `You don't have a required scope to access the endpoint` |
        | a SKU in another letter case | not found |
        | a SKU with blanks around it | not found |
        | the filter is_default | 200, 1 entries |
        | cursors in all locations' metafields | yes |
        | `after` to all locations' metafields | 200, 0 entries |
        | `after` to one location's metafields | 200, 0 entries |
        | include_fields=date modified | 422 `The filter include_fields has an invalid value. {"include_fields":"date modified"}` |
        | include_fields=date_modified | 200 |
        | quantities | on hand 30, safety stock 4, backordered 0, backorder limit 0: available to sell 26 |

        """;

    [Fact]
    public async Task Probes_OfTheEmulatorOverHttp_OnlyRead()
    {
        var emulator = CreateEmulator();
        await using var server = await LoopbackEmulator.StartAsync(emulator);
        using var store = new LiveStore(server.Address, "demo", "token", 2, "RE-130");

        var table = await new LiveProbes(store, TimeProvider.System).RunAsync(mayWrite: false);

        output.WriteLine(table);
        Assert.Equal(ReadTable, table);
        Assert.All(emulator.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Probes_OfTheEmulatorOverHttp_RestoreWhatTheyChange()
    {
        var emulator = CreateEmulator();
        await using var server = await LoopbackEmulator.StartAsync(emulator);
        using var store = new LiveStore(server.Address, "demo", "token", 2, "RE-130");
        var (item, location) = (await store.ReadItemAsync(), await store.ReadLocationAsync());

        var table = await new LiveProbes(store, TimeProvider.System).RunAsync(mayWrite: true);

        output.WriteLine(table);
        var (itemAfter, locationAfter) = (await store.ReadItemAsync(), await store.ReadLocationAsync());
        locationAfter["updated_at"] = location["updated_at"]!.DeepClone();
        Assert.Equal(item.ToJsonString(), itemAfter.ToJsonString());
        Assert.Equal(location.ToJsonString(), locationAfter.ToJsonString());
        Assert.Empty(emulator.GetStore().Metafields);
        Assert.Contains(emulator.Requests, request => request.Method == "PUT");
        Assert.Contains(
            "| a backorder_limit of null | on hand 31, safety stock 4, backordered 0, backorder limit none: available to sell 2147483674 |\n",
            table,
            StringComparison.Ordinal);
        Assert.Contains("| a week of one day | 200, the other days are closed |\n", table, StringComparison.Ordinal);
        Assert.Contains(
            "| bin_picking_number of null | 422 `JSON data is missing or invalid {\"settings[0].bin_picking_number\":\"error.expected.jsstring\"}` |\n",
            table,
            StringComparison.Ordinal);
        Assert.Contains("| a duplicate metafield | 409 ", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_OfTheStoreThatTheEnvironmentNames_PrintATable()
    {
        using var store = LiveStore.FromEnvironment();
        if (store is not null)
        {
            output.WriteLine(await new LiveProbes(store, TimeProvider.System).RunAsync(LiveStore.MayWrite));
        }
    }

    private static InventoryEmulator CreateEmulator()
    {
        var emulator = new InventoryEmulator(
            new() { RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota, TimeProvider = new ManualTimeProvider() });
        var store = emulator.GetStore();
        long shop = store.AddLocation("SHOP", "The shop");
        store.AddItem("RE-130");
        store.SetStock(shop, "RE-130", 30, safetyStock: 4);
        return emulator;
    }
}
