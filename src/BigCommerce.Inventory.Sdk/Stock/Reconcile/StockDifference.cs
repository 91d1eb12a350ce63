namespace BigCommerce.Inventory;

/// <summary>A count that the store does not show as it should be.</summary>
/// <param name="Index">The row's position in the input, from 0.</param>
/// <param name="Desired">What the store should show.</param>
/// <param name="Current">What it shows; null when the item was not found there: it is unknown, its stock is not tracked, or its key cannot be asked for.</param>
public readonly record struct StockDifference(long Index, AbsoluteAdjustment Desired, StockReading? Current);
