using BigCommerce.Inventory.Tests.Support;
using NSubstitute;

namespace BigCommerce.Inventory.Tests.Locations;

public class LocationQueryTests
{
    [Fact]
    public async Task Query_SeveralConditions_SendsOneFilter()
    {
        var stub = new StubHandler().Respond("""{"data":[{"id":2,"code":"A"}],"meta":{}}""");
        using var client = stub.Client(storeHash: "abc");
        string[] codes = ["A", "B"];

        var found = await client.Locations.Query()
            .Active()
            .OfType(LocationType.Physical)
            .WithCodes(codes)
            .VisibleOnStorefront()
            .ToListAsync();

        Assert.Equal(2, Assert.Single(found).Id);
        Assert.Equal(
            "https://api.bigcommerce.com/stores/abc/v3/inventory/locations?location_code%3Ain=A%2CB&type_id%3Ain=PHYSICAL&is_active=true&storefront_visibility=true&page=1&limit=1000",
            Assert.Single(stub.Sent).Url);
    }

    [Fact]
    public void Query_EachCondition_SetsItsMemberOfTheFilter()
    {
        var query = Substitute.For<ILocationsApi>().Query();

        Assert.Equal(new LocationFilter(), query.Filter);
        Assert.Equal((true, false), (query.Active().Filter.IsActive, query.Inactive().Filter.IsActive));
        Assert.Equal((true, false), (query.Default().Filter.IsDefault, query.NotDefault().Filter.IsDefault));
        Assert.Equal(
            (true, false),
            (query.ManagedExternally().Filter.ManagedByExternalSource, query.NotManagedExternally().Filter.ManagedByExternalSource));
        Assert.Equal(
            (true, false),
            (query.VisibleOnStorefront().Filter.StorefrontVisibility, query.HiddenFromStorefront().Filter.StorefrontVisibility));
        Assert.Equal(
            [LocationType.Physical, LocationType.Virtual],
            query.OfType(LocationType.Physical, LocationType.Virtual).Filter.TypeIds);
        Assert.Equal([2L, 3], query.WithIds(new List<long> { 2, 3 }).Filter.LocationIds);
        Assert.Equal(["A", "B"], query.WithCodes("A", "B").Filter.LocationCodes);
    }

    [Fact]
    public void Query_ConditionSet_ReturnsANewQuery()
    {
        var query = Substitute.For<ILocationsApi>().Query();
        var active = query.Active();

        Assert.NotSame(query, active);
        Assert.Null(query.Filter.IsActive);
        Assert.Equal((true, false), (active.Filter.IsActive, active.Inactive().Filter.IsActive));
    }

    [Fact]
    public void Query_InvalidCondition_Throws()
    {
        var query = Substitute.For<ILocationsApi>().Query();

        Assert.StartsWith(
            "An empty list would read everything.",
            Assert.Throws<ArgumentException>(() => query.WithCodes()).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "'A,B' contains a comma",
            Assert.Throws<ArgumentException>(() => query.WithCodes("A,B")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => query.WithIds(0));
    }

    [Fact]
    public async Task Query_MockedApi_ReadsFromTheMockWithTheOptions()
    {
        var locations = Substitute.For<ILocationsApi>();
        var options = new RequestOptions { MaxRetryAttempts = 0 };
        locations.ListAsync(Arg.Any<LocationFilter?>(), Arg.Any<RequestOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new Page<Location> { Data = [new() { Id = 2 }] });

        var query = locations.Query(options).Active();

        Assert.Equal([2L], await query.Select(location => location.Id).ToListAsync());
        Assert.Equal([2L], (await query.AsPages().SingleAsync()).Items.Select(location => location.Id));
        await locations.Received(2).ListAsync(
            new LocationFilter { IsActive = true, Page = 1, Limit = 1000 },
            options,
            Arg.Any<CancellationToken>());
    }
}
