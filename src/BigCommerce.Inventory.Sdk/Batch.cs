using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>
/// The entries of one request that takes a list. Write it as a collection expression: <c>CreateAsync([first, second])</c>,
/// or <c>CreateAsync([.. many])</c>.
/// </summary>
/// <typeparam name="T">What the request takes a list of.</typeparam>
/// <remarks>The entries are copied and checked here, so that a wrong request is refused before anything is sent, by a mocked API too.</remarks>
[CollectionBuilder(typeof(Batch), nameof(Batch.Create))]
public sealed class Batch<T> : IReadOnlyList<T>
    where T : notnull
{
    private readonly T[] _entries;

    /// <summary>Puts entries together.</summary>
    /// <param name="entries">One entry or more.</param>
    /// <exception cref="ArgumentException">There is no entry, one is null or cannot be sent, or two are about the same thing: the message names their positions.</exception>
    public Batch(IEnumerable<T> entries)
        : this([.. entries ?? throw new ArgumentNullException(nameof(entries))])
    {
    }

    internal Batch(T[] entries)
    {
        if (entries.Length == 0)
        {
            throw new ArgumentException("A request needs at least one entry. Make no call when there is nothing to send.", nameof(entries));
        }

        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is null)
            {
                throw new ArgumentException($"Entry {i} is null. Leave it out.", nameof(entries));
            }

            if (FindFault(entries[i]) is { } fault)
            {
                throw new ArgumentException($"Entry {i} cannot be sent. {fault}", nameof(entries));
            }

            if (Subject(entries[i]) is { } subject && !positions.TryAdd(subject, i))
            {
                throw new ArgumentException($"Entries {positions[subject]} and {i} are both about {subject}. Keep one of them.", nameof(entries));
            }
        }

        _entries = entries;
    }

    /// <summary>How many entries there are, 1 or more.</summary>
    public int Count => _entries.Length;

    /// <summary>The entry at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public T this[int index] => _entries[index];

    /// <summary>Puts the entries of an array together.</summary>
    /// <param name="entries">One entry or more.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator Batch<T>(T[] entries) => new((IEnumerable<T>)entries);

    /// <summary>Puts the entries of a list together.</summary>
    /// <param name="entries">One entry or more.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    [SuppressMessage("Design", "CA1002", Justification = "Conversions take classes only, and this is the list that callers have.")]
    public static implicit operator Batch<T>(List<T> entries) => new((IEnumerable<T>)entries);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string? FindFault(T entry) => entry switch
    {
        IRequestEntry checkedEntry => checkedEntry.FindFault(),
        long id when id < 1 => string.Create(CultureInfo.InvariantCulture, $"Ids are 1 or more, not {id}."),
        _ => null,
    };

    private static string? Subject(T entry) => entry switch
    {
        IRequestEntry checkedEntry => checkedEntry.Subject,
        long id => string.Create(CultureInfo.InvariantCulture, $"id {id}"),
        _ => null,
    };
}

/// <summary>What collection expressions of <see cref="Batch{T}"/> are built with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Batch
{
    /// <summary>Puts entries together.</summary>
    /// <typeparam name="T">What the request takes a list of.</typeparam>
    /// <param name="entries">One entry or more.</param>
    /// <exception cref="ArgumentException">There is no entry, one is null or cannot be sent, or two are about the same thing.</exception>
    public static Batch<T> Create<T>(ReadOnlySpan<T> entries)
        where T : notnull => new(entries.ToArray());
}

/// <summary>What a request sends, as far as it can be wrong in more than one member at once.</summary>
internal interface IRequestEntry
{
    /// <summary>What no two entries of a request may share, such as <c>location 2</c>; null when nothing.</summary>
    string? Subject { get; }

    /// <summary>What is wrong, in a sentence that says what to do; null when it can be sent.</summary>
    string? FindFault();
}
