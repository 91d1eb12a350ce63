namespace BigCommerce.Inventory;

/// <summary>Collects rows whose fate was decided without a request.</summary>
internal sealed class UnsentRows
{
    private readonly List<RejectedRow> _rejected = [];
    private readonly List<DuplicateRow> _duplicates = [];

    public int Count => _rejected.Count + _duplicates.Count;

    public void Add(RejectedRow row) => _rejected.Add(row);

    public void Add(DuplicateRow row) => _duplicates.Add(row);

    public BatchOutcome Take()
    {
        var outcome = new BatchOutcome { Rejected = [.. _rejected], Duplicates = [.. _duplicates] };
        _rejected.Clear();
        _duplicates.Clear();
        return outcome;
    }
}
