using System.Collections;
using System.Globalization;

namespace BigCommerce.Inventory.Testing;

/// <summary>The changes of one stock, or of a store's, in the order in which they happened.</summary>
public sealed class EffectLog : IReadOnlyList<StockEffect>
{
    private readonly StockEffect[] _effects;

    internal EffectLog(StockEffect[] effects) => _effects = effects;

    /// <summary>The number of changes.</summary>
    public int Count => _effects.Length;

    /// <summary>The change at a position, from 0.</summary>
    /// <param name="index">The position.</param>
    public StockEffect this[int index] => _effects[index];

    /// <summary>Fails unless exactly these differences were made, in this order.</summary>
    /// <param name="expected">The differences, first to last; none when nothing may have changed.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">Other differences were made; the message lists them with the requests behind them.</exception>
    public EffectLog AssertChanges(params int[] expected)
    {
        if (_effects.Select(effect => effect.Change).SequenceEqual(expected))
        {
            return this;
        }

        string changes = expected.Length == 0 ? "no change" : "the changes " + string.Join(", ", expected.Select(change => change.ToString("+0;-0;0", CultureInfo.InvariantCulture)));
        throw new EmulatorAssertionException($"Expected {changes}.{Environment.NewLine}Effects seen:{SeenList.Describe(_effects)}");
    }

    /// <inheritdoc/>
    public IEnumerator<StockEffect> GetEnumerator() => ((IEnumerable<StockEffect>)_effects).GetEnumerator();

    /// <summary>The changes, a line each.</summary>
    public override string ToString() => "Effects:" + SeenList.Describe(_effects);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
