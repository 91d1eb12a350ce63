namespace BigCommerce.Inventory.Testing.State;

/// <summary>The stock of one item at one location.</summary>
internal sealed class StockCell
{
    public EventualValue<EmulatedStock> Level = new(EmulatedStock.Uncounted);

    /// <summary>The number of changes to this stock, including those that are no longer recorded.</summary>
    public int ChangeCount { get; set; }

    /// <summary>The number of the request that set <see cref="StagedOnHand"/> and <see cref="StagedBackordered"/>.</summary>
    public long StagedBy { get; set; }

    /// <summary>The stock on hand after the request that is being checked; a long, so that an overflow can be detected.</summary>
    public long StagedOnHand { get; set; }

    public long StagedBackordered { get; set; }
}
