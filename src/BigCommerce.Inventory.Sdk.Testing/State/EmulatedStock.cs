namespace BigCommerce.Inventory.Testing.State;

/// <summary>The stock and the settings of one item at one location.</summary>
internal readonly record struct EmulatedStock
{
    /// <summary>The level of an item that was never counted at the location.</summary>
    public static EmulatedStock Uncounted => new() { IsInStock = true, BinPickingNumber = "", BackorderLimit = 0 };

    /// <summary>Null if the item was never counted; the API returns 0 then.</summary>
    public int? OnHand { get; init; }

    public int Backordered { get; init; }

    public int SafetyStock { get; init; }

    public int WarningLevel { get; init; }

    public bool IsInStock { get; init; }

    public string BinPickingNumber { get; init; }

    /// <summary>Null means unlimited.</summary>
    public int? BackorderLimit { get; init; }
}
