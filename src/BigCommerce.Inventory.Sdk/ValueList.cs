using System.Collections;
using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>Makes <see cref="ValueList{T}"/> and <see cref="ValueDictionary{TKey, TValue}"/> for the members of records.</summary>
internal static class ValueList
{
    /// <summary>A copy that nothing can change. Null becomes an empty list; a list that cannot change is not copied.</summary>
    public static IReadOnlyList<T> Copy<T>(IReadOnlyList<T>? items) => items switch
    {
        ValueList<T> list => list,
        null or { Count: 0 } => ValueList<T>.Empty,
        _ => new ValueArray<T>([.. items]),
    };

    /// <summary>A copy that nothing can change. Null becomes an empty dictionary; a dictionary that cannot change is not copied.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="comparer">How keys compare; null for the default.</param>
    public static IReadOnlyDictionary<TKey, TValue> Copy<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue>? entries,
        IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => entries switch
        {
            null => ValueDictionary<TKey, TValue>.Empty,
            ValueDictionary<TKey, TValue> dictionary => dictionary,
            _ => new ValueDictionary<TKey, TValue>(new Dictionary<TKey, TValue>(entries, comparer)),
        };
}

/// <summary>A list that nothing can change. Records that hold one are equal by content and print it.</summary>
internal abstract class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    // A request holds up to 2,000 rows.
    private const int MaxPrinted = 20;

    public static ValueList<T> Empty { get; } = new ValueArray<T>([]);

    public abstract int Count { get; }

    public abstract T this[int index] { get; }

    public bool Equals(ValueList<T>? other) => other is not null && Count == other.Count && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in this)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var text = new StringBuilder("[").AppendJoin(", ", this.Take(MaxPrinted));
        if (Count > MaxPrinted)
        {
            text.Append(CultureInfo.InvariantCulture, $", and {Count - MaxPrinted} more");
        }

        return text.Append(']').ToString();
    }

    public virtual IEnumerator<T> GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Enumerator(ValueList<T> list) : IEnumerator<T>
    {
        private int _index = -1;

        public T Current => list[_index];

        object? IEnumerator.Current => Current;

        public bool MoveNext() => ++_index < list.Count;

        public void Reset() => _index = -1;

        public void Dispose()
        {
        }
    }
}

/// <summary>A <see cref="ValueList{T}"/> in an array.</summary>
/// <param name="items">The items. The list owns the array: nobody else may keep it.</param>
internal sealed class ValueArray<T>(T[] items) : ValueList<T>
{
    public override int Count => items.Length;

    public override T this[int index] => items[index];

    public override IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();
}

/// <summary>A <see cref="ValueList{T}"/> of one item, in half the memory of an array. Pages of items hold thousands.</summary>
internal sealed class ValueSingle<T>(T item) : ValueList<T>
{
    public override int Count => 1;

    public override T this[int index] => index == 0 ? item : throw new ArgumentOutOfRangeException(nameof(index));
}

/// <summary>A <see cref="ValueList{T}"/> of two items, in half the memory of an array.</summary>
internal sealed class ValuePair<T>(T first, T second) : ValueList<T>
{
    public override int Count => 2;

    public override T this[int index] => index switch
    {
        0 => first,
        1 => second,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
