using System.Collections;
using System.Globalization;

namespace BigCommerce.Inventory.Testing;

/// <summary>The stock changes of one item at one location, or of a whole store, oldest first.</summary>
public sealed class StockChangeLog : IReadOnlyList<StockChange>
{
    private readonly StockChange[] _changes;

    internal StockChangeLog(StockChange[] changes) => _changes = changes;

    /// <summary>The number of changes.</summary>
    public int Count => _changes.Length;

    /// <summary>The change at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public StockChange this[int index] => _changes[index];

    /// <summary>Asserts that the changes have exactly these deltas, in this order.</summary>
    /// <param name="expected">The deltas, oldest first; none if no change is expected.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">The deltas differ. The message lists the changes and their requests.</exception>
    public StockChangeLog AssertDeltas(params int[] expected)
    {
        if (_changes.Select(change => change.Delta).SequenceEqual(expected))
        {
            return this;
        }

        string deltas = expected.Length == 0
            ? "no stock changes"
            : "stock changes of " + string.Join(", ", expected.Select(delta => delta.ToString("+0;-0;0", CultureInfo.InvariantCulture)));
        throw new EmulatorAssertionException($"Expected {deltas}.{Environment.NewLine}Actual stock changes:{LogFormat.Format(_changes)}");
    }

    /// <inheritdoc/>
    public IEnumerator<StockChange> GetEnumerator() => ((IEnumerable<StockChange>)_changes).GetEnumerator();

    /// <summary>The changes, a line each.</summary>
    public override string ToString() => "Stock changes:" + LogFormat.Format(_changes);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
