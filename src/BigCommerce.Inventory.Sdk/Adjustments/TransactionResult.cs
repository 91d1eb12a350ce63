namespace BigCommerce.Inventory;

/// <summary>The API's response to a write that it accepted. Reads show the write a little later.</summary>
public sealed record TransactionResult
{
    /// <summary>The transaction's id, an opaque text; null when the response has no body.</summary>
    public string? TransactionId { get; init; }
}
