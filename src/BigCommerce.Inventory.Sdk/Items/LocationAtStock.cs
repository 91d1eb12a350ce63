namespace BigCommerce.Inventory;

/// <summary>What <see cref="StockAtLocation"/>s at a location have in common. Only the initialization of its owner changes it.</summary>
internal sealed record LocationAtStock
{
    public long Id { get; set; }

    public string Code { get; set; } = string.Empty;

    public string Name { get; set; } = string.Empty;

    public bool IsEnabled { get; set; }
}
