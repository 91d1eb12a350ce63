namespace BigCommerce.Inventory.Testing;

/// <summary>The 18 operations of the Inventory and Locations APIs.</summary>
public enum EmulatorOperation
{
    /// <summary><c>PUT /inventory/adjustments/absolute</c></summary>
    SetAbsolute = 1,

    /// <summary><c>POST /inventory/adjustments/relative</c></summary>
    AdjustRelative,

    /// <summary><c>GET /inventory/items</c></summary>
    ListItems,

    /// <summary><c>GET /inventory/locations/{location_id}/items</c></summary>
    ListLocationItems,

    /// <summary><c>PUT /inventory/locations/{location_id}/items</c></summary>
    UpdateItemSettings,

    /// <summary><c>POST /inventory/locations</c></summary>
    CreateLocations,

    /// <summary><c>GET /inventory/locations</c></summary>
    ListLocations,

    /// <summary><c>PUT /inventory/locations</c></summary>
    UpdateLocations,

    /// <summary><c>DELETE /inventory/locations</c></summary>
    DeleteLocations,

    /// <summary><c>GET /inventory/locations/{location_id}/metafields</c></summary>
    ListLocationMetafields,

    /// <summary><c>POST /inventory/locations/{location_id}/metafields</c></summary>
    CreateMetafield,

    /// <summary><c>GET /inventory/locations/{location_id}/metafields/{metafield_id}</c></summary>
    GetMetafield,

    /// <summary><c>PUT /inventory/locations/{location_id}/metafields/{metafield_id}</c></summary>
    UpdateMetafield,

    /// <summary><c>DELETE /inventory/locations/{location_id}/metafields/{metafield_id}</c></summary>
    DeleteMetafield,

    /// <summary><c>GET /inventory/locations/metafields</c></summary>
    ListMetafields,

    /// <summary><c>POST /inventory/locations/metafields</c></summary>
    CreateMetafields,

    /// <summary><c>PUT /inventory/locations/metafields</c></summary>
    UpdateMetafields,

    /// <summary><c>DELETE /inventory/locations/metafields</c></summary>
    DeleteMetafields,
}
