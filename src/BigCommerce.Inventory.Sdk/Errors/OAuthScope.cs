namespace BigCommerce.Inventory;

/// <summary>Which OAuth scope a call needs.</summary>
internal static class OAuthScope
{
    public static string For(HttpMethod method, string path)
    {
        // Items and adjustments belong to the inventory; everything else here is about locations.
        var segments = path.Split('?')[0];
        var isInventory = segments.EndsWith("/items", StringComparison.Ordinal) || segments.Contains("/adjustments/", StringComparison.Ordinal);
        var scope = isInventory ? "store_inventory" : "store_locations";
        return method == HttpMethod.Get ? scope + "_read_only" : scope;
    }

    /// <summary>The scope as it is told to people: BigCommerce's newer pages name another one for locations.</summary>
    public static string Describe(string scope) =>
        scope.StartsWith("store_locations", StringComparison.Ordinal) ? $"{scope} (newer accounts: {scope.Replace("locations", "inventory", StringComparison.Ordinal)})" : scope;
}
