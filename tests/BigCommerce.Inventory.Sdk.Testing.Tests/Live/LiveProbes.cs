using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.Tests.Live;

/// <summary>Probes a store for undocumented behavior. A probe restores what it changes.</summary>
internal sealed class LiveProbes(LiveStore store, TimeProvider time)
{
    private const string Namespace = "inventory-sdk-probe";

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(2);

    private readonly List<(string Question, string Response)> _rows = [];

    private string Items { get; } = FormattableString.Invariant($"locations/{store.LocationId}/items");

    private string Metafields { get; } = FormattableString.Invariant($"locations/{store.LocationId}/metafields");

    /// <summary>Runs all probes.</summary>
    /// <param name="mayWrite">Whether the location and the SKU may be changed.</param>
    /// <returns>The results as a Markdown table.</returns>
    public async Task<string> RunAsync(bool mayWrite)
    {
        await ReadAsync();
        if (mayWrite)
        {
            await WriteItemAsync();
            await WriteLocationAsync();
            await WriteMetafieldsAsync();
        }

        return string.Join(
            '\n',
            [
                "| question | the store |",
                "|---|---|",
                .. _rows.Select(row => $"| {row.Question} | {row.Response.Replace("|", "\\|", StringComparison.Ordinal)} |")]) + "\n";
    }

    private async Task ReadAsync()
    {
        var items = await store.SendAsync("GET", "items?limit=1");
        Add(
            "rate-limit headers",
            string.Join(
                ", ",
                items.Headers.Where(header => header.Key.Contains("Rate-Limit", StringComparison.OrdinalIgnoreCase))
                    .Select(header => $"`{header.Key}: {header.Value}`")
                    .Order(StringComparer.Ordinal)));
        Add(
            "a page size of 5000",
            await store.SendAsync("GET", "items?limit=5000") is var large && large.Status == 200
                ? $"200, per_page {large.Json?["meta"]?["pagination"]?["per_page"]}"
                : large.ToString());
        Add("an unknown filter", (await store.SendAsync("GET", "items?colour=red")).ToString());
        Add("an empty pair in the query", (await store.SendAsync("GET", "items?&limit=1")).ToString());
        Add(
            "one location by its path",
            (await store.SendAsync("GET", FormattableString.Invariant($"locations/{store.LocationId}"))).ToString());
        Add("a SKU in another letter case", Found(await store.FindItemAsync(OtherCase(store.Sku))));
        Add("a SKU with blanks around it", Found(await store.FindItemAsync($" {store.Sku} ")));
        Add("the filter is_default", Count(await store.SendAsync("GET", "locations?is_default=true")));
        var metafields = await store.SendAsync("GET", "locations/metafields?limit=1");
        Add("cursors in all locations' metafields", metafields.Json?["meta"]?["cursor_pagination"] is null ? "none" : "yes");
        Add("`after` to all locations' metafields", Count(await store.SendAsync("GET", "locations/metafields?after=aWQ6MA%3D%3D")));
        Add("`after` to one location's metafields", Count(await store.SendAsync("GET", Metafields + "?after=aWQ6MA%3D%3D")));
        Add(
            "include_fields=date modified",
            (await store.SendAsync("GET", "locations/metafields?include_fields=date%20modified")).ToString());
        Add("include_fields=date_modified", (await store.SendAsync("GET", "locations/metafields?include_fields=date_modified")).ToString());
        Add("quantities", Quantities(await store.ReadItemAsync()));
    }

    private async Task WriteItemAsync()
    {
        var before = await store.ReadItemAsync();
        try
        {
            var onHand = before["total_inventory_onhand"]!.GetValue<long>();
            Add("delay until a write is visible", await MeasureDelayAsync(onHand + 1));
            Add(
                "a SKU in another letter case, written",
                (await AdjustAsync(OtherCase(store.Sku), $$"""{"quantity":{{onHand + 1}}}""")).ToString());
            Add("an unknown SKU, written", (await AdjustAsync(Namespace, """{"quantity":1}""")).ToString());
            Add("an absolute row with qty_backordered alone", (await AdjustAsync(store.Sku, """{"qty_backordered":0}""")).ToString());
            Add("a relative quantity of 0", (await AdjustAsync(store.Sku, """{"quantity":0}""", "POST", "relative")).ToString());
            Add("bin_picking_number of null", (await SetAsync("""{"bin_picking_number":null}""")).ToString());
            Add("bin_picking_number of \"\"", (await SetAsync("""{"bin_picking_number":""}""")).ToString());
            Add("a negative safety_stock", (await SetAsync("""{"safety_stock":-1}""")).ToString());
            Add("a backorder_limit of 10", await LimitAsync("10"));
            Add("a backorder_limit of null", await LimitAsync("null"));
        }
        finally
        {
            await RestoreItemAsync(before);
        }
    }

    private async Task WriteLocationAsync()
    {
        var before = await store.ReadLocationAsync();
        try
        {
            Add("a description of null", (await UpdateAsync("""{"description":null}""")).ToString());
            Add("a description of \"\"", (await UpdateAsync("""{"description":""}""")).ToString());
            await UpdateAsync($$"""{"operating_hours":{{Week}}}""");
            var partial = await UpdateAsync("""{"operating_hours":{"monday":{"open":false,"opening":"00:00","closing":"00:00"}}}""");
            var tuesday = (await UntilAsync(store.ReadLocationAsync, location => location["operating_hours"]?["monday"]?["open"]?.GetValue<bool>() == false))?["operating_hours"]?["tuesday"]?["open"];
            Add(
                "a week of one day",
                partial.Status == 200
                    ? $"200, the other days {(tuesday?.GetValue<bool>() == true ? "stay" : "are closed")}"
                    : partial.ToString());
        }
        finally
        {
            var fields = new JsonObject { ["id"] = store.LocationId, ["description"] = Copy(before["description"]) ?? "" };
            if (before["operating_hours"] is JsonObject hours)
            {
                fields["operating_hours"] = hours.DeepClone();
            }

            await store.RequireAsync("PUT", "locations", new JsonArray(fields).ToJsonString());
        }
    }

