using System.Net;
namespace BigCommerce.Inventory.WireMockTests;

public sealed class LocationTests : ClientTest
{
    [Fact, Stub("list-locations", "success")]
    public async Task ListLocations_Response_HasEveryMember()
    {
        var page = await Client.Locations.ListAsync();

        Assert.Equivalent(Data.CentralLocation, Assert.Single(page.Data), strict: true);
        Assert.Equal("?page=1&limit=50", page.Meta.Pagination!.Links!.Current);
    }

    [Fact, Stub("list-locations", "success")]
    public async Task OnResponse_ListLocations_GetsTheRawResponse()
    {
        var correlationId = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        ResponseInfo? info = null;

        await Client.Locations.ListAsync(
            options: new RequestOptions { CorrelationId = correlationId, OnResponse = response => info = response });

        Assert.NotNull(info);
        Assert.Equal((HttpStatusCode.OK, 1, correlationId), (info.StatusCode, info.AttemptCount, info.CorrelationId));
        var quota = new RateLimitStatus
        {
            Limit = 150,
            Remaining = 149,
            ResetsAt = Time.GetUtcNow().AddSeconds(30),
            Window = TimeSpan.FromSeconds(30),
        };
        Assert.Equal(quota, info.RateLimit);
        Assert.Equal(["149"], info.Headers["x-rate-limit-requests-left"]);
        Assert.Equal(correlationId.ToString(), Assert.Single(Server.Requests).Headers["X-Correlation-Id"]);
    }

    [Fact, Stub("list-locations", "all-filters")]
    public async Task ListLocations_EveryFilter_IsSent()
    {
        var filter = new LocationFilter
        {
            LocationIds = [2, 3],
            LocationCodes = ["BIGC-1", "BIGC-2"],
            TypeIds = [LocationType.Physical, LocationType.Virtual],
            IsDefault = false,
            ManagedByExternalSource = true,
            IsActive = true,
            StorefrontVisibility = false,
            Page = 2,
            Limit = 1,
        };

        var page = await Client.Locations.ListAsync(filter);

        Assert.Equal("BIGC-1", Assert.Single(page.Data).Code);
    }

    [Fact, Stub("list-locations", "empty")]
    public async Task ListLocations_NoMatch_IsAnEmptyPage()
    {
        var page = await Client.Locations.ListAsync();

        Assert.Empty(page.Data);
    }

    [Fact, Stub("list-locations", "lenient")]
    public async Task ListLocations_UnusualForms_AreRead()
    {
        var page = await Client.Locations.ListAsync();

        var expected = Data.CentralLocation with
        {
            Description = null,
            TypeId = new LocationType("LOCKER"),
            OperatingHours = null,
            Address = Data.CentralLocation.Address! with { Phone = null },
            SpecialHours = [Data.Thanksgiving with { Open = false, Opening = null, Closing = null, AllDay = true, Annual = true }],
        };
        Assert.Equivalent(expected, Assert.Single(page.Data), strict: true);
        Assert.Null(page.Meta.Pagination);
    }

    [Fact, Stub("list-locations", "two-pages")]
    public async Task EnumerateLocations_SeveralPages_ReadsThemAll()
    {
        Assert.Equal(["BIGC-1", "BIGC-2"], await Codes());
    }

    [Fact, Stub("list-locations", "413-then-smaller-pages")]
    public async Task EnumerateLocations_PageSizeRefused_LowersIt()
    {
        Assert.Equal(["BIGC-1"], await Codes());
    }

    [Fact, Stub("list-locations", "find-by-id")]
    public async Task FindLocation_Id_ReturnsTheLocation()
    {
        var location = await Client.Locations.FindAsync(2);

        Assert.Equivalent(Data.CentralLocation, location, strict: true);
    }

    [Fact, Stub("list-locations", "find-by-code")]
    public async Task FindLocation_NotThere_ReturnsNull()
    {
        Assert.Null(await Client.Locations.FindAsync("NONE"));
    }

    [Fact, Stub("create-locations", "create-and-get")]
    public async Task CreateAndGet_VisibleLater_ReturnsTheLocation()
    {
        var location = await Client.Locations.CreateAndGetAsync(Data.CentralStore);

        Assert.Equivalent(Data.CentralLocation, location, strict: true);
        Assert.Equal(TimeSpan.FromMilliseconds(500), Time.Elapsed);
    }

    [Fact, Stub("update-locations", "upsert")]
    public async Task Upsert_SomeMembersDiffer_UpdatesOnlyThose()
    {
        var result = await Client.Locations.UpsertAsync(Data.CentralStore with { Label = "Flagship store" });

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 2 }, result);
    }

    [Fact, Stub("create-locations", "success")]
    public async Task CreateLocations_EveryOrOnlyRequiredMembers_IsSent()
    {
        var result = await Client.Locations.CreateAsync([Data.CentralStore, Data.Outlet]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-locations", "success")]
    public async Task UpdateLocations_LocationRead_IsSentWhole()
    {
        var result = await Client.Locations.UpdateAsync(
            [Data.CentralLocation.ToUpdate() with { Code = "BIGC-2" }, new LocationUpdate { Id = 3, Enabled = false }]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-locations", "success-one-field")]
    public async Task UpdateLocations_MemberNotSet_IsOmitted()
    {
        var result = await Client.Locations.UpdateAsync([new LocationUpdate { Id = 2, Label = "Central store" }]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-locations", "success-address")]
    public async Task UpdateLocations_PartOfAnAddress_IsSentWithItsCountry()
    {
        var result = await Client.Locations.UpdateAsync(
            [new LocationUpdate { Id = 2, Address = new LocationUpdateAddress { City = "New York City", CountryCode = "US" } }]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("delete-locations", "success")]
    public async Task DeleteLocations_Ids_AreSent()
    {
        var result = await Client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("delete-locations", "success-204")]
    public async Task DeleteLocations_ResponseWithoutABody_Succeeds()
    {
        var result = await Client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3));

        Assert.Null(result.TransactionId);
    }

    private async Task<IReadOnlyList<string>> Codes()
    {
        var codes = new List<string>();
        await foreach (var location in Client.Locations.EnumerateAsync())
        {
            codes.Add(location.Code);
        }

        return codes;
    }
}
