using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>Puts an <see cref="ApiError"/> into one message: what was asked, what the API said, what to do.</summary>
internal static class ApiErrorMessage
{
    private const int MaxErrorsNamed = 5;

    // The API names up to 2,000 items in one title; all of it is in ApiError.Title.
    private const int MaxWords = 500;

    /// <summary>A time as messages print it: in UTC, to the millisecond.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string For(ApiError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"BigCommerce answered {(int)error.StatusCode} ({error.StatusCode})");
        if (error.Method.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" to {error.Method} {error.Path}");
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

    private static string Sentence(string words) =>
        words.Length <= MaxWords ? words.TrimEnd('.') + "." : words[..MaxWords] + "…";

    private static string? Advice(ApiError error) => (int)error.StatusCode switch
    {
        401 => "Check the access token: it may be revoked, mistyped or of another store.",
        403 when error.RequiredScope is { } scope => $"The call needs the OAuth scope {OAuthScope.Describe(scope)}. 403 can also mean a limit of the store's plan, or a path that does not exist.",
        413 => "Ask for fewer entries a page.",
        429 when error.RetryAt is { } at => string.Create(CultureInfo.InvariantCulture, $"The store's quota is used up until {Instant(at)}."),
        429 => "The store's quota is used up.",
        503 => "The platform may be in maintenance, or the store suspended.",
        507 => "The store's plan does not allow more.",
        >= 300 and < 400 => "Redirects are not followed, so that the access token never leaves the configured host.",
        _ => error.Reason switch
        {
            ApiErrorReason.TrackedByProduct => "Name the item by its product id.",
            ApiErrorReason.TrackedByVariant => "Name the item by its variant id or SKU.",
            ApiErrorReason.RequiresAbsoluteFirst => "Set an absolute count first.",
            _ => null,
        },
    };
}
