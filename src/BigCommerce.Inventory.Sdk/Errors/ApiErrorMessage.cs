using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>Formats an <see cref="ApiError"/> as one message: the request, the API's text, and what to do.</summary>
internal static class ApiErrorMessage
{
    private const int MaxErrorsNamed = 5;

    // A title can name 2,000 items. ApiError.Title has the full text.
    private const int MaxTextLength = 500;

    /// <summary>A time as messages print it: in UTC, to the millisecond.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string For(ApiError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"BigCommerce returned {(int)error.StatusCode} ({error.StatusCode})");
        if (error.Method.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" for {error.Method} {error.Path}");
        }

        if (error.AttemptCount > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $" after {error.AttemptCount} attempts");
        }

        text.Append(error.Title is null ? "." : $": {Sentence(error.Title)}");
        if (error.Detail is not null)
        {
            text.Append(' ').Append(Sentence(error.Detail));
        }

        var named = 0;
        foreach (var (field, problem) in error.FieldErrors)
        {
            if (named++ == MaxErrorsNamed)
            {
                text.Append(CultureInfo.InvariantCulture, $" (and {error.FieldErrors.Count - MaxErrorsNamed} more fields)");
                break;
            }

            text.Append(field.Length == 0 ? $" {Sentence(problem)}" : $" {field}: {Sentence(problem)}");
        }

        if (Advice(error) is { } advice)
        {
            text.Append(' ').Append(advice);
        }

        return text.ToString();
    }

    private static string Sentence(string text) =>
        text.Length <= MaxTextLength ? text.TrimEnd('.') + "." : text[..MaxTextLength] + "…";

    private static string? Advice(ApiError error) => (int)error.StatusCode switch
    {
        401 => "Check the access token: it may be revoked, mistyped or issued for another store.",
        403 when error.RequiredScope is { } scope =>
            $"The call requires the OAuth scope {OAuthScope.Describe(scope)}. 403 can also mean a limit of the store's plan, or a path that does not exist.",
        413 => "Request fewer entries per page.",
        429 when error.RetryAt is { } at => string.Create(
            CultureInfo.InvariantCulture,
            $"The store's quota is exhausted until {Instant(at)}."),
        429 => "The store's quota is exhausted.",
        503 => "The platform may be in maintenance, or the store may be suspended.",
        507 => "The store has reached a limit of its plan.",
        >= 300 and < 400 => "The client does not follow redirects, so that the access token is sent to the configured host only.",
        _ => error.Reason switch
        {
            ApiErrorReason.TrackedByProduct => "Identify the item by its product id.",
            ApiErrorReason.TrackedByVariant => "Identify the item by its variant id or SKU.",
            ApiErrorReason.RequiresAbsoluteFirst => "Set an absolute quantity first.",
            _ => null,
        },
    };
}
