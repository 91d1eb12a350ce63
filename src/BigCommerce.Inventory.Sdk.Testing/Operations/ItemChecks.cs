using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>The checks that every request naming items must pass as a whole.</summary>
internal static class ItemChecks
{
    /// <summary>The most rows that an adjustment or a change of settings may have.</summary>
    public const int MaxRows = 2000;

    /// <summary>Refuses items that the store does not know, or counts at another level.</summary>
    public static EmulatedAnswer? Refuse(IEnumerable<NamedItem> items)
    {
        List<string> unknown = [];
        List<string> misaddressed = [];
        foreach (var item in items)
        {
            if (item.Item is null)
            {
                AddDistinct(unknown, item.ToString());
            }
            else if (!item.IsAtTrackedLevel)
            {
                AddDistinct(misaddressed, item.Item.Tracking switch
                {
                    ItemTracking.Product => $"Item with {item} is tracked by product, please update stock by product id",
                    ItemTracking.Variant => $"Item with {item} is tracked by variant, please update stock by variant id",
                    _ => $"Item with {item} is not tracked, please enable inventory tracking for it",
                });
            }
        }

        return unknown.Count > 0 ? EmulatedAnswer.Problem(422, $"Items not found, identities: [{string.Join(", ", unknown)}]")
            : misaddressed.Count > 0 ? EmulatedAnswer.Problem(422, $"[{string.Join(", ", misaddressed)}]")
            : null;
    }

    public static EmulatedAnswer LocationNotFound(int status, params IEnumerable<long> ids) =>
        EmulatedAnswer.Problem(status, $"Location not found, identities: [{string.Join(',', ids)}]");

    public static void AddDistinct<T>(List<T> list, T entry)
    {
        if (!list.Contains(entry))
        {
            list.Add(entry);
        }
    }
}
