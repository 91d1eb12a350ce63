namespace BigCommerce.Inventory.Benchmarks.Rivals;

internal static class Checksums
{
    /// <summary>The same sum as <see cref="PlainPage.Checksum"/>.</summary>
    public static long Checksum(this Page<InventoryItem> page)
    {
        long sum = page.Data.Count;
        foreach (var item in page.Data)
        {
            sum += item.Identity.VariantId + item.Identity.Sku!.Length;
            foreach (var location in item.Locations)
            {
                sum += location.LocationId + location.AvailableToSell + location.LocationName.Length + location.Settings.WarningLevel;
            }
        }

        return sum;
    }
}
