namespace BigCommerce.Inventory;

/// <summary>The body of one absolute adjustment: 1 to 2,000 rows, applied together or not at all.</summary>
public sealed record AbsoluteAdjustmentRequest
{
    /// <summary>The most rows that the API takes in one request.</summary>
    public const int MaxItems = RequestItems.MaxItems;

    /// <summary>Collects rows into one request.</summary>
    /// <param name="items">1 to 2,000 rows, which are copied. For more, use <c>SetAsync</c>, which splits them.</param>
    /// <param name="reason">Why stock changes, for the store's inventory history; null sends none.</param>
    /// <exception cref="ArgumentException">There are no rows, more than 2,000, or one that cannot be sent: the message names its position and fault.</exception>
    public AbsoluteAdjustmentRequest(IReadOnlyList<AbsoluteAdjustment> items, string? reason = null)
        : this(reason, RequestItems.Checked(items, static item => item.FindFault()))
    {
    }

    // A run's rows are checked already, and nobody else holds their list.
    private AbsoluteAdjustmentRequest(string? reason, IReadOnlyList<AbsoluteAdjustment> items)
    {
        Items = items;
        Reason = reason;
    }

    /// <summary>The body of a bulk run's request.</summary>
    internal static AbsoluteAdjustmentRequest OfRun(IReadOnlyList<AbsoluteAdjustment> items, string? reason) => new(reason, items);

    /// <summary>Why stock changes; null when not said.</summary>
    public string? Reason { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<AbsoluteAdjustment> Items { get; }
}

/// <summary>The body of one relative adjustment: 1 to 2,000 rows, applied together or not at all.</summary>
public sealed record RelativeAdjustmentRequest
{
    /// <summary>The most rows that the API takes in one request.</summary>
    public const int MaxItems = RequestItems.MaxItems;

    /// <summary>Collects rows into one request.</summary>
    /// <param name="items">1 to 2,000 rows, which are copied. For more, use <c>ChangeAsync</c>, which splits them.</param>
    /// <param name="reason">Why stock changes, for the store's inventory history; null sends none.</param>
    /// <exception cref="ArgumentException">There are no rows, more than 2,000, or one that cannot be sent: the message names its position and fault.</exception>
    public RelativeAdjustmentRequest(IReadOnlyList<RelativeAdjustment> items, string? reason = null)
        : this(reason, RequestItems.Checked(items, static item => item.FindFault()))
    {
    }

    // A run's rows are checked already, and nobody else holds their list.
    private RelativeAdjustmentRequest(string? reason, IReadOnlyList<RelativeAdjustment> items)
    {
        Items = items;
        Reason = reason;
    }

    /// <summary>The body of a bulk run's request.</summary>
    internal static RelativeAdjustmentRequest OfRun(IReadOnlyList<RelativeAdjustment> items, string? reason) => new(reason, items);

    /// <summary>Why stock changes; null when not said.</summary>
    public string? Reason { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<RelativeAdjustment> Items { get; }
}

/// <summary>What the API answers to a write that it accepted. It shows in reads a little later.</summary>
public sealed record TransactionResult
{
    /// <summary>The transaction's id, an opaque text; null where the API answered without a body.</summary>
    public string? TransactionId { get; init; }
}

internal static class RequestItems
{
    public const int MaxItems = 2000;

    /// <summary>Copies rows that can be sent, so that nothing changes them after the check.</summary>
    public static IReadOnlyList<T> Checked<T>(IReadOnlyList<T> items, Func<T, string?> findFault)
    {
        ArgumentNullException.ThrowIfNull(items);
        T[] copy = [.. items];
        if (copy.Length is 0 or > MaxItems)
        {
            throw new ArgumentException($"A request takes 1 to 2,000 rows, not {copy.Length}. Use the bulk methods, which split them.", nameof(items));
        }

        for (var i = 0; i < copy.Length; i++)
        {
            if (findFault(copy[i]) is { } fault)
            {
                throw new ArgumentException($"Row {i} cannot be sent. {fault}", nameof(items));
            }
        }

        return new ValueList<T>(copy);
    }
}
