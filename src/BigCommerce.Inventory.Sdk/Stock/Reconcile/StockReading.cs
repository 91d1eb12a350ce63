namespace BigCommerce.Inventory;

/// <summary>An item's stock at a location, as it was read.</summary>
/// <param name="OnHand">Units on hand, gross: safety stock is included.</param>
/// <param name="Backordered">Units sold on backorder; null when the store does not use backorders.</param>
public readonly record struct StockReading(int OnHand, int? Backordered = null);
