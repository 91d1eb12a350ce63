using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;

namespace StoreLocations;

/// <summary>Creates an emulated store with five locations.</summary>
internal static class DemoStore
{
    public static async Task<BigCommerceInventoryClient> OpenAsync()
    {
        var client = new InventoryEmulator().CreateClient(configure: options => options.ApplicationName = "store-locations-sample/1.0");
        var shopping = DayHours.From(new TimeOnly(9, 0), new TimeOnly(19, 30));
        await client.Locations.CreateAsync(
        [
            Shop(
                "SEA-STORE",
                "Seattle, Pike Street",
                "America/Los_Angeles",
                "1420 Pike St",
                "Seattle",
                "WA",
                "98101",
                new(47.6131, -122.3293)) with
            {
                OperatingHours = OperatingHours.EveryDay(shopping) with { Sunday = DayHours.From(new(11, 0), new(17, 0)) },
                SpecialHours =
                [
                    new SpecialHours { Label = "Christmas", Date = new DateOnly(2026, 12, 25), Open = false, AllDay = true, Annual = true },
                    new SpecialHours
                    {
                        Label = "Late shopping",
                        Date = new DateOnly(2026, 11, 27),
                        Open = true,
                        Opening = new TimeOnly(8, 0),
                        Closing = new TimeOnly(23, 0),
                    },
                ],
            },
            Shop(
                "DEN-STORE",
                "Denver, Larimer Square",
                "America/Denver",
                "1430 Larimer St",
                "Denver",
                "CO",
                "80202",
                new(39.7478, -104.9995)) with
            {
                OperatingHours = OperatingHours.Weekdays(shopping) with { Saturday = DayHours.From(new(10, 0), new(18, 0)) },
            },
            Shop(
                "RENO-WH",
                "Reno distribution center",
                "America/Los_Angeles",
                "9500 N Virginia St",
                "Reno",
                "NV",
                "89506",
                new(39.6313, -119.8973)) with
            {
                OperatingHours = OperatingHours.Weekdays(DayHours.From(new TimeOnly(22, 0), new TimeOnly(6, 0))),
                StorefrontVisibility = false,
                ManagedByExternalSource = true,
            },
            new LocationCreate
            {
                Code = "DROPSHIP",
                Label = "Drop shippers",
                TypeId = LocationType.Virtual,
                TimeZone = "Etc/UTC",
                ManagedByExternalSource = true,
                Address = null,
            },
        ]);
        return client;
    }

    private static LocationCreate Shop(
        string code, string label, string timeZone, string street, string city, string state, string zip, GeoCoordinates point) => new()
        {
            Code = code,
            Label = label,
            ManagedByExternalSource = false,
            TypeId = LocationType.Physical,
            TimeZone = timeZone,
            Address = new LocationCreateAddress
            {
                Address1 = street,
                City = city,
                State = state,
                Zip = zip,
                Email = $"{code.ToLowerInvariant()}@example.com",
                CountryCode = "US",
                GeoCoordinates = point,
            },
        };
}
