namespace BigCommerce.Inventory;

/// <summary>A request as the planner divided the input.</summary>
/// <param name="Number">Its place in the run, from 1.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record PlannedRequest<TRow>(int Number, ValueList<BulkRow<TRow>> Rows);

/// <summary>Rows that are sent in one request: all or some of a planned request, in its order.</summary>
/// <param name="Planned">The planned request that the rows belong to.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Step">What the request does.</param>
/// <param name="HadFirstCount">Whether a first count was set for the rows, so that it is not tried again.</param>
/// <param name="Doubt">
/// The failure of an earlier request with these rows whose effect is unknown; null when there is none. A rejection then proves nothing
/// about the rows.
/// </param>
internal sealed record PendingRequest<TRow>(
    PlannedRequest<TRow> Planned,
    ValueList<BulkRow<TRow>> Rows,
    RequestStep Step = RequestStep.Send,
    bool HadFirstCount = false,
    string? Doubt = null)
{
    public bool IsWhole => Rows.Count == Planned.Rows.Count;
}

/// <summary>What a request does for its rows.</summary>
internal enum RequestStep
{
    /// <summary>Sends the rows as the run's kind does.</summary>
    Send,

    /// <summary>Sets the stock of items that never had a count to the relative row's difference.</summary>
    SetToQuantity,

    /// <summary>Sets the stock of items that never had a count to 0, so that the relative row can follow.</summary>
    SetToZero,
}
