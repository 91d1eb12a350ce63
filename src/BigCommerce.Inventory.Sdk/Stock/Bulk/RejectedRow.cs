using System.Net;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>A row that was not applied, and why. Sent again as it is, it would be refused again.</summary>
/// <param name="Row">The row.</param>
/// <param name="Reason">Why, where the API's words are known; <see cref="ApiErrorReason.InvalidFields"/> when the row was never sent because it is wrong in itself.</param>
/// <param name="Message">The API's own words, the first 500 characters where it names many rows at once; or what is wrong with a row that was never sent.</param>
/// <param name="StatusCode">The status of the answer that refused it; null when the row was never sent.</param>
public sealed record RejectedRow(BulkRow Row, ApiErrorReason Reason, string Message, HttpStatusCode? StatusCode)
{
    // The API lists all bad rows of a request in its answer, and each of them would keep the list.
    private const int MaxMessageLength = 500;

    internal static RejectedRow Unsent(in BulkRow row, string fault) => new(row, ApiErrorReason.InvalidFields, fault, null);

    internal static RejectedRow Refused(in BulkRow row, ApiError error, string words) => new(row, error.Reason, words, error.StatusCode);

    /// <summary>What the API said, in one line.</summary>
    internal static string WordsOf(ApiError error)
    {
        var words = new StringBuilder();
        Append(words, error.Title);
        Append(words, error.Detail);
        foreach (var (field, problem) in error.FieldErrors)
        {
            if (words.Length > MaxMessageLength)
            {
                break;
            }

            Append(words, field.Length == 0 ? problem : $"{field}: {problem}");
        }

        if (words.Length > MaxMessageLength)
        {
            words.Length = MaxMessageLength - 1;
            words.Append('…');
        }

        return words.Length > 0 ? words.ToString() : FormattableString.Invariant($"BigCommerce answered {(int)error.StatusCode} and did not say why.");
    }

    private static void Append(StringBuilder words, string? part)
    {
        if (!string.IsNullOrWhiteSpace(part))
        {
            words.Append(words.Length == 0 ? string.Empty : " ").Append(part);
        }
    }
}
