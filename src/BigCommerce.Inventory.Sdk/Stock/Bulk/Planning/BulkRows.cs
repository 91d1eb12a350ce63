namespace BigCommerce.Inventory;

/// <summary>What the engine reads from its rows for every request. Generic over the input type, so that no row is boxed.</summary>
internal static class BulkRows
{
    extension<TRow>(in BulkRow<TRow> row)
        where TRow : IBulkInput
    {
        public ItemKey Key => row.Input.Item;

        public long Location => row.Input.LocationOf(row.Quantity);

        public (long LocationId, ItemKey Item) Cell => (row.Location, row.Key);
    }

    public static BulkRow<TRow> ToBulkRow<TRow>(this TRow input, long index)
        where TRow : IBulkInput =>
        new(index, input) { Quantity = input.Quantity, QuantityBackordered = input.QuantityBackordered };

    /// <summary>The item and its location, for messages.</summary>
    public static string Describe<TRow>(this in BulkRow<TRow> row)
        where TRow : IBulkInput =>
        FormattableString.Invariant($"{row.Key} at location {row.Location}");
}
