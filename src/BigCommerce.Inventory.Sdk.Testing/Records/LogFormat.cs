using System.Text;

namespace BigCommerce.Inventory.Testing;

/// <summary>Formats the entries of a log, a line each. A long log is cut to its newest entries.</summary>
internal static class LogFormat
{
    private const int MaxLines = 40;

    public static string Format<T>(IReadOnlyCollection<T> entries)
    {
        if (entries.Count == 0)
        {
            return " none.";
        }

        var text = new StringBuilder();
        if (entries.Count > MaxLines)
        {
            text.Append(FormattableString.Invariant($" the last {MaxLines} of {entries.Count}:"));
        }

        foreach (var entry in entries.Skip(entries.Count - MaxLines))
        {
            text.AppendLine().Append("  ").Append(entry);
        }

        return text.ToString();
    }
}
