using System.Text;

namespace BigCommerce.Inventory.Testing;

/// <summary>Lists what was seen in a failure message, the newest when there is too much of it.</summary>
internal static class SeenList
{
    private const int MaxLines = 40;

    public static string Describe<T>(IReadOnlyCollection<T> seen)
    {
        if (seen.Count == 0)
        {
            return " none.";
        }

        var text = new StringBuilder();
        if (seen.Count > MaxLines)
        {
            text.Append(FormattableString.Invariant($" the last {MaxLines} of {seen.Count}:"));
        }

        foreach (var entry in seen.Skip(seen.Count - MaxLines))
        {
            text.AppendLine().Append("  ").Append(entry);
        }

        return text.ToString();
    }
}
