namespace BigCommerce.Inventory.Testing;

/// <summary>The cause of a stock change.</summary>
public enum StockChangeKind
{
    /// <summary>An absolute adjustment set the stock.</summary>
    AbsoluteAdjustment,

    /// <summary>A relative adjustment increased or decreased the stock.</summary>
    RelativeAdjustment,

    /// <summary>An order or a return on the storefront: <see cref="EmulatedStore.Sell(long, string, int)"/>.</summary>
    Sale,
}

/// <summary>One change of the stock of one item at one location.</summary>
/// <param name="ChangedAt">The time of the change. Reads may show it later.</param>
/// <param name="Kind">The cause of the change.</param>
/// <param name="LocationId">The id of the location.</param>
/// <param name="Item">The item.</param>
/// <param name="OnHandBefore">The stock on hand before; <see langword="null"/> if the item was never counted at the location.</param>
/// <param name="OnHandAfter">The stock on hand after.</param>
/// <param name="TransactionId">The transaction id of the response; <see langword="null"/> for a sale.</param>
/// <param name="RequestNumber">The <see cref="RecordedRequest.Number"/> of the request; <see langword="null"/> for a sale.</param>
/// <param name="Reason">The reason in the adjustment request; <see langword="null"/> if it had none.</param>
public sealed record StockChange(
    DateTimeOffset ChangedAt,
    StockChangeKind Kind,
    long LocationId,
    EmulatedItem Item,
    int? OnHandBefore,
    int OnHandAfter,
    string? TransactionId,
    long? RequestNumber,
    string? Reason)
{
    /// <summary>The difference between the stock after and before. A stock that was never counted is 0.</summary>
    public int Delta => OnHandAfter - (OnHandBefore ?? 0);

    /// <summary>The change in one line.</summary>
    /// <returns>For example <c>12:00:05.250 RelativeAdjustment RE-130 at location 1: 30 -> 28 (request #3, transaction …)</c>.</returns>
    public override string ToString()
    {
        string cause = RequestNumber is { } number ? FormattableString.Invariant($" (request #{number}, transaction {TransactionId})") : "";
        string before = OnHandBefore is { } count ? FormattableString.Invariant($"{count}") : "not counted";
        return FormattableString.Invariant(
            $"{ChangedAt:HH:mm:ss.fff} {Kind} {Item.Sku} at location {LocationId}: {before} -> {OnHandAfter}{cause}");
    }
}
