using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Tests.Serialization;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Locations;

/// <summary>Requests that are rejected before anything is sent, with their messages.</summary>
public class LocationWriteTests
{
    internal static readonly LocationCreate Shop = new()
    {
        Code = "SHOP-1",
        Label = "Shop",
        ManagedByExternalSource = false,
        TypeId = LocationType.Physical,
        TimeZone = "America/Chicago",
        Address = new LocationCreateAddress
        {
            Address1 = "1 Main St",
            City = "Austin",
            State = "TX",
            Zip = "78701",
            Email = "shop@example.com",
            GeoCoordinates = new GeoCoordinates(30.25, -97.75),
            CountryCode = "US",
        },
    };

    [Fact]
    public void Create_VirtualWithoutAnAddress_IsAccepted()
    {
        IEnumerable<LocationCreate> batch = [Shop with { TypeId = LocationType.Virtual, Address = null }];

        Wire.AssertSameJson(
            """[{"code":"SHOP-1","label":"Shop","managed_by_external_source":false,"type_id":"VIRTUAL","time_zone":"America/Chicago"}]""",
            Wire.Write(batch));
    }

    [Fact]
    public void Create_PhysicalWithoutAnAddress_IsRefused() => AssertRefused(
        "Entry 1 cannot be sent. The physical location 'Shop' has no address. Set one, or create a virtual location.",
        () => RequestChecks.CheckedList([Shop, Shop with { Code = "SHOP-2", Address = null }]));

    [Fact]
    public void Text_Blank_IsRefused()
    {
        AssertRefused("Code must not be blank.", () => Shop with { Code = " " });
        AssertRefused("Label must not be blank.", () => Shop with { Label = "" });
        AssertRefused("Label must not be blank.", () => Shop with { Label = null! });
        AssertRefused("TimeZone must not be blank.", () => Shop with { TimeZone = "" });
        AssertRefused("Address1 must not be blank.", () => Shop.Address! with { Address1 = "" });
        AssertRefused("City must not be blank.", () => Shop.Address! with { City = "" });
        AssertRefused("State must not be blank.", () => Shop.Address! with { State = "" });
        AssertRefused("Zip must not be blank.", () => Shop.Address! with { Zip = "" });
        AssertRefused("Email must not be blank.", () => Shop.Address! with { Email = "" });
        AssertRefused("CountryCode must not be blank.", () => Shop.Address! with { CountryCode = "" });
        AssertRefused("Value cannot be null.", () => Shop.Address! with { GeoCoordinates = null! });
        AssertRefused("Code must not be blank.", () => new LocationUpdate { Id = 2, Code = "" });
        AssertRefused("Label must not be blank.", () => new LocationUpdate { Id = 2, Label = null! });
        AssertRefused("TimeZone must not be blank.", () => new LocationUpdate { Id = 2, TimeZone = " " });
        AssertRefused("City must not be blank.", () => new LocationUpdateAddress { CountryCode = "US", City = "" });
        AssertRefused("Value cannot be null.", () => new LocationUpdate { Id = 2, OperatingHours = null! });
        AssertRefused("Value cannot be null.", () => new LocationUpdate { Id = 2, Address = null! });
        AssertRefused("Value cannot be null.", () => new LocationUpdate { Id = 2, SpecialHours = null! });
    }

    [Fact]
    public void ClearableText_Null_IsRefused()
    {
        const string Advice = " must not be null. Set an empty string to clear it, or leave the member unset to keep its value.";
        var description = Assert.Throws<ArgumentNullException>(() => new LocationUpdate { Id = 2, Description = null! });
        var address2 = Assert.Throws<ArgumentNullException>(() => new LocationUpdateAddress { CountryCode = "US", Address2 = null! });
        var phone = Assert.Throws<ArgumentNullException>(() => new LocationUpdateAddress { CountryCode = "US", Phone = null! });

        Assert.Equal(
            [("Description", "Description" + Advice), ("Address2", "Address2" + Advice), ("Phone", "Phone" + Advice)],
            ((ArgumentNullException[])[description, address2, phone]).Select(error => (error.ParamName!, error.Message.Split(" (")[0])));
    }

