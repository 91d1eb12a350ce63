using System.Net;
namespace BigCommerce.Inventory.WireMockTests;

public sealed class LocationTests : ClientTest
{
    [Fact, Stub("list-locations", "success")]
    public async Task Locations_are_read_with_every_member()
    {
        var page = await Client.Locations.ListAsync();

        Assert.Equivalent(Data.CentralLocation, Assert.Single(page.Data), strict: true);
        Assert.Equal("?page=1&limit=50", page.Meta.Pagination!.Links!.Current);
    }

    [Fact, Stub("list-locations", "success")]
    public async Task The_raw_answer_can_be_had_with_any_call()
    {
        var correlationId = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        ResponseInfo? info = null;

        await Client.Locations.ListAsync(options: new RequestOptions { CorrelationId = correlationId, OnResponse = answer => info = answer });

        Assert.NotNull(info);
        Assert.Equal((HttpStatusCode.OK, 1, correlationId), (info.StatusCode, info.Attempts, info.CorrelationId));
        var quota = new RateLimitStatus { Limit = 150, Remaining = 149, ResetsAt = Time.GetUtcNow().AddSeconds(30), Window = TimeSpan.FromSeconds(30) };
        Assert.Equal(quota, info.RateLimit);
        Assert.Equal(["149"], info.Headers["x-rate-limit-requests-left"]);
        Assert.Equal(correlationId.ToString(), Assert.Single(Server.Requests).Headers["X-Correlation-Id"]);
    }

    [Fact, Stub("list-locations", "all-filters")]
    public async Task Locations_are_asked_for_by_every_filter()
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
    public async Task No_location_is_an_empty_page()
    {
        var page = await Client.Locations.ListAsync();

        Assert.Empty(page.Data);
    }

    [Fact, Stub("list-locations", "lenient")]
    public async Task Odd_forms_of_a_location_are_read()
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
    public async Task Locations_are_streamed_page_by_page()
    {
        Assert.Equal(["BIGC-1", "BIGC-2"], await Codes());
    }

    [Fact, Stub("list-locations", "413-then-smaller-pages")]
    public async Task A_page_size_that_is_refused_is_lowered()
    {
        Assert.Equal(["BIGC-1"], await Codes());
    }

    [Fact, Stub("list-locations", "find-by-id")]
    public async Task A_location_is_found_by_its_id()
    {
        var location = await Client.Locations.FindAsync(2);

        Assert.Equivalent(Data.CentralLocation, location, strict: true);
    }

    [Fact, Stub("list-locations", "find-by-code")]
    public async Task A_location_that_is_not_there_is_null()
    {
        Assert.Null(await Client.Locations.FindAsync("NONE"));
    }

    [Fact, Stub("create-locations", "create-and-get")]
    public async Task A_created_location_is_read_back_when_it_shows()
    {
        var location = await Client.Locations.CreateAndGetAsync(Data.CentralStore);

        Assert.Equivalent(Data.CentralLocation, location, strict: true);
        Assert.Equal(TimeSpan.FromMilliseconds(500), Time.Elapsed);
    }

    [Fact, Stub("update-locations", "upsert")]
    public async Task An_upsert_sends_what_differs()
    {
        var result = await Client.Locations.UpsertAsync(Data.CentralStore with { Label = "Flagship store" });

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = 2 }, result);
    }

    [Fact, Stub("create-locations", "success")]
    public async Task Locations_are_created_from_everything_and_from_what_is_required()
    {
        var result = await Client.Locations.CreateAsync([Data.CentralStore, Data.Outlet]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-locations", "success")]
    public async Task A_location_that_was_read_is_written_back_whole()
    {
        var result = await Client.Locations.UpdateAsync(
            [Data.CentralLocation.ToUpdate() with { Code = "BIGC-2" }, new LocationUpdate { Id = 3, Enabled = false }]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-locations", "success-one-field")]
    public async Task A_field_that_is_not_set_is_not_sent()
    {
        var result = await Client.Locations.UpdateAsync([new LocationUpdate { Id = 2, Label = "Central store" }]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("update-locations", "success-address")]
    public async Task A_part_of_an_address_goes_with_its_country()
    {
        var result = await Client.Locations.UpdateAsync(
            [new LocationUpdate { Id = 2, Address = new LocationUpdateAddress { City = "New York City", CountryCode = "US" } }]);

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("delete-locations", "success")]
    public async Task Locations_are_deleted_by_their_ids()
    {
        var result = await Client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3));

        Assert.Equal(Data.TransactionId, result.TransactionId);
    }

    [Fact, Stub("delete-locations", "success-204")]
    public async Task A_deletion_may_be_answered_without_a_body()
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
