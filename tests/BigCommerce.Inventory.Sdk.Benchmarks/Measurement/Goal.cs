namespace BigCommerce.Inventory.Benchmarks.Measurement;

/// <summary>What a figure should be at most.</summary>
internal sealed record Goal(string What, double AtMost, double Measured)
{
    public bool IsMet => Measured <= AtMost;
}
