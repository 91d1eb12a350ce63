namespace BigCommerce.Inventory;

/// <summary>A row whose stock the store does not show as desired.</summary>
/// <param name="Index">The row's position in the input, from 0.</param>
/// <param name="Desired">The stock that the store should show.</param>
/// <param name="Current">
/// The stock that it shows; null when the item was not found at the location: it does not exist, its stock is not tracked, or a filter
/// cannot name its key.
/// </param>
public readonly record struct StockDifference(long Index, AbsoluteAdjustment Desired, StockLevel? Current);
