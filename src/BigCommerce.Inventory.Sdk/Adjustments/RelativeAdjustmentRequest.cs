namespace BigCommerce.Inventory;

/// <summary>The body of one relative adjustment: 1 to 2,000 rows, applied together or not at all.</summary>
public sealed record RelativeAdjustmentRequest
{
    /// <summary>The API's limit of rows in one request.</summary>
    public const int MaxItems = RequestItems.MaxItems;

    /// <summary>Creates a request.</summary>
    /// <param name="items">
    /// 1 to 2,000 rows, which are copied. For more, use
    /// <see cref="StockOperations.Adjust(IEnumerable{RelativeAdjustment}, BulkOptions?)"/>.
    /// </param>
    /// <param name="reason">Why stock changes, for the store's inventory history; null sends none.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, more than 2,000, or one that cannot be sent: the message names its position and fault.
    /// </exception>
    public RelativeAdjustmentRequest(IReadOnlyList<RelativeAdjustment> items, string? reason = null)
        : this(reason, RequestItems.Checked(items, static item => item.FindFault()))
    {
    }

    private RelativeAdjustmentRequest(string? reason, IReadOnlyList<RelativeAdjustment> items)
    {
        Items = items;
        Reason = reason;
    }

    /// <summary>Creates a bulk run's request. Its rows are already checked, and nothing else holds their list.</summary>
    internal static RelativeAdjustmentRequest OfRun(IReadOnlyList<RelativeAdjustment> items, string? reason) => new(reason, items);

    /// <summary>Why stock changes; null when there is no reason.</summary>
    public string? Reason { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<RelativeAdjustment> Items { get; }
}
