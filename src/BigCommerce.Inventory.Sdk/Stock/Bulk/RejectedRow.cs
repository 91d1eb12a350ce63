using System.Net;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>A row that was not applied, and the reason. The same row would be rejected again.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
/// <param name="Row">The row.</param>
/// <param name="Reason">
/// The reason, where the API's message is known; <see cref="ApiErrorReason.InvalidFields"/> for a row that is invalid in itself and was
/// never sent.
/// </param>
/// <param name="Message">
/// The API's message, shortened to 500 characters where it names many rows; or the fault of a row that was never sent.
/// </param>
/// <param name="StatusCode">The status code of the response that rejected the row; null when the row was never sent.</param>
public sealed record RejectedRow<TRow>(BulkRow<TRow> Row, ApiErrorReason Reason, string Message, HttpStatusCode? StatusCode);

/// <summary>Makes rejected rows.</summary>
internal static class RejectedRow
{
    // The API lists all bad rows of a request in its message, and each rejected row would hold the list.
    private const int MaxMessageLength = 500;

    public static RejectedRow<TRow> Unsent<TRow>(in BulkRow<TRow> row, string fault) => new(row, ApiErrorReason.InvalidFields, fault, null);

    public static RejectedRow<TRow> Rejected<TRow>(in BulkRow<TRow> row, ApiError error, string message) =>
        new(row, error.Reason, message, error.StatusCode);

    /// <summary>The API's message in one line.</summary>
    public static string MessageOf(ApiError error)
    {
        var message = new StringBuilder();
        Append(message, error.Title);
        Append(message, error.Detail);
        foreach (var (field, problem) in error.FieldErrors)
        {
            if (message.Length > MaxMessageLength)
            {
                break;
            }

            Append(message, field.Length == 0 ? problem : $"{field}: {problem}");
        }

        if (message.Length > MaxMessageLength)
        {
            message.Length = MaxMessageLength - 1;
            message.Append('…');
        }

        return message.Length > 0
            ? message.ToString()
            : FormattableString.Invariant($"BigCommerce responded with status {(int)error.StatusCode} and gave no reason.");
    }

    private static void Append(StringBuilder message, string? part)
    {
        if (!string.IsNullOrWhiteSpace(part))
        {
            message.Append(message.Length == 0 ? string.Empty : " ").Append(part);
        }
    }
}
