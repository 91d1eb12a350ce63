namespace BigCommerce.Inventory.Testing;

/// <summary>The OAuth scopes of a store's access token.</summary>
[Flags]
public enum OAuthScopes
{
    /// <summary>No scope of the Inventory and Locations APIs.</summary>
    None = 0,

    /// <summary><c>store_inventory_read_only</c></summary>
    InventoryReadOnly = 1,

    /// <summary><c>store_inventory</c>, which includes read access.</summary>
    Inventory = 2,

    /// <summary><c>store_locations_read_only</c></summary>
    LocationsReadOnly = 4,

    /// <summary><c>store_locations</c>, which includes read access.</summary>
    Locations = 8,

    /// <summary>All scopes of the Inventory and Locations APIs.</summary>
    All = InventoryReadOnly | Inventory | LocationsReadOnly | Locations,
}
