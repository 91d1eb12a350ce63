namespace BigCommerce.Inventory.Testing.State;

/// <summary>What one request, or one sale, does: all of its effects share it.</summary>
internal sealed record Cause(StockEffectKind Kind, DateTimeOffset At, string? TransactionId, long? RequestNumber, string? Reason);

/// <summary>A change of stock as the store records it; the public <see cref="StockEffect"/> is made when somebody asks.</summary>
internal readonly record struct EffectEntry(Cause Cause, long LocationId, EmulatedItem Item, int? Before, int After)
{
    public StockEffect ToEffect() =>
        new(Cause.At, Cause.Kind, LocationId, Item, Before, After, Cause.TransactionId, Cause.RequestNumber, Cause.Reason);
}
