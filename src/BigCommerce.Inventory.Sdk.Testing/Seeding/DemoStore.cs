namespace BigCommerce.Inventory.Testing.Seeding;

/// <summary>The sample data of <see cref="EmulatedStore.SeedDemo"/>.</summary>
internal static class DemoStore
{
    private const int Styles = 16;
    private const int GearItems = 296;
    private const long FirstGearProduct = 1001;

    private static readonly string[] Categories = ["JKT", "FLC", "PNT", "TEE", "SHT", "BAS", "GLV"];
    private static readonly string[] Colors = ["BLACK", "NAVY", "MOSS", "RUST", "SAND", "STONE"];
    private static readonly string[] Sizes = ["XS", "S", "M", "L", "XL", "2XL", "3XL"];

    public static void Seed(EmulatedStore store)
    {
        long[] locations =
        [
            1,
            store.AddLocation("SEA-STORE", "Seattle, Pike Street"),
            store.AddLocation("DEN-STORE", "Denver, Larimer Square"),
            store.AddLocation("RENO-WH", "Reno distribution center"),
        ];

        long product = 0;
        foreach (var category in Categories)
        {
            for (var style = 1; style <= Styles; style++)
            {
                product++;
                foreach (var color in Colors)
                {
                    foreach (var size in Sizes)
                    {
                        string sku = FormattableString.Invariant($"{category}-{style:00}-{color}-{size}");
                        Stock(store, locations, store.AddItem(sku, productId: product));
                    }
                }
            }
        }

        for (var gear = 1; gear <= GearItems; gear++)
        {
            string sku = FormattableString.Invariant($"GER-{gear:0000}");
            var item = store.AddItem(sku, productId: FirstGearProduct + gear - 1, tracking: InventoryTracking.Product);
            Stock(store, locations, item);
        }
    }

    // The counts vary from 0 to 39, so that sales succeed and counts differ from those of a stock file.
    private static void Stock(EmulatedStore store, long[] locations, EmulatedItem item)
    {
        foreach (var location in locations)
        {
            store.SetStock(location, item, (int)((item.VariantId * 7 + location * 13) % 40));
        }
    }
}