    [Fact]
    public void TypeId_Unset_IsRefused()
    {
        const string Message = "TypeId is unset. Use LocationType.Physical or LocationType.Virtual.";
        AssertRefused(Message, () => Shop with { TypeId = default });
        AssertRefused(Message, () => new LocationUpdate { Id = 2, TypeId = default(LocationType) });
    }

    [Theory]
    [InlineData("Central Standard Time", "'Central Standard Time' is not the IANA name of a time zone. Use one such as America/Chicago.")]
    [InlineData("Somewhere nice", "'Somewhere nice' is not the IANA name of a time zone. Use one such as America/Chicago.")]
    [InlineData("Tokyo Standard Time", "'Tokyo Standard Time' is not the IANA name of a time zone. Use one such as Asia/Tokyo.")]
    public void TimeZone_NotAnIanaName_IsRefused(string zone, string message)
    {
        AssertRefused(message, () => Shop with { TimeZone = zone });
        AssertRefused(message, () => new LocationUpdate { Id = 2, TimeZone = zone });
    }

    [Theory]
    [InlineData("United States")]
    [InlineData("U")]
    [InlineData("U1")]
    public void CountryCode_NotACode_IsRefused(string country)
    {
        var message = $"'{country}' is not a country code. Use two letters such as US.";
        AssertRefused(message, () => Shop.Address! with { CountryCode = country });
        AssertRefused(message, () => new LocationUpdateAddress { CountryCode = country });
    }

    [Fact]
    public void CountryCode_TwoOrThreeLetters_IsAccepted()
    {
        Assert.Equal("us", (Shop.Address! with { CountryCode = "us" }).CountryCode);
        Assert.Equal("USA", (Shop.Address! with { CountryCode = "USA" }).CountryCode);
    }

