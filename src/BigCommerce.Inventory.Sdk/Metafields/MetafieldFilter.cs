using Refit;

namespace BigCommerce.Inventory;

/// <summary>Which metafields to read, and which page. A member that is null does not narrow the result.</summary>
/// <remarks>
/// Page by number (<see cref="Page"/>) or by cursor (<see cref="After"/> or <see cref="Before"/>); with a cursor the API ignores the page.
/// The members throw an <see cref="ArgumentException"/> for values that the API's filters do not support.
/// </remarks>
public sealed record MetafieldFilter
{
    private const string UseSingle = "Filter by it alone, with Key or Namespace.";

    /// <summary>The page, from 1; null for the first.</summary>
    [AliasAs("page")]
    public int? Page { get; init => field = FilterValues.Page(value); }

    /// <summary>Metafields per page, 1 to 250; null for the API's default.</summary>
    [AliasAs("limit")]
    public int? Limit { get; init => field = FilterValues.MetafieldLimit(value); }

    /// <summary>Only this key.</summary>
    [AliasAs("key")]
    public string? Key { get; init => field = FilterValues.NotBlank(value); }

    /// <summary>Only these keys.</summary>
    [AliasAs("key:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? Keys { get; init => field = FilterValues.Texts(value, UseSingle); }

    /// <summary>Only this namespace.</summary>
    [AliasAs("namespace")]
    public string? Namespace { get; init => field = FilterValues.NotBlank(value); }

    /// <summary>Only these namespaces.</summary>
    [AliasAs("namespace:in"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? Namespaces { get; init => field = FilterValues.Texts(value, UseSingle); }

    /// <summary>The order by id; null for the API's default.</summary>
    [AliasAs("direction")]
    public SortDirection? Direction { get; init; }

    /// <summary>Only these members of each metafield, by JSON name, such as <c>key</c> and <c>value</c>; the others are unset.</summary>
    [AliasAs("include_fields"), Query(CollectionFormat.Csv)]
    public IReadOnlyList<string>? IncludeFields { get; init => field = FilterValues.Texts(value, "Make each name its own entry."); }

    /// <summary>Created at or after this instant.</summary>
    [AliasAs("date_created:min")]
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Created at or before this instant.</summary>
    [AliasAs("date_created:max")]
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Modified at or after this instant.</summary>
    [AliasAs("date_modified:min")]
    public DateTimeOffset? ModifiedFrom { get; init; }

    /// <summary>Modified at or before this instant.</summary>
    [AliasAs("date_modified:max")]
    public DateTimeOffset? ModifiedTo { get; init; }

    /// <summary>
    /// Reads the page before this cursor: the <see cref="CursorPagination.StartCursor"/> of the page after it. Not together with
    /// <see cref="After"/>.
    /// </summary>
    [AliasAs("before")]
    public string? Before { get; init => field = After is null || value is null ? FilterValues.NotBlank(value) : throw BothCursors(nameof(Before)); }

    /// <summary>
    /// Reads the page after this cursor: the <see cref="CursorPagination.EndCursor"/> of the page before it. Not together with
    /// <see cref="Before"/>.
    /// </summary>
    [AliasAs("after")]
    public string? After { get; init => field = Before is null || value is null ? FilterValues.NotBlank(value) : throw BothCursors(nameof(After)); }

    /// <summary>The filters of the requests that together read this.</summary>
    internal IReadOnlyList<MetafieldFilter> Split()
    {
        var taken = FilterSplitter.Length(Key) + FilterSplitter.Length(Namespace) + (int)FilterSplitter.Length(IncludeFields);
        var shares = FilterSplitter.Share(taken, FilterSplitter.Length(Keys), FilterSplitter.Length(Namespaces));
        var parts =
            from keys in FilterSplitter.Cut(Keys, shares[0])
            from namespaces in FilterSplitter.Cut(Namespaces, shares[1])
            select this with { Keys = keys, Namespaces = namespaces };
        return [.. parts];
    }

    /// <param name="locationId">The location; null for all.</param>
    internal string Hash(long? locationId) => ContinuationToken.Hash(
        "metafields", locationId, Key, Keys, Namespace, Namespaces, Direction, IncludeFields, CreatedFrom, CreatedTo, ModifiedFrom, ModifiedTo);

    private static ArgumentException BothCursors(string name) =>
        new("Set either Before or After, not both: the API reads in one direction at a time.", name);
}
