using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>The checks of all requests whose rows contain item identities.</summary>
internal static class ItemChecks
{
    /// <summary>The maximum number of rows in an adjustment or settings request.</summary>
    public const int MaxRows = 2000;

    /// <summary>Rejects items that the store does not have, or whose stock is tracked at another level.</summary>
    public static EmulatedResponse? Check(IEnumerable<ItemReference> items)
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
                    InventoryTracking.Product => $"Item with {item} is tracked by product, please update stock by product id",
                    InventoryTracking.Variant => $"Item with {item} is tracked by variant, please update stock by variant id",
                    _ => $"Item with {item} is not tracked, please enable inventory tracking for it",
                });
            }
        }

        return unknown.Count > 0 ? EmulatedResponse.Problem(422, $"Items not found, identities: [{string.Join(", ", unknown)}]")
            : misaddressed.Count > 0 ? EmulatedResponse.Problem(422, $"[{string.Join(", ", misaddressed)}]")
            : null;
    }

    public static EmulatedResponse LocationNotFound(int status, params IEnumerable<long> ids) =>
        EmulatedResponse.Problem(status, $"Location not found, identities: [{string.Join(',', ids)}]");

    public static void AddDistinct<T>(List<T> list, T entry)
    {
        if (!list.Contains(entry))
        {
            list.Add(entry);
        }
    }
}
