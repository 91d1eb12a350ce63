namespace BigCommerce.Inventory.Testing.State;

/// <summary>Holds the stock of one item at one location.</summary>
internal sealed class StockCell
{
    public Eventual<StockLevel> Level = new(StockLevel.Uncounted);

    /// <summary>The number of effects recorded on this stock, including those that the record no longer holds.</summary>
    public int EffectCount { get; set; }

    /// <summary>The request that <see cref="StagedOnHand"/> and <see cref="StagedBackordered"/> belong to.</summary>
    public long StagedBy { get; set; }

    /// <summary>What the request being checked would leave on hand; wider than a stock may be, so that overflow shows.</summary>
    public long StagedOnHand { get; set; }

    public long StagedBackordered { get; set; }
}
