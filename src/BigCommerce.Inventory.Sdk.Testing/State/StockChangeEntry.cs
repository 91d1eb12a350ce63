namespace BigCommerce.Inventory.Testing.State;

/// <summary>The request or sale behind one or more stock changes.</summary>
internal sealed record StockChangeCause(
    StockChangeKind Kind, DateTimeOffset ChangedAt, string? TransactionId, long? RequestNumber, string? Reason);

/// <summary>A stock change as the store keeps it. It is converted to the public <see cref="StockChange"/> only when it is read.</summary>
internal readonly record struct StockChangeEntry(StockChangeCause Cause, long LocationId, EmulatedItem Item, int? Before, int After)
{
    public StockChange ToStockChange() =>
        new(Cause.ChangedAt, Cause.Kind, LocationId, Item, Before, After, Cause.TransactionId, Cause.RequestNumber, Cause.Reason);
}
