namespace BigCommerce.Inventory.Testing.State;

/// <summary>The stock of an item at a location, with the settings it has there.</summary>
internal readonly record struct StockLevel
{
    /// <summary>An item that never had a count at the location.</summary>
    public static readonly StockLevel Uncounted = new() { IsInStock = true, BinPickingNumber = "", BackorderLimit = 0 };

    /// <summary>Null as long as the item never had a count; the API shows it as zero.</summary>
    public int? OnHand { get; init; }

    public int Backordered { get; init; }

    public int SafetyStock { get; init; }

    public int WarningLevel { get; init; }

    public bool IsInStock { get; init; }

    public string BinPickingNumber { get; init; }

    /// <summary>Null means unlimited.</summary>
    public int? BackorderLimit { get; init; }
}
