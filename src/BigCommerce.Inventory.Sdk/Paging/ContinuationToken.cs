using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>A position in a list: the next page to read.</summary>
/// <param name="Page">The page's number, from 1.</param>
/// <param name="Limit">The number of entries to request.</param>
/// <param name="ServedSize">
/// The number of entries that the API puts on a full page; less than <paramref name="Limit"/> where it cuts pages.
/// </param>
/// <param name="Skip">Entries at the beginning of the page that were read before.</param>
/// <param name="Cursor">The cursor to read after; null to read by page number.</param>
internal readonly record struct ListPosition(int Page, int Limit, int ServedSize, int Skip = 0, string? Cursor = null)
{
    public static ListPosition First(int limit) => new(1, limit, limit);

    /// <summary>The same position in pages of another size.</summary>
    public ListPosition InPagesOf(int limit)
    {
        if (limit == Limit)
        {
            return this;
        }

        // A cursor is a position whatever the page size. The page and the skip are then only used if the store stops giving cursors.
        var (page, skip) = Math.DivRem(((long)(Page - 1) * ServedSize) + Skip, limit);
        return new ListPosition((int)page + 1, limit, limit, (int)skip, Cursor);
    }
}

/// <summary>
/// Writes and reads continuation tokens: a version, a hash of the list and its filter, the part of a split filter, and the position.
/// </summary>
internal static class ContinuationToken
{
    private const string Version = "1";
    private const char Separator = '.';

    /// <summary>A hash of what identifies a list: the operation, ids and the values of the filter except its page and limit.</summary>
    public static string Hash(params ReadOnlySpan<object?> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in values)
        {
            // The length before each text makes the sequence of texts unambiguous.
            string?[] texts = value is IEnumerable list and not string
                ? [.. list.Cast<object?>().Select(QueryValueFormatter.Format)]
                : [QueryValueFormatter.Format(value)];
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{texts.Length}]")));
            foreach (var text in texts)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text?.Length}:{text}")));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8));
    }

    public static string Write(string listHash, int part, ListPosition position) => Base64Url(string.Create(
        CultureInfo.InvariantCulture,
        $"{Version}{Separator}{listHash}{Separator}{part}{Separator}{position.Page}{Separator}{position.Limit}{Separator}{position.ServedSize}{Separator}{position.Skip}{Separator}{position.Cursor}"));

    /// <exception cref="ArgumentException">The token is malformed, of another version, or was issued for another list.</exception>
    public static (int Part, ListPosition Position) Read(string continuationToken, string listHash, int partCount, int maxLimit)
    {
        if (Decode(continuationToken)?.Split(Separator, 8) is not [var version, var hash, var partText, var pageText, var limitText, var servedText, var skipText, var cursor])
        {
            throw Invalid("is malformed. Pass a token of AsPages unchanged.");
        }

        if (version != Version)
        {
            throw Invalid("was issued by another version of this package. Read the list from its beginning.");
        }

        if (hash != listHash)
        {
            throw Invalid("was issued for another list or filter. Use it with the list and the filter that it came from.");
        }

        return Number(partText, 0, partCount - 1) is { } part
            && Number(pageText, 1, int.MaxValue / maxLimit) is { } page
            && Number(limitText, 1, maxLimit) is { } limit
            && Number(servedText, 1, limit) is { } served
            && Number(skipText, 0, limit) is { } skip
                ? (part, new ListPosition(page, limit, served, skip, cursor.Length == 0 ? null : cursor))
                : throw Invalid("is malformed. Pass a token of AsPages unchanged.");

        static ArgumentException Invalid(string reason) => new($"The continuation token {reason}", nameof(continuationToken));
    }

    private static int? Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : null;

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string? Decode(string token)
    {
        var base64 = token.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
