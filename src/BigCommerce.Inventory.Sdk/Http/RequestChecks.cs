using System.Globalization;

namespace BigCommerce.Inventory.Http;

/// <summary>Checks the body of a request before it is serialized, so that nothing invalid is sent.</summary>
internal static class RequestChecks
{
    /// <summary>Checks a body. A list is copied: the caller's sequence is enumerated once.</summary>
    /// <returns>The body to send.</returns>
    /// <exception cref="ArgumentException">The body cannot be sent; the message says what to do.</exception>
    public static T Checked<T>(T body) => body switch
    {
        IRequestEntry entry => entry.FindFault() is { } fault ? throw new ArgumentException(fault, nameof(body)) : body,
        IEnumerable<LocationCreate> locations => (T)(object)CheckedList(locations),
        IEnumerable<LocationUpdate> locations => (T)(object)CheckedList(locations),
        IEnumerable<MetafieldCreateEntry> metafields => (T)(object)CheckedList(metafields),
        IEnumerable<MetafieldUpdateEntry> metafields => (T)(object)CheckedList(metafields),
        IEnumerable<long> ids => (T)(object)CheckedList(ids),
        _ => body,
    };

    /// <summary>Copies and checks the entries of a request that takes a list.</summary>
    /// <exception cref="ArgumentException">
    /// There is no entry, an entry is null or cannot be sent, or two have the same subject. The message names their positions.
    /// </exception>
    public static T[] CheckedList<T>(IEnumerable<T> list)
    {
        T[] entries = [.. list];
        if (entries.Length == 0)
        {
            throw new ArgumentException("A request needs at least one entry. Make no call when there is nothing to send.", nameof(list));
        }

        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is null)
            {
                throw new ArgumentException($"Entry {i} is null. Leave it out.", nameof(list));
            }

            if (FindFault(entries[i]) is { } fault)
            {
                throw new ArgumentException($"Entry {i} cannot be sent. {fault}", nameof(list));
            }

            if (Subject(entries[i]) is { } subject && !positions.TryAdd(subject, i))
            {
                throw new ArgumentException(
                    $"Entries {positions[subject]} and {i} are both about {subject}. Keep one of them.",
                    nameof(list));
            }
        }

        return entries;
    }

    private static string? FindFault<T>(T entry) => entry switch
    {
        IRequestEntry checkedEntry => checkedEntry.FindFault(),
        long id when id < 1 => string.Create(CultureInfo.InvariantCulture, $"Ids are 1 or more, not {id}."),
        _ => null,
    };

    private static string? Subject<T>(T entry) => entry switch
    {
        IRequestEntry checkedEntry => checkedEntry.Subject,
        long id => string.Create(CultureInfo.InvariantCulture, $"id {id}"),
        _ => null,
    };
}

/// <summary>An entity to write that can be invalid as a whole although each member is valid.</summary>
internal interface IRequestEntry
{
    /// <summary>What no two entries of a request may share, such as <c>location 2</c>; null for no such limit.</summary>
    string? Subject { get; }

    /// <summary>What is invalid, in a sentence that says what to do; null when the entry can be sent.</summary>
    string? FindFault();
}
