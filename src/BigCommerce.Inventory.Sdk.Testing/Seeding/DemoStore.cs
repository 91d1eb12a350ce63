namespace BigCommerce.Inventory.Testing;

/// <summary>A plausible merchant for samples and first steps: an outdoor shop with 4 locations and 5,000 items, the same in every run.</summary>
/// <remarks>
/// Clothes (4,704 items) are counted by variant and have SKUs such as <c>JKT-07-NAVY-XL</c>: category, style, colour, size.
/// Gear (296 items, <c>GER-0001</c> to <c>GER-0296</c>) is counted by product, with the product ids 1001 to 1296.
/// </remarks>
public static class DemoStore
{
    private const int Styles = 16;
    private const int GearItems = 296;
    private const long FirstGearProduct = 1001;

    private static readonly string[] Categories = ["JKT", "FLC", "PNT", "TEE", "SHT", "BAS", "GLV"];
    private static readonly string[] Colours = ["BLACK", "NAVY", "MOSS", "RUST", "SAND", "STONE"];
    private static readonly string[] Sizes = ["XS", "S", "M", "L", "XL", "2XL", "3XL"];

    /// <summary>Fills a new store: location 1 (code <c>BC-LOCATION-1</c>) is there already; <c>SEA-STORE</c>, <c>DEN-STORE</c> and <c>RENO-WH</c> come after it. Every item has a count at each.</summary>
    /// <param name="store">A store without items.</param>
    /// <returns>The same store.</returns>
    /// <exception cref="ArgumentException">The store already has some of the locations or items.</exception>
    public static EmulatedStore SeedDemo(this EmulatedStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        long[] locations =
        [
            1,
            store.AddLocation("SEA-STORE", "Seattle, Pike Street"),
            store.AddLocation("DEN-STORE", "Denver, Larimer Square"),
            store.AddLocation("RENO-WH", "Reno distribution centre"),
        ];

        long product = 0;
        foreach (var category in Categories)
        {
            for (var style = 1; style <= Styles; style++)
            {
                product++;
                foreach (var colour in Colours)
                {
                    foreach (var size in Sizes)
                    {
                        Stock(store, locations, store.AddItem(FormattableString.Invariant($"{category}-{style:00}-{colour}-{size}"), productId: product));
                    }
                }
            }
        }

        for (var gear = 1; gear <= GearItems; gear++)
        {
            var item = store.AddItem(FormattableString.Invariant($"GER-{gear:0000}"), productId: FirstGearProduct + gear - 1, tracking: ItemTracking.Product);
            Stock(store, locations, item);
        }

        return store;
    }

    // Some of everything, little of much: enough for sales, and for counts that differ from a stock file's.
    private static void Stock(EmulatedStore store, long[] locations, EmulatedItem item)
    {
        foreach (var location in locations)
        {
            store.SetStock(location, item, (int)((item.VariantId * 7 + location * 13) % 40));
        }
    }
}
