namespace BigCommerce.Inventory;

/// <summary>Collects rows whose fate was decided without a request.</summary>
internal sealed class UnsentRows
{
    private readonly List<RejectedRow> _rejected = [];
    private readonly List<DuplicateRow> _duplicates = [];
    private readonly List<BulkRow> _netZero = [];

    public int Count => _rejected.Count + _duplicates.Count + _netZero.Count;

    public void Add(RejectedRow row) => _rejected.Add(row);

    public void Add(DuplicateRow row) => _duplicates.Add(row);

    public void AddNetZero(BulkRow row) => _netZero.Add(row);

    public BulkRequestResult Take()
    {
        var outcome = new BulkRequestResult { Rejected = [.. _rejected], Duplicates = [.. _duplicates], NetZeroRows = [.. _netZero] };
        _rejected.Clear();
        _duplicates.Clear();
        _netZero.Clear();
        return outcome;
    }
}
