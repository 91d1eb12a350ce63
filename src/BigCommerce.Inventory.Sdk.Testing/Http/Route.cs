using System.Globalization;

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>The store and the operation of a request; null if verb and path match none.</summary>
internal readonly record struct Route(string? StoreHash, EmulatorOperation? Operation, long LocationId, long MetafieldId)
{
    /// <summary>The path before the hash of a store.</summary>
    public const string StoresPath = "/stores/";

    /// <summary>The verb and path of each operation, for error messages.</summary>
    public const string Expected = """
        PUT    /inventory/adjustments/absolute
        POST   /inventory/adjustments/relative
        GET    /inventory/items
        GET    /inventory/locations/{location_id}/items
        PUT    /inventory/locations/{location_id}/items
        POST   /inventory/locations
        GET    /inventory/locations
        PUT    /inventory/locations
        DELETE /inventory/locations?location_id:in={ids}
        GET    /inventory/locations/{location_id}/metafields
        POST   /inventory/locations/{location_id}/metafields
        GET    /inventory/locations/{location_id}/metafields/{metafield_id}
        PUT    /inventory/locations/{location_id}/metafields/{metafield_id}
        DELETE /inventory/locations/{location_id}/metafields/{metafield_id}
        GET    /inventory/locations/metafields
        POST   /inventory/locations/metafields
        PUT    /inventory/locations/metafields
        DELETE /inventory/locations/metafields
        """;

    /// <summary>Whether the operation belongs to the Locations API, which limits concurrent requests.</summary>
    public bool IsLocationsApi => Operation >= EmulatorOperation.CreateLocations;

    /// <summary>The scopes that permit the operation; the token needs one of them.</summary>
    /// <param name="method">The verb, in capitals.</param>
    public OAuthScopes ScopesFor(string method) => (IsLocationsApi, method) switch
    {
        (false, "GET") => OAuthScopes.Inventory | OAuthScopes.InventoryReadOnly,
        (false, _) => OAuthScopes.Inventory,
        (true, "GET") => OAuthScopes.Locations | OAuthScopes.LocationsReadOnly,
        (true, _) => OAuthScopes.Locations,
    };

    /// <summary>Matches a request to a store and an operation.</summary>
    /// <param name="method">The verb, in capitals.</param>
    /// <param name="path">The encoded path, starting at <c>/stores/</c>.</param>
    public static Route Find(string method, string path)
    {
        string[] parts = path.Split('/');
        if (parts is not ["", "stores", { Length: > 0 } store, "v3", .. var rest])
        {
            return default;
        }

        long locationId = 0, metafieldId = 0;
        EmulatorOperation? operation = (method, rest) switch
        {
            ("PUT", ["inventory", "adjustments", "absolute"]) => EmulatorOperation.SetAbsolute,
            ("POST", ["inventory", "adjustments", "relative"]) => EmulatorOperation.AdjustRelative,
            ("GET", ["inventory", "items"]) => EmulatorOperation.ListItems,
            ("POST", ["inventory", "locations"]) => EmulatorOperation.CreateLocations,
            ("GET", ["inventory", "locations"]) => EmulatorOperation.ListLocations,
            ("PUT", ["inventory", "locations"]) => EmulatorOperation.UpdateLocations,
            ("DELETE", ["inventory", "locations"]) => EmulatorOperation.DeleteLocations,
            ("GET", ["inventory", "locations", "metafields"]) => EmulatorOperation.ListMetafields,
            ("POST", ["inventory", "locations", "metafields"]) => EmulatorOperation.CreateMetafields,
            ("PUT", ["inventory", "locations", "metafields"]) => EmulatorOperation.UpdateMetafields,
            ("DELETE", ["inventory", "locations", "metafields"]) => EmulatorOperation.DeleteMetafields,
            (_, ["inventory", "locations", var location, ..]) when !IsId(location, out locationId) => null,
            ("GET", ["inventory", "locations", _, "items"]) => EmulatorOperation.ListLocationItems,
            ("PUT", ["inventory", "locations", _, "items"]) => EmulatorOperation.UpdateItemSettings,
            ("GET", ["inventory", "locations", _, "metafields"]) => EmulatorOperation.ListLocationMetafields,
            ("POST", ["inventory", "locations", _, "metafields"]) => EmulatorOperation.CreateMetafield,
            (_, ["inventory", "locations", _, "metafields", var metafield]) when !IsId(metafield, out metafieldId) => null,
            ("GET", ["inventory", "locations", _, "metafields", _]) => EmulatorOperation.GetMetafield,
            ("PUT", ["inventory", "locations", _, "metafields", _]) => EmulatorOperation.UpdateMetafield,
            ("DELETE", ["inventory", "locations", _, "metafields", _]) => EmulatorOperation.DeleteMetafield,
            _ => null,
        };

        return new Route(Uri.UnescapeDataString(store), operation, locationId, metafieldId);
    }

    private static bool IsId(string text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
