namespace BigCommerce.Inventory;

/// <summary>An item's stock at a location, as it was read.</summary>
/// <param name="OnHand">Units on hand, safety stock included.</param>
/// <param name="QuantityBackordered">Units sold on backorder; null when the store does not use backorders.</param>
public readonly record struct StockLevel(int OnHand, int? QuantityBackordered = null);