    [Theory]
    [InlineData(-90.1, 0, "latitude", "The latitude must be -90 to 90 degrees.")]
    [InlineData(double.NaN, 0, "latitude", "The latitude must be -90 to 90 degrees.")]
    [InlineData(0, 180.1, "longitude", "The longitude must be -180 to 180 degrees.")]
    [InlineData(0, double.PositiveInfinity, "longitude", "The longitude must be -180 to 180 degrees.")]
    public void GeoCoordinates_OutOfRange_AreRefused(double latitude, double longitude, string parameter, string message)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new GeoCoordinates(latitude, longitude));

        Assert.Equal(parameter, exception.ParamName);
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GeoCoordinates_AtTheEdge_AreAccepted()
    {
        Assert.Equal((90.0, -180.0), new GeoCoordinates(90, -180) is var point ? (point.Latitude, point.Longitude) : default);
        Assert.Equal((-90.0, 180.0), new GeoCoordinates(-90, 180) is var other ? (other.Latitude, other.Longitude) : default);
    }

    [Fact]
    public void DayHours_Seconds_AreRefused()
    {
        AssertRefused(
            "Opening is 08:00:30, but the API stores times to the minute. Remove the seconds.",
            () => DayHours.From(new TimeOnly(8, 0, 30), new TimeOnly(16, 0)));
        AssertRefused(
            "Closing is 16:00:00.001, but the API stores times to the minute.",
            () => new DayHours { Closing = new TimeOnly(16, 0, 0, 1) });
        AssertRefused("Opening is 23:59:59.9999999, but", () => Holiday() with { Opening = TimeOnly.MaxValue });
        AssertRefused("Closing is 00:00:01, but", () => Holiday() with { Closing = new TimeOnly(0, 0, 1) });
        Assert.Equal(new TimeOnly(23, 59), DayHours.From(default, new TimeOnly(23, 59)).Closing);
    }

    [Fact]
    public void SpecialHours_WithoutLabelOrDate_AreRefused()
    {
        AssertRefused(
            "Entry 0 of SpecialHours has no label or no date. Set both, or remove the entry.",
            () => Shop with { SpecialHours = [Holiday() with { Label = " " }] });
        AssertRefused(
            "Entry 1 of SpecialHours has no label or no date.",
            () => Shop with { SpecialHours = [Holiday(), Holiday() with { Date = default }] });
        AssertRefused("Entry 0 of SpecialHours has no label or no date.", () => Shop with { SpecialHours = [null!] });
        AssertRefused(
            "Entry 0 of SpecialHours has no label or no date.",
            () => new LocationUpdate { Id = 2, SpecialHours = new Patch<IReadOnlyList<SpecialHours>>([null!]) });
    }

    [Fact]
    public void SpecialHours_ListChangedAfterwards_KeepTheirCopy()
    {
        List<SpecialHours> days = [Holiday()];
        var create = Shop with { SpecialHours = days };
        var update = new LocationUpdate { Id = 2, SpecialHours = new Patch<IReadOnlyList<SpecialHours>>(days) };

        days.Clear();

        Assert.Single(create.SpecialHours!);
        Assert.Single(update.SpecialHours.Value!);
    }

    [Fact]
    public void OperatingHours_SomeDays_SendsAllSeven()
    {
        IEnumerable<LocationUpdate> batch =
        [
            new() { Id = 2, OperatingHours = new OperatingHours { Monday = DayHours.From(new TimeOnly(8, 0), new TimeOnly(16, 0)) } },
        ];

        Wire.AssertSameJson(
            """
            [{"id":2,"operating_hours":{"sunday":{"open":false},"monday":{"open":true,"opening":"08:00","closing":"16:00"},"tuesday":{"open":false},
              "wednesday":{"open":false},"thursday":{"open":false},"friday":{"open":false},"saturday":{"open":false}}}]
            """,
            Wire.Write(batch));
    }

    [Fact]
    public void Request_NoEntries_IsRefused()
    {
        const string Message = "A request needs at least one entry. Make no call when there is nothing to send.";
        AssertRefused(Message, () => RequestChecks.CheckedList<LocationCreate>([]));
        AssertRefused(Message, () => RequestChecks.CheckedList<LocationUpdate>([]));
        AssertRefused(Message, () => RequestChecks.CheckedList<long>([]));
    }

    [Fact]
    public void Request_NullEntry_IsRefused() =>
        AssertRefused("Entry 1 is null. Leave it out.", () => RequestChecks.CheckedList([Shop, null!]));

    [Fact]
    public void Request_TwoEntriesAboutOneLocation_IsRefused()
    {
        AssertRefused(
            "Entries 0 and 2 are both about location 2. Keep one of them.",
            () => RequestChecks.CheckedList<LocationUpdate>(
                [new() { Id = 2, Label = "a" }, new() { Id = 3, Label = "a" }, new() { Id = 2, Enabled = true }]));
        AssertRefused("Entries 0 and 1 are both about the code 'SHOP-1'.", () => RequestChecks.CheckedList<LocationCreate>([Shop, Shop]));
        Assert.Equal(2, RequestChecks.CheckedList([Shop with { Code = null }, Shop with { Code = null }]).Length);
    }

    [Fact]
    public void Update_ChangesNothing_IsRefused() =>
        AssertRefused(
            "Entry 0 cannot be sent. It changes nothing. Set at least one member besides Id, or remove the update.",
            () => RequestChecks.CheckedList<LocationUpdate>([new() { Id = 2 }]));

    [Fact]
    public void Id_BelowOne_IsRefused()
    {
        Assert.Equal("Id", Assert.Throws<ArgumentOutOfRangeException>(() => new LocationUpdate { Id = 0, Label = "a" }).ParamName);
        Assert.Equal("locationIds", Assert.Throws<ArgumentOutOfRangeException>(() => LocationDeletion.WithAllTheirStock(2, 0)).ParamName);
    }

    [Fact]
    public void Deletion_NoneFirstOrRepeatedLocation_IsRefused()
    {
        AssertRefused("Give at least one location to delete.", () => LocationDeletion.WithAllTheirStock());
        AssertRefused(
            "Location 1 is the store's first location and cannot be deleted. Leave it out.",
            () => LocationDeletion.WithAllTheirStock(2, 1));
        AssertRefused(
            "The list contains a location twice. Check the list: a deletion cannot be undone.",
            () => LocationDeletion.WithAllTheirStock(2, 3, 2));
    }

    [Fact]
    public async Task Parameters_WithoutARecord_AreCheckedBeforeSending()
    {
        var stub = new StubHandler();
        using var client = stub.Client(storeHash: "abc");

        var nothing = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Locations.DeleteAsync(null!));
        var zero = await Assert.ThrowsAsync<ArgumentException>(() => client.Items.ListAtLocationAsync(0));
        var negative = await Assert.ThrowsAsync<ArgumentException>(() => client.Metafields.GetAsync(2, -42));

        Assert.Equal("DELETE /stores/abc/v3/inventory/locations does not specify what to delete. Pass at least one id.", nothing.Message);
        Assert.Equal(
            "GET /stores/abc/v3/inventory/locations/0/items contains an id below 1. Ids are 1 or more; 0 often means that an id was not set.",
            zero.Message);
        Assert.Equal(
            "GET /stores/abc/v3/inventory/locations/2/metafields/-42 contains an id below 1. Ids are 1 or more; 0 often means that an id was not set.",
            negative.Message);
        Assert.Empty(stub.Sent);
    }

    [Fact]
    public void ToUpdate_LocationRead_OmitsWhatCannotBeWritten()
    {
        var read = new Location
        {
            Id = 5,
            Label = "Shop",
            Address = new LocationAddress { City = "Austin", CountryCode = "" },
            SpecialHours = [new SpecialHours { Label = "", Date = default, Open = false }],
            TimeZone = "Central Standard Time",
        };

        Wire.AssertSameJson(
            """[{"id":5,"label":"Shop","managed_by_external_source":false,"enabled":true,"storefront_visibility":true}]""",
            Wire.Write<IEnumerable<LocationUpdate>>([read.ToUpdate()]));
    }

    [Fact]
    public async Task UpdateAsync_OneListOrSequence_SendsAnArray()
    {
        var stub = new StubHandler();
        for (var i = 0; i < 5; i++)
        {
            stub.Respond("""{"transaction_id":"t"}""");
        }

        using var client = stub.Client(storeHash: "abc");
        var updates = new List<LocationUpdate> { new() { Id = 2, Label = "a" } };
        var enumerations = 0;

        await client.Locations.UpdateAsync(updates[0]);
        await client.Locations.UpdateAsync(updates);
        await client.Locations.UpdateAsync(updates.Select(update =>
        {
            enumerations++;
            return update;
        }));
        await client.Locations.CreateAsync(Shop);
        await client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(updates.Select(update => update.Id)));

        Assert.Equal(Enumerable.Repeat("""[{"id":2,"label":"a"}]""", 3), stub.Sent.Take(3).Select(sent => sent.Body));
        Assert.Equal(1, enumerations);
        Assert.StartsWith("""[{"code":"SHOP-1",""", stub.Sent[3].Body, StringComparison.Ordinal);
        Assert.EndsWith("/inventory/locations?location_id%3Ain=2", stub.Sent[4].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_InvalidList_ThrowsBeforeSending()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var address = await Assert.ThrowsAsync<ArgumentException>(
            () => client.Locations.CreateAsync([Shop, Shop with { Code = "SHOP-2", Address = null }]));
        var nothing = await Assert.ThrowsAsync<ArgumentException>(() => client.Locations.UpdateAsync([]));
        var ids = await Assert.ThrowsAsync<ArgumentException>(() => client.Metafields.DeleteBatchAsync([42, 42]));

        Assert.StartsWith(
            "Entry 1 cannot be sent. The physical location 'Shop' has no address.",
            address.Message,
            StringComparison.Ordinal);
        Assert.StartsWith("A request needs at least one entry.", nothing.Message, StringComparison.Ordinal);
        Assert.StartsWith("Entries 0 and 1 are both about id 42.", ids.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Sent);
    }

    private static SpecialHours Holiday() => new() { Label = "Eve", Date = new DateOnly(2026, 12, 24), Open = true };

    private static void AssertRefused(string message, Func<object> build) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(build).Message, StringComparison.Ordinal);
}
