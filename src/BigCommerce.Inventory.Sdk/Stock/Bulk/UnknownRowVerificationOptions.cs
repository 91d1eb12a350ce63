namespace BigCommerce.Inventory;

/// <summary>Finds out by reading whether a relative request took effect whose answer was lost.</summary>
/// <remarks>
/// The stock before and after must differ by this request alone: use it where nothing else changes the same items at the same
/// locations meanwhile, and where earlier changes to them show already.
/// </remarks>
public sealed record UnknownRowVerificationOptions
{
    /// <summary>Reads stock through an API.</summary>
    /// <param name="items">Where stock is read.</param>
    public UnknownRowVerificationOptions(IInventoryItemsApi items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Items = items;
    }

    /// <summary>Where stock is read.</summary>
    public IInventoryItemsApi Items { get; }

    /// <summary>How long a change may take to show. A request counts as not handled only when the stock still is as before after this time.</summary>
    /// <value>The default is <see cref="PollingOptions"/>' own: 1 minute.</value>
    public PollingOptions Wait { get; init => field = value ?? throw new ArgumentNullException(nameof(Wait)); } = new();
}
