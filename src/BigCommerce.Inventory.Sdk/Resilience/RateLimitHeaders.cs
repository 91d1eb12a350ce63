using System.Globalization;
using System.Net.Http.Headers;

namespace BigCommerce.Inventory.Resilience;

/// <summary>The rate-limit headers of a response. Absent, invalid and negative values are null.</summary>
/// <param name="Limit">The number of requests that a window allows.</param>
/// <param name="Remaining">The number of requests left in the window.</param>
/// <param name="Window">The length of a window.</param>
/// <param name="Reset">The time until the window ends.</param>
/// <param name="RetryAfter">The time to wait before the next request.</param>
internal readonly record struct RateLimitHeaders(long? Limit, long? Remaining, TimeSpan? Window, TimeSpan? Reset, TimeSpan? RetryAfter)
{
    public static RateLimitHeaders Read(HttpResponseHeaders headers, TimeProvider time)
    {
        // One pass over the headers is faster than a search for each name. Of a repeated header the first value counts.
        string? limit = null, remaining = null, window = null, reset = null, retryAfter = null, standardRetryAfter = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (Is(name, "X-Rate-Limit-Requests-Quota"))
            {
                limit = First(values);
            }
            else if (Is(name, "X-Rate-Limit-Requests-Left"))
            {
                remaining = First(values);
            }
            else if (Is(name, "X-Rate-Limit-Time-Window-Ms"))
            {
                window = First(values);
            }
            else if (Is(name, "X-Rate-Limit-Time-Reset-Ms"))
            {
                reset = First(values);
            }
            else if (Is(name, "X-Retry-After"))
            {
                retryAfter = First(values);
            }
            else if (Is(name, "Retry-After"))
            {
                standardRetryAfter = First(values);
            }
        }

        return new RateLimitHeaders(
            Number(limit),
            Number(remaining),
            Milliseconds(window),
            Milliseconds(reset),
            Longest(ParseSeconds(retryAfter), StandardRetryAfter(standardRetryAfter, headers, time)));
    }

    /// <summary>Converts the headers to the public type; null when one of them is absent.</summary>
    public RateLimitStatus? ToStatus(DateTimeOffset now) =>
        Limit is { } limit && Remaining is { } remaining && Reset is { } reset
            ? new RateLimitStatus { Limit = limit, Remaining = remaining, ResetsAt = now + reset, Window = Window }
            : null;

    private static TimeSpan? StandardRetryAfter(string? text, HttpResponseHeaders headers, TimeProvider time)
    {
        if (text is null)
        {
            return null;
        }

        if (ParseSeconds(text) is { } seconds)
        {
            return seconds;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return null;
        }

        // Compare with the server's clock if the response has it: the local clock may be wrong.
        var wait = date - (headers.Date ?? time.GetUtcNow());
        return wait < TimeSpan.Zero
            ? TimeSpan.Zero
            : wait.TotalMilliseconds > MaxMilliseconds
            ? TimeSpan.FromMilliseconds(MaxMilliseconds)
            : wait;
    }

    private static TimeSpan? Longest(TimeSpan? first, TimeSpan? second) =>
        second is null || first > second ? first : second;

    private static TimeSpan? Milliseconds(string? text) =>
        Number(text) is { } value ? TimeSpan.FromMilliseconds(Math.Min(value, MaxMilliseconds)) : null;

    private static TimeSpan? ParseSeconds(string? text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var value)
            ? TimeSpan.FromMilliseconds((double)(Math.Min(value, MaxMilliseconds / 1000) * 1000))
            : null;

    private static long? Number(string? text) =>
        long.TryParse(
            text,
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var value)
            ? value
            : null;

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static string? First(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            return value;
        }

        return null;
    }

    private const long MaxMilliseconds = 366L * 24 * 60 * 60 * 1000;
}
