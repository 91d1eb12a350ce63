namespace BigCommerce.Inventory;

/// <summary>Collects what was decided without a request.</summary>
internal sealed class BatchOutcomeBuilder
{
    public List<RejectedRow> Rejected { get; } = [];

    public List<DuplicateRow> Duplicates { get; } = [];

    public int Count => Rejected.Count + Duplicates.Count;

    public BatchOutcome Build()
    {
        var outcome = new BatchOutcome { Rejected = [.. Rejected], Duplicates = [.. Duplicates] };
        Rejected.Clear();
        Duplicates.Clear();
        return outcome;
    }
}
