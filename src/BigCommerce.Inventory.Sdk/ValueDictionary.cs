using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory;

/// <summary>A dictionary that nothing can change. Records that hold one are equal by content and print it.</summary>
/// <param name="entries">The entries. The dictionary owns them: nobody else may keep them.</param>
internal sealed class ValueDictionary<TKey, TValue>(Dictionary<TKey, TValue> entries)
    : IReadOnlyDictionary<TKey, TValue>, IEquatable<ValueDictionary<TKey, TValue>>
    where TKey : notnull
{
    public static ValueDictionary<TKey, TValue> Empty { get; } = new([]);

    public int Count => entries.Count;

    public IEnumerable<TKey> Keys => entries.Keys;

    public IEnumerable<TValue> Values => entries.Values;

    public TValue this[TKey key] => entries[key];

    public bool ContainsKey(TKey key) => entries.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);

    public bool Equals(ValueDictionary<TKey, TValue>? other) =>
        other is not null
        && other.Count == Count
        && entries.All(entry => other.TryGetValue(entry.Key, out var value) && EqualityComparer<TValue>.Default.Equals(entry.Value, value));

    public override bool Equals(object? obj) => Equals(obj as ValueDictionary<TKey, TValue>);

    // The order of the entries does not count.
    public override int GetHashCode() => entries.Keys.Aggregate(Count, (hash, key) => hash ^ entries.Comparer.GetHashCode(key));

    public override string ToString() => $"{{{string.Join(", ", entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
