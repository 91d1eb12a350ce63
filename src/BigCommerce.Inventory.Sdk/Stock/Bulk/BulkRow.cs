namespace BigCommerce.Inventory;

/// <summary>One row of a bulk run, as the run knows it.</summary>
/// <param name="Index">The row's position in the input, from 0.</param>
/// <param name="LocationId">The location's id.</param>
/// <param name="Item">The item.</param>
/// <param name="Quantity">The count to set or the difference to apply; the sum, where relative rows were added up. Null when only backorders change.</param>
/// <param name="QuantityBackordered">The backorders to set or the difference in them; null leaves them as they are.</param>
public readonly record struct BulkRow(long Index, long LocationId, ItemKey Item, long? Quantity, long? QuantityBackordered = null);
