namespace BigCommerce.Inventory;

/// <summary>One page of a list, as the API answered it.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed record Page<T>
{
    /// <summary>The page's entries, in the API's order; empty, never null.</summary>
    public IReadOnlyList<T> Data { get; init => field = ValueList.Copy(value); } = ValueList<T>.Empty;

    /// <summary>Where the page stands in the whole list, as far as the API said.</summary>
    public PageMeta Meta { get; init => field = value ?? PageMeta.Empty; } = PageMeta.Empty;
}

/// <summary>What the API says about a page. Live stores leave parts of it out: absent members are null.</summary>
public sealed record PageMeta
{
    internal static readonly PageMeta Empty = new();

    /// <summary>The position by page number; null when the API gave none.</summary>
    public Pagination? Pagination { get; init; }

    /// <summary>The position by cursor (metafields only); null when the API gave none.</summary>
    public CursorPagination? CursorPagination { get; init; }
}

/// <summary>A page's position by number. Every member is null when the API left it out.</summary>
public sealed record Pagination
{
    /// <summary>Entries in the whole list.</summary>
    public int? Total { get; init; }

    /// <summary>Entries on this page.</summary>
    public int? Count { get; init; }

    /// <summary>Entries a full page has; can be less than the limit asked for, and is then the truth.</summary>
    public int? PerPage { get; init; }

    /// <summary>This page's number, from 1.</summary>
    public int? CurrentPage { get; init; }

    /// <summary>Pages in the whole list.</summary>
    public int? TotalPages { get; init; }

    /// <summary>Query strings of the neighbouring pages.</summary>
    public PageLinks? Links { get; init; }
}

/// <summary>A page's position by cursor. Every member is null when the API left it out.</summary>
public sealed record CursorPagination
{
    /// <summary>Entries on this page.</summary>
    public int? Count { get; init; }

    /// <summary>Entries a full page has.</summary>
    public int? PerPage { get; init; }

    /// <summary>The cursor of the first entry: pass it as <c>Before</c> to read the previous page.</summary>
    public string? StartCursor { get; init; }

    /// <summary>The cursor of the last entry: pass it as <c>After</c> to read the next page.</summary>
    public string? EndCursor { get; init; }

    /// <summary>Query strings of the neighbouring pages.</summary>
    public PageLinks? Links { get; init; }
}

/// <summary>Query strings such as <c>?limit=5&amp;page=4</c>; null where there is no such page.</summary>
public sealed record PageLinks
{
    /// <summary>The page before this one.</summary>
    public string? Previous { get; init; }

    /// <summary>This page.</summary>
    public string? Current { get; init; }

    /// <summary>The page after this one.</summary>
    public string? Next { get; init; }
}
