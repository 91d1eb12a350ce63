namespace BigCommerce.Inventory;

/// <summary>One page of a list, as the API returned it.</summary>
/// <typeparam name="T">The type of the entries.</typeparam>
public sealed record Page<T>
{
    /// <summary>The page's entries, in the API's order; can be empty.</summary>
    public IReadOnlyList<T> Data { get; init => field = ValueList.Copy(value); } = ValueList<T>.Empty;

    /// <summary>The position of the page in the whole list, as far as the API told it.</summary>
    public PageMeta Meta { get; init => field = value ?? PageMeta.Empty; } = PageMeta.Empty;
}

/// <summary>The metadata of a page. Live stores leave parts of it out: absent members are null.</summary>
public sealed record PageMeta
{
    internal static readonly PageMeta Empty = new();

    /// <summary>The position by page number; null if absent.</summary>
    public Pagination? Pagination { get; init; }

    /// <summary>The position by cursor (metafields only); null if absent.</summary>
    public CursorPagination? CursorPagination { get; init; }
}

/// <summary>A page's position by number. A member that the API left out is null.</summary>
public sealed record Pagination
{
    /// <summary>The number of entries in the whole list.</summary>
    public int? Total { get; init; }

    /// <summary>The number of entries on this page.</summary>
    public int? Count { get; init; }

    /// <summary>The number of entries on a full page. If it is less than the requested limit, the API has cut the limit.</summary>
    public int? PerPage { get; init; }

    /// <summary>This page's number, from 1.</summary>
    public int? CurrentPage { get; init; }

    /// <summary>The number of pages in the whole list.</summary>
    public int? TotalPages { get; init; }

    /// <summary>Query strings of this page and the pages before and after it.</summary>
    public PageLinks? Links { get; init; }
}

/// <summary>A page's position by cursor. A member that the API left out is null.</summary>
public sealed record CursorPagination
{
    /// <summary>The number of entries on this page.</summary>
    public int? Count { get; init; }

    /// <summary>The number of entries on a full page.</summary>
    public int? PerPage { get; init; }

    /// <summary>The cursor of the first entry: pass it as <c>Before</c> to read the previous page.</summary>
    public string? StartCursor { get; init; }

    /// <summary>The cursor of the last entry: pass it as <c>After</c> to read the next page.</summary>
    public string? EndCursor { get; init; }

    /// <summary>Query strings of this page and the pages before and after it.</summary>
    public PageLinks? Links { get; init; }
}

/// <summary>Query strings such as <c>?limit=5&amp;page=4</c>; null if there is no such page.</summary>
public sealed record PageLinks
{
    /// <summary>The page before this one.</summary>
    public string? Previous { get; init; }

    /// <summary>This page.</summary>
    public string? Current { get; init; }

    /// <summary>The page after this one.</summary>
    public string? Next { get; init; }
}
