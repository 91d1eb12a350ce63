namespace BigCommerce.Inventory.Testing;

/// <summary>What changed a stock.</summary>
public enum StockEffectKind
{
    /// <summary>An absolute adjustment set it.</summary>
    Absolute,

    /// <summary>A relative adjustment added to it or took from it.</summary>
    Relative,

    /// <summary>A shopper bought the item, or brought it back: <see cref="EmulatedStore.Sell(long, string, int)"/>.</summary>
    Sale,
}

/// <summary>One change of the stock of one item at one location.</summary>
/// <param name="At">When it happened, whether or not readers saw it yet.</param>
/// <param name="Kind">What changed it.</param>
/// <param name="LocationId">The location.</param>
/// <param name="Item">The item.</param>
/// <param name="Before">The stock on hand before; <see langword="null"/> when the item never had a count there.</param>
/// <param name="After">The stock on hand since.</param>
/// <param name="TransactionId">The transaction that the request's answer named; <see langword="null"/> for a sale.</param>
/// <param name="RequestNumber">The <see cref="RecordedRequest.Number"/> of the request; <see langword="null"/> for a sale.</param>
/// <param name="Reason">The reason that the adjustment gave; <see langword="null"/> when it gave none.</param>
public sealed record StockEffect(
    DateTimeOffset At, StockEffectKind Kind, long LocationId, EmulatedItem Item, int? Before, int After, string? TransactionId, long? RequestNumber, string? Reason)
{
    /// <summary>The difference that it made; an item without a count counts as zero.</summary>
    public int Change => After - (Before ?? 0);

    /// <summary>The effect in one line.</summary>
    /// <returns>For example <c>12:00:05.250 Relative RE-130 at location 1: 30 -> 28 (request #3, transaction …)</c>.</returns>
    public override string ToString()
    {
        string cause = RequestNumber is { } number ? FormattableString.Invariant($" (request #{number}, transaction {TransactionId})") : "";
        string before = Before is { } count ? FormattableString.Invariant($"{count}") : "no count";
        return FormattableString.Invariant($"{At:HH:mm:ss.fff} {Kind} {Item.Sku} at location {LocationId}: {before} -> {After}{cause}");
    }
}
