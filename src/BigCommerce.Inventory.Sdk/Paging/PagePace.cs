using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>
/// Decides how many pages of a list are requested at once. Without a fixed number it is 1 at first, doubles when the reader has to wait for
/// a page, and is more than 1 only while the store's quota is known and more than half of it is left. So the pages that are requested in
/// vain when reading stops early are at most as many as those that were read. Not thread-safe: one reader uses it.
/// </summary>
/// <param name="fixedSize">How many pages; null to decide.</param>
/// <param name="options">The caller's settings for each request; null for the client's.</param>
internal sealed class PagePace(int? fixedSize, RequestOptions? options)
{
    /// <summary>The most pages at once without a fixed number. A page of 1,000 items at two locations takes half a megabyte.</summary>
    public const int MaxSize = 8;

    private int _size = 1;
    private int _reads;
    private CallTrace? _last;

    /// <summary>The settings for the request of a page.</summary>
    /// <param name="isAhead">Whether the reader needs another page first. Then calls that somebody waits for go first.</param>
    /// <param name="trace">Observes the request.</param>
    public RequestOptions? OptionsFor(bool isAhead, CallTrace trace) => fixedSize == 1
        ? options
        : (options ?? new RequestOptions()) with
        {
            Priority = options?.Priority ?? (isAhead ? RequestPriority.Background : null),
            Trace = trace,
        };

    /// <summary>How many pages are requested at once, the one that the reader needs next included.</summary>
    /// <param name="isReady">Whether that page has already been read.</param>
    public int Next(bool isReady)
    {
        if (fixedSize is { } size)
        {
            return size;
        }

        // The first page tells how many there are. To request the second one alone costs a reader that stops there one request at most.
        _reads++;
        if (_reads > 2 && !isReady)
        {
            _size = Math.Min(_size * 2, MaxSize);
        }

        return _last?.RateLimit is { } quota ? (int)Math.Clamp(quota.Remaining - (quota.Limit / 2), 1, _size) : 1;
    }

    /// <summary>Records that a page was read.</summary>
    public void Read(CallTrace trace)
    {
        _last = trace;
        if (trace.Attempts > 1)
        {
            // The store refuses requests or does not keep up.
            _size = 1;
        }
    }
}
