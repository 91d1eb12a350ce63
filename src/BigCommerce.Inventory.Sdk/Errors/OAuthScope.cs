namespace BigCommerce.Inventory;

/// <summary>Determines the OAuth scope that a call requires.</summary>
internal static class OAuthScope
{
    public static string For(HttpMethod method, string path)
    {
        var segments = path.Split('?')[0];
        var isInventory = segments.EndsWith("/items", StringComparison.Ordinal)
            || segments.Contains("/adjustments/", StringComparison.Ordinal);
        var scope = isInventory ? "store_inventory" : "store_locations";
        return method == HttpMethod.Get ? scope + "_read_only" : scope;
    }

    /// <summary>Adds the name that BigCommerce's newer documentation uses for the scope of locations.</summary>
    public static string Describe(string scope) =>
        scope.StartsWith("store_locations", StringComparison.Ordinal)
            ? $"{scope} (newer accounts: {scope.Replace("locations", "inventory", StringComparison.Ordinal)})"
            : scope;
}
