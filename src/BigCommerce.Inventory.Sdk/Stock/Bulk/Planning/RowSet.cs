namespace BigCommerce.Inventory;

/// <summary>A request as the input was cut.</summary>
/// <param name="Number">Its place in the run, from 1.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record PlannedBatch(int Number, BulkRow[] Rows);

/// <summary>Rows that go out in one request: all or some of a batch, in its order.</summary>
/// <param name="Batch">The batch that the rows belong to.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Step">What the request does.</param>
/// <param name="HadFirstCount">Whether a first count was set for the rows, so that it is not tried again.</param>
/// <param name="IsInDoubt">Whether the effect of an earlier request with these rows is unknown: then a refusal proves nothing about them.</param>
internal sealed record RowSet(PlannedBatch Batch, BulkRow[] Rows, RowStep Step = RowStep.Adjust, bool HadFirstCount = false, bool IsInDoubt = false)
{
    public bool IsWholeBatch => Rows.Length == Batch.Rows.Length;
}

/// <summary>What a request does for its rows.</summary>
internal enum RowStep
{
    /// <summary>What the run is for.</summary>
    Adjust,

    /// <summary>Sets a relative row's item, which never had a count, to the change.</summary>
    SetToQuantity,

    /// <summary>Sets a relative row's item, which never had a count, to 0, so that the change can follow.</summary>
    SetToZero,
}
