using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BigCommerce.Inventory;

/// <summary>
/// A journal's line: an entry as JSON and its checksum, such as <c>{…} &lt;0123456789ABCDEF&gt;</c>. The brackets distinguish a torn line
/// from a changed one, because the JSON is written without them.
/// </summary>
internal static class JournalLine
{
    private const int HashLength = 16;

    // Without the last bracket, which may be cut off.
    private const int SuffixLength = HashLength + 2;

    public static string Write(JournalEntry entry)
    {
        var json = JsonSerializer.Serialize(entry, JournalJsonContext.Default.JournalEntry);
        return $"{json} <{Checksum(json)}>";
    }

    /// <summary>Reads a line.</summary>
    /// <returns>The entry; null when the line is torn or changed.</returns>
    public static JournalEntry? Read(string line)
    {
        var text = line.EndsWith('>') ? line[..^1] : line;
        if (text.Length < SuffixLength)
        {
            return null;
        }

        var json = text[..^SuffixLength];
        if (!text.AsSpan(json.Length).SequenceEqual($" <{Checksum(json)}"))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, JournalJsonContext.Default.JournalEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether this is only the beginning of a line. A whole line in which one character was changed, added or removed is not.
    /// </summary>
    public static bool IsTorn(string line) =>
        // A whole line still has at least one of the two brackets.
        !line.Contains('>', StringComparison.Ordinal) && !line.SkipLast(HashLength).Contains('<');

    private static string Checksum(string json) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, HashLength / 2));
}
