namespace BigCommerce.Inventory;

/// <summary>Collects rows whose outcome was decided without a request.</summary>
internal sealed class UnsentRows<TRow>
{
    private readonly List<RejectedRow<TRow>> _rejected = [];
    private readonly List<MergedRow<TRow>> _merged = [];
    private readonly List<BulkRow<TRow>> _netZero = [];

    public int Count => _rejected.Count + _merged.Count + _netZero.Count;

    public void Add(RejectedRow<TRow> row) => _rejected.Add(row);

    public void Add(MergedRow<TRow> row) => _merged.Add(row);

    public void AddNetZero(BulkRow<TRow> row) => _netZero.Add(row);

    public BulkRequestResult<TRow> Take()
    {
        var result = new BulkRequestResult<TRow> { RejectedRows = [.. _rejected], MergedRows = [.. _merged], NetZeroRows = [.. _netZero] };
        _rejected.Clear();
        _merged.Clear();
        _netZero.Clear();
        return result;
    }
}
