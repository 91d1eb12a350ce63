namespace BigCommerce.Inventory.WireMockTests;

/// <summary>The mapping files' content as the client's types.</summary>
internal static class Data
{
    /// <summary>The transaction id of most responses.</summary>
    public const string TransactionId = "1f0a5c4e-8f0d-4a51-9d3b-6c2f0b7e4a10";

    public static readonly SpecialHours Thanksgiving = new()
    {
        Label = "Thanksgiving",
        Date = new DateOnly(2022, 9, 29),
        Open = true,
        Opening = new TimeOnly(9, 0),
        Closing = new TimeOnly(13, 30),
    };

    public static readonly LocationCreate Outlet = new()
    {
        Label = "Outlet",
        ManagedByExternalSource = true,
        TypeId = LocationType.Physical,
        TimeZone = "America/New_York",
        Address = new LocationCreateAddress
        {
            Address1 = "5th Ave",
            City = "New York",
            State = "NY",
            Zip = "10021",
            Email = "contact@example.com",
            GeoCoordinates = new GeoCoordinates(40.774378, -73.9653178),
            CountryCode = "US",
        },
    };

    // A closed day keeps its times.
    private static readonly DayHours ClosedDay = DayHours.From(new TimeOnly(8, 0), new TimeOnly(16, 0)) with { Open = false };

    private static readonly OperatingHours Week =
        OperatingHours.EveryDay(DayHours.From(new TimeOnly(8, 0), new TimeOnly(16, 0))) with { Sunday = ClosedDay, Saturday = ClosedDay };

    public static readonly LocationCreate CentralStore = Outlet with
    {
        Code = "BIGC-1",
        Label = "Central store",
        Description = "Central shop of the world",
        ManagedByExternalSource = false,
        Enabled = true,
        OperatingHours = Week,
        TimeZone = "Etc/UTC",
        Address = Outlet.Address! with { Address2 = "Floor 2", Phone = "800-555-0198" },
        StorefrontVisibility = true,
        SpecialHours = [Thanksgiving],
    };

    /// <summary><see cref="CentralStore"/> as the API returns it.</summary>
    public static readonly Location CentralLocation = new()
    {
        Id = 2,
        Code = "BIGC-1",
        Label = "Central store",
        Description = "Central shop of the world",
        TypeId = LocationType.Physical,
        Enabled = true,
        OperatingHours = Week,
        TimeZone = "Etc/UTC",
        CreatedAt = new DateTimeOffset(2022, 5, 30, 12, 18, 2, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2022, 5, 31, 13, 19, 3, TimeSpan.Zero),
        Address = new LocationAddress
        {
            Address1 = "5th Ave",
            Address2 = "Floor 2",
            City = "New York",
            State = "NY",
            Zip = "10021",
            Email = "contact@example.com",
            Phone = "800-555-0198",
            GeoCoordinates = Outlet.Address!.GeoCoordinates,
            CountryCode = "US",
        },
        StorefrontVisibility = true,
        SpecialHours = [Thanksgiving],
    };

    public static readonly MetafieldCreate NewDock = new()
    {
        PermissionSet = PermissionSet.AppOnly,
        Namespace = "warehouse",
        Key = "dock",
        Value = "7",
        Description = "Loading dock",
    };

    public static readonly Metafield Dock = new()
    {
        Id = 42,
        Key = "dock",
        Value = "7",
        Namespace = "warehouse",
        PermissionSet = PermissionSet.AppOnly,
        Description = "Loading dock",
        ResourceType = "location",
        ResourceId = 2,
        DateCreated = new DateTimeOffset(2022, 4, 14, 23, 6, 45, TimeSpan.Zero),
        DateModified = new DateTimeOffset(2022, 9, 8, 4, 18, 55, TimeSpan.Zero),
        OwnerClientId = "asdfasdfasdfasdfasdfasdfasdf",
    };

    public static readonly Metafield Gate = Dock with { Id = 43, Key = "gate", Value = "B" };

    public static readonly MetafieldCreateEntry NewDockAt2 = new()
    {
        ResourceId = 2,
        PermissionSet = PermissionSet.AppOnly,
        Namespace = "warehouse",
        Key = "dock",
        Value = "7",
        Description = "Loading dock",
    };

    public static readonly MetafieldCreateEntry NewGateAt3 = new()
    {
        ResourceId = 3,
        PermissionSet = PermissionSet.ReadAndStorefrontAccess,
        Namespace = "warehouse",
        Key = "gate",
        Value = "B",
    };

    public static readonly IReadOnlyList<MetafieldUpdateEntry> MetafieldChanges =
    [
        new() { Id = 42, Value = "8" },
        new() { Id = 43, PermissionSet = PermissionSet.Write, Namespace = "yard", Key = "gate", Value = "C", Description = "Gate" },
    ];
}
