using System.Net;

namespace BigCommerce.Inventory;

/// <summary>Derives the reason of an error from the API's text, and the items and locations that the text names.</summary>
internal readonly record struct KnownReason(ApiErrorReason Reason, IReadOnlyList<ItemKey> Items, IReadOnlyList<long> LocationIds)
{
    // The errors of deletions come first: their titles quote a location's label, which may contain any text.
    private static readonly (ApiErrorReason Reason, string[] Phrases)[] Table =
    [
        (ApiErrorReason.LocationHasOrders, ["location with associated orders"]),
        (ApiErrorReason.LocationIsShippingOrigin, ["is set as a shipping origin"]),
        (ApiErrorReason.TrackedByProduct, ["is tracked by product"]),
        (ApiErrorReason.TrackedByVariant, ["is tracked by variant"]),
        (ApiErrorReason.RequiresAbsoluteFirst, ["requires absolute adjustment before relative"]),
        (ApiErrorReason.LocationNotFound, ["location not found", "locations not found"]),
        (ApiErrorReason.InsufficientStock, ["insufficient", "not enough"]),
        (
            ApiErrorReason.ItemNotFound,
            [
                "item not found", "items not found", "sku not found", "variant not found", "product not found", "not tracked",
                "inventory tracking"]),
        (ApiErrorReason.InvalidFields, ["invalid fields", "missing or invalid", "must be greater than", "must be less than"]),
    ];

    /// <param name="title">The error's title.</param>
    /// <param name="detail">The error's detail.</param>
    /// <param name="errors">The message for each field.</param>
    /// <param name="status">The response's status code.</param>
    /// <param name="path">The request's path.</param>
    public static KnownReason Find(
        string? title,
        string? detail,
        IReadOnlyDictionary<string, string> errors,
        HttpStatusCode status,
        string path)
    {
        var text = string.Join('\n', new[] { title, detail }.Concat(errors.Values).Where(part => part is not null));
        var reason = status == HttpStatusCode.Conflict && path.Contains("/metafields", StringComparison.Ordinal)
            ? ApiErrorReason.DuplicateMetafield
            : Table.FirstOrDefault(entry => entry.Phrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase))).Reason;
        var (items, locations) = NamedIdentities.Find(text);
        return new KnownReason(reason, items, locations);
    }
}