    private async Task WriteMetafieldsAsync()
    {
        const string metafield = $$"""{"permission_set":"app_only","namespace":"{{Namespace}}","key":"k","value":"v"}""";
        var first = await store.SendAsync("POST", Metafields, metafield);
        try
        {
            Add("a duplicate metafield", (await store.SendAsync("POST", Metafields, metafield)).ToString());
            Add(
                "a metafield's description of null",
                (await store.SendAsync("POST", Metafields, metafield.Replace("\"k\"", "\"k2\",\"description\":null", StringComparison.Ordinal))).ToString());
        }
        finally
        {
            var created = await store.SendAsync("GET", $"{Metafields}?namespace={Namespace}");
            foreach (var entry in created.Json?["data"] as JsonArray ?? [])
            {
                await store.SendAsync("DELETE", $"{Metafields}/{entry!["id"]}");
            }

            Add("a new metafield", first.ToString());
        }
    }

    private async Task<string> MeasureDelayAsync(long quantity)
    {
        var response = await AdjustAsync(store.Sku, FormattableString.Invariant($$"""{"quantity":{{quantity}}}"""));
        if (response.Status != 200)
        {
            return response.ToString();
        }

        var start = time.GetTimestamp();
        var shown = await UntilAsync(store.ReadItemAsync, item => item["total_inventory_onhand"]!.GetValue<long>() == quantity);
        return shown is null ? $"more than {LongestDelay}" : $"at most {Math.Ceiling(time.GetElapsedTime(start).TotalSeconds)} s";
    }

    private async Task<string> LimitAsync(string limit)
    {
        var response = await SetAsync($$"""{"backorder_limit":{{limit}}}""");
        if (response.Status != 200)
        {
            return response.ToString();
        }

        var item = await UntilAsync(store.ReadItemAsync, item => (item["settings"]?["backorder_limit"]?.ToJsonString() ?? "null") == limit);
        return item is null ? "200, not shown" : Quantities(item);
    }

    private async Task RestoreItemAsync(JsonObject before)
    {
        var row = new JsonObject { ["quantity"] = Copy(before["total_inventory_onhand"]) };
        if (before["qty_backordered"] is { } backordered)
        {
            row["qty_backordered"] = backordered.DeepClone();
        }

        await store.RequireAsync("PUT", "adjustments/absolute", Rows("items", store.Sku, row, isSetting: false));
        var settings = before["settings"]!.DeepClone().AsObject();
        settings.Remove("backorder_message");
        settings["bin_picking_number"] ??= "";
        await store.RequireAsync("PUT", Items, Rows("settings", store.Sku, settings, isSetting: true));
    }

    private Task<LiveResponse> AdjustAsync(string sku, string fields, string method = "PUT", string kind = "absolute") =>
        store.SendAsync(method, "adjustments/" + kind, Rows("items", sku, JsonNode.Parse(fields)!.AsObject(), isSetting: false));

    private Task<LiveResponse> SetAsync(string fields) =>
        store.SendAsync("PUT", Items, Rows("settings", store.Sku, JsonNode.Parse(fields)!.AsObject(), isSetting: true));

    private Task<LiveResponse> UpdateAsync(string fields)
    {
        var location = JsonNode.Parse(fields)!.AsObject();
        location["id"] = store.LocationId;
        return store.SendAsync("PUT", "locations", new JsonArray(location).ToJsonString());
    }

    private string Rows(string list, string sku, JsonObject row, bool isSetting)
    {
        if (isSetting)
        {
            row["identity"] = new JsonObject { ["sku"] = sku };
        }
        else
        {
            (row["location_id"], row["sku"]) = (store.LocationId, sku);
        }

        return new JsonObject { [list] = new JsonArray(row) }.ToJsonString();
    }

    private async Task<T?> UntilAsync<T>(Func<Task<T>> readAsync, Predicate<T> isThere)
        where T : class
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var value = await readAsync();
            if (isThere(value))
            {
                return value;
            }

            if (time.GetElapsedTime(start) > LongestDelay)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), time);
        }
    }

    private void Add(string question, string response) => _rows.Add((question, response));

    private static string Week =>
        new JsonObject(((string[])["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"])
            .Select(
                day => KeyValuePair.Create(day, JsonNode.Parse("""{"open":true,"opening":"08:00","closing":"16:00"}""")))).ToJsonString();

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static string Found(JsonObject? item) => item is null ? "not found" : "found";

    private static string Count(LiveResponse response) =>
        response.Json?["data"] is JsonArray data ? FormattableString.Invariant($"{response.Status}, {data.Count} entries") : response.ToString();

    private static string Quantities(JsonObject item) =>
        $"on hand {item["total_inventory_onhand"]}, safety stock {item["settings"]?["safety_stock"]}, backordered {item["qty_backordered"] ?? "none"}, "
        + $"backorder limit {item["settings"]?["backorder_limit"] ?? "none"}: available to sell {item["available_to_sell"]}";

    private static string OtherCase(string sku) =>
        string.Concat(sku.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));
}
