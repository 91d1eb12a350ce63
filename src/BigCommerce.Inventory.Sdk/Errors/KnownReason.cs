using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory;

/// <summary>Recognises the refusals whose words are known, and the items and locations they name.</summary>
internal readonly partial record struct KnownReason(ApiErrorReason Reason, IReadOnlyList<ItemKey> Items, IReadOnlyList<long> LocationIds)
{
    private static readonly (ApiErrorReason Reason, string[] Words)[] Table =
    [
        (ApiErrorReason.TrackedByProduct, ["tracked by product"]),
        (ApiErrorReason.TrackedByVariant, ["tracked by variant"]),
        (ApiErrorReason.RequiresAbsoluteFirst, ["requires absolute adjustment before relative"]),
        (ApiErrorReason.LocationNotFound, ["location not found", "locations not found"]),
        (ApiErrorReason.LocationIsShippingOrigin, ["shipping origin"]),
        (ApiErrorReason.LocationHasOrders, ["associated orders", "associated with"]),
        (ApiErrorReason.InsufficientStock, ["insufficient", "not enough"]),
        (ApiErrorReason.ItemNotFound, ["item not found", "items not found", "sku not found", "variant not found", "product not found", "not tracked", "inventory tracking"]),
        (ApiErrorReason.InvalidFields, ["invalid fields"]),
    ];

    public static KnownReason Find(string? title, string? detail, IReadOnlyDictionary<string, string> errors, HttpStatusCode status)
    {
        var text = string.Join('\n', new[] { title, detail }.Concat(errors.Values).Where(part => part is not null));
        var reason = status == HttpStatusCode.Conflict ? ApiErrorReason.DuplicateMetafield : ApiErrorReason.Unknown;
        foreach (var (candidate, words) in Table)
        {
            if (reason == ApiErrorReason.Unknown && words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                reason = candidate;
            }
        }

        var locations = reason == ApiErrorReason.LocationNotFound ? FindLocations(text) : [];
        return new KnownReason(reason, FindItems(text), locations);
    }

    private static List<ItemKey> FindItems(string text)
    {
        var items = new List<ItemKey>();
        foreach (Match match in Identity().Matches(text))
        {
            var value = match.Groups["value"].Value.Trim();
            var key = match.Groups["kind"].Value switch
            {
                "sku" when value.Length > 0 => ItemKey.Sku(value),
                "variant_id" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 => ItemKey.Variant(id),
                "product_id" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 => ItemKey.Product(id),
                _ => default,
            };
            if (key.Kind != ItemKeyKind.None && !items.Contains(key))
            {
                items.Add(key);
            }
        }

        return items;
    }

    private static List<long> FindLocations(string text)
    {
        var ids = new List<long>();
        if (LocationList().Match(text) is { Success: true } match)
        {
            foreach (var part in match.Groups["ids"].Value.Split(','))
            {
                if (long.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !ids.Contains(id))
                {
                    ids.Add(id);
                }
            }
        }

        return ids;
    }

    // A SKU runs to the end of its bracket, to the next identity, or to the words that follow it. "sku:in" is a filter's name.
    [GeneratedRegex(@"\b(?<kind>sku|variant_id|product_id)(?!:in\b)[ :=]+(?<value>[^\],\n]+?)(?=\s+is tracked|\s*\]|\s*,|\s*$|\n)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Identity();

    [GeneratedRegex(@"location\w* not found[^\[]*\[(?<ids>[^\]]*)\]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LocationList();
}
