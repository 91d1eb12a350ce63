using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Fuzz.Targets;

/// <summary>
/// The rate-limit headers of a response are read without an exception: whole numbers are read, and no value is out of range. The rate
/// limiter's window accepts them. An input is a list of lines such as <c>Retry-After: 5</c>.
/// </summary>
internal static partial class RateLimits
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static void Run(byte[] input)
    {
        using var response = new HttpResponseMessage();
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.Latin1.GetString(input).Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && response.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..]))
            {
                first.TryAdd(line[..colon], line[(colon + 1)..]);
            }
        }

        var headers = RateLimitHeaders.Read(response.Headers, new StoppedClock());

        Check(first, "X-Rate-Limit-Requests-Quota", headers.Limit);
        Check(first, "X-Rate-Limit-Requests-Left", headers.Remaining);
        Check(first, "X-Rate-Limit-Time-Window-Ms", headers.Window?.Ticks / TimeSpan.TicksPerMillisecond);
        Check(first, "X-Rate-Limit-Time-Reset-Ms", headers.Reset?.Ticks / TimeSpan.TicksPerMillisecond);
        FuzzTarget.Require(
            new[] { headers.Window, headers.Reset, headers.RetryAfter }
                .All(time => time is null || (time >= TimeSpan.Zero && time <= Longest)),
            "Times are not negative, and at most 366 days.");
        FuzzTarget.Require(
            headers.ToStatus(Now) is null == (headers.Limit is null || headers.Remaining is null || headers.Reset is null),
            "The status needs three headers.");
        CheckWindow(headers);
    }

    private static void Check(Dictionary<string, string> headers, string name, long? value)
    {
        var text = headers.GetValueOrDefault(name, string.Empty);
        FuzzTarget.Require(value is null or >= 0, "Numbers are not negative.");
        FuzzTarget.Require(
            !WholeNumber().IsMatch(text)
                || value == Math.Min(long.Parse(text.Trim(), CultureInfo.InvariantCulture), (long)Longest.TotalMilliseconds),
            "Whole numbers are read.");
        FuzzTarget.Require(value is null || text.Any(char.IsAsciiDigit), "Only numbers are read.");
    }

    private static void CheckWindow(in RateLimitHeaders headers)
    {
        var window = new RateWindow();
        window.Take();
        window.Take();
        window.Responded(sentAt: 0, now: TimeSpan.TicksPerSecond, headers, isSuccess: true);
        window.Responded(sentAt: 0, now: 2 * TimeSpan.TicksPerSecond, headers, isSuccess: true);
        window.HasRoom(2 * TimeSpan.TicksPerSecond, new QuotaReserve(1, 0.5));
        FuzzTarget.Require(
            window.Limit is null || (window.Left >= 0 && window.Left <= window.Limit),
            "The number left is within the limit.");
        FuzzTarget.Require(
            window.Limit is null || window.TurnsAt <= TimeSpan.FromMinutes(6).Ticks,
            "A window ends within minutes, whatever the headers contain.");
    }

    [GeneratedRegex("^[\t ]*[0-9]{1,10}[\t ]*$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
