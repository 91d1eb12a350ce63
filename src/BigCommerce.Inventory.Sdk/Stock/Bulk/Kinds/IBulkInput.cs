namespace BigCommerce.Inventory;

/// <summary>What the bulk engine reads from a caller's row.</summary>
internal interface IBulkInput
{
    ItemKey Item { get; }

    string? Tag { get; }

    /// <summary>The quantity to send; null when the row has none.</summary>
    long? Quantity { get; }

    long? QuantityBackordered { get; }

    /// <summary>The location that a row with this quantity is for.</summary>
    long LocationOf(long? quantity);

    /// <returns>Why the row cannot be sent; null when it can.</returns>
    string? FindFault();
}
