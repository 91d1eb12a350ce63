using System.Net;

namespace BigCommerce.Inventory;

/// <summary>Recognises the refusals whose words are known, and the items and locations they name.</summary>
internal readonly record struct KnownReason(ApiErrorReason Reason, IReadOnlyList<ItemKey> Items, IReadOnlyList<long> LocationIds)
{
    // The deletes come first: their titles quote a location's label, which may hold any words.
    private static readonly (ApiErrorReason Reason, string[] Words)[] Table =
    [
        (ApiErrorReason.LocationHasOrders, ["location with associated orders"]),
        (ApiErrorReason.LocationIsShippingOrigin, ["is set as a shipping origin"]),
        (ApiErrorReason.TrackedByProduct, ["is tracked by product"]),
        (ApiErrorReason.TrackedByVariant, ["is tracked by variant"]),
        (ApiErrorReason.RequiresAbsoluteFirst, ["requires absolute adjustment before relative"]),
        (ApiErrorReason.LocationNotFound, ["location not found", "locations not found"]),
        (ApiErrorReason.InsufficientStock, ["insufficient", "not enough"]),
        (ApiErrorReason.ItemNotFound, ["item not found", "items not found", "sku not found", "variant not found", "product not found", "not tracked", "inventory tracking"]),
        (ApiErrorReason.InvalidFields, ["invalid fields", "missing or invalid", "must be greater than", "must be less than"]),
    ];

    /// <param name="title">The API's words.</param>
    /// <param name="detail">More words.</param>
    /// <param name="errors">Words a field.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="path">The request's path.</param>
    public static KnownReason Find(string? title, string? detail, IReadOnlyDictionary<string, string> errors, HttpStatusCode status, string path)
    {
        var text = string.Join('\n', new[] { title, detail }.Concat(errors.Values).Where(part => part is not null));
        var reason = status == HttpStatusCode.Conflict && path.Contains("/metafields", StringComparison.Ordinal)
            ? ApiErrorReason.DuplicateMetafield
            : Table.FirstOrDefault(entry => entry.Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))).Reason;
        var (items, locations) = NamedIdentities.Find(text);
        return new KnownReason(reason, items, locations);
    }
}
