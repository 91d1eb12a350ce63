using System.Globalization;

namespace BigCommerce.Inventory.Redis;

/// <summary>What <c>window.lua</c> replies. Times are microseconds of the server's clock.</summary>
/// <param name="IsGranted">Whether the permit is granted.</param>
/// <param name="Now">The server's time.</param>
/// <param name="Available">Requests left, those in flight not counted.</param>
/// <param name="Limit">Requests that a window allows; 0 when that is not known.</param>
/// <param name="Length">How long a window is.</param>
/// <param name="TurnsAt">When the window is over for certain.</param>
/// <param name="ProcessCount">How many processes use the store.</param>
/// <param name="RetryAt">When to ask again; 0 when granted or not asked.</param>
/// <param name="ClosedUntil">Until when nothing is sent after a 429; in the past when that is over.</param>
internal sealed record WindowReply(
    bool IsGranted,
    long Now,
    long Available,
    long Limit,
    long Length,
    long TurnsAt,
    long ProcessCount,
    long RetryAt,
    long ClosedUntil)
{
    /// <exception cref="FormatException">The text is not a reply.</exception>
    public static WindowReply Parse(string? text)
    {
        var parts = text?.Split(' ') ?? [];
        return parts.Length == 9
            ? new WindowReply(
                parts[0] == "1", Number(1), Number(2), Number(3), Number(4), Number(5), Math.Max(Number(6), 1), Number(7), Number(8))
            : throw new FormatException($"'{text}' is no reply of window.lua.");

        long Number(int at) => long.Parse(parts[at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
