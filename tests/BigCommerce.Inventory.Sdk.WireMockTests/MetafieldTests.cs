namespace BigCommerce.Inventory.WireMockTests;

public sealed class MetafieldTests : ClientTest
{
    private static readonly Metafield OddDock = Data.Dock with
    {
        PermissionSet = new PermissionSet("partner_only"),
        Description = null,
        DateModified = null,
        OwnerClientId = null,
    };

    private static readonly MetafieldFilter EveryFilter = new()
    {
        Page = 2,
        Limit = 1,
        Key = "dock",
        Keys = ["dock", "gate"],
        Namespace = "warehouse",
        Namespaces = ["warehouse", "yard"],
        Direction = SortDirection.Descending,
        IncludeFields = ["key", "value"],
        CreatedFrom = new DateTimeOffset(2024, 5, 14, 0, 0, 0, TimeSpan.Zero),
        CreatedTo = new DateTimeOffset(2024, 5, 15, 11, 34, 0, TimeSpan.FromHours(2)),
        ModifiedFrom = new DateTimeOffset(2024, 5, 16, 0, 0, 0, TimeSpan.Zero),
        ModifiedTo = new DateTimeOffset(2024, 5, 17, 23, 59, 59, TimeSpan.Zero),
    };

    private static readonly Metafield Ramp = Data.Dock with { Id = 44, Key = "ramp", Value = "1" };

    private static readonly MetafieldFilter PagesOfTwo = new() { Limit = 2 };

    private static readonly MetafieldFilter AfterDock = new() { Limit = 1, After = "aWQ6NDI=" };

    private static readonly MetafieldFilter BeforeGate = new() { Limit = 1, Before = "aWQ6NDM=" };

    [Fact, Stub("list-location-metafields", "success")]
    public async Task A_locations_metafields_are_read_with_every_member()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2);

        Assert.Equal([Data.Dock, Data.Gate], page.Data);
        Assert.Equal(2, page.Meta.Pagination!.Total);
        Assert.Equal(("aWQ6NDI=", "aWQ6NDM="), (page.Meta.CursorPagination!.StartCursor, page.Meta.CursorPagination.EndCursor));
    }

    [Fact, Stub("list-location-metafields", "all-filters")]
    public async Task A_locations_metafields_are_asked_for_by_every_filter()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2, EveryFilter);

        Assert.Equal([Data.Dock], page.Data);
    }

    [Fact, Stub("list-location-metafields", "after-cursor")]
    public async Task A_locations_next_metafields_come_after_the_end_cursor()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2, AfterDock);

        Assert.Equal([Data.Gate], page.Data);
        Assert.Equal("?limit=1&before=aWQ6NDM%3D", page.Meta.CursorPagination!.Links!.Previous);
    }

    [Fact, Stub("list-location-metafields", "before-cursor")]
    public async Task A_locations_previous_metafields_come_before_the_start_cursor()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2, BeforeGate);

        Assert.Equal([Data.Dock], page.Data);
        Assert.Equal("?limit=1&after=aWQ6NDI%3D", page.Meta.CursorPagination!.Links!.Next);
    }

    [Fact, Stub("list-location-metafields", "two-pages-by-cursor")]
    public async Task A_locations_metafields_are_streamed_by_cursor()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAtLocationAsync(2, PagesOfTwo)));
    }

    [Fact, Stub("list-location-metafields", "two-pages-by-number")]
    public async Task A_locations_metafields_are_streamed_by_number_without_cursors()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAtLocationAsync(2, PagesOfTwo)));
    }

    [Fact, Stub("list-location-metafields", "lenient")]
    public async Task Odd_forms_of_a_locations_metafields_are_read()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2);

        Assert.Equal([OddDock], page.Data);
        Assert.Null(page.Meta.CursorPagination);
    }

    [Fact, Stub("list-metafields", "success")]
    public async Task All_metafields_are_read_with_every_member()
    {
        var page = await Client.Metafields.ListAsync();

        Assert.Equal([Data.Dock, Data.Gate with { ResourceId = 3 }], page.Data);
        Assert.Equal(2, page.Meta.CursorPagination!.Count);
    }

    [Fact, Stub("list-metafields", "all-filters")]
    public async Task All_metafields_are_asked_for_by_every_filter()
    {
        var page = await Client.Metafields.ListAsync(EveryFilter);

        Assert.Equal([Data.Dock], page.Data);
    }

    [Fact, Stub("list-metafields", "after-cursor")]
    public async Task The_next_metafields_come_after_the_end_cursor()
    {
        var page = await Client.Metafields.ListAsync(AfterDock);

        Assert.Equal([Data.Gate], page.Data);
    }

    [Fact, Stub("list-metafields", "before-cursor")]
    public async Task The_previous_metafields_come_before_the_start_cursor()
    {
        var page = await Client.Metafields.ListAsync(BeforeGate);

        Assert.Equal([Data.Dock], page.Data);
    }

    [Fact, Stub("list-metafields", "two-pages-by-cursor")]
    public async Task All_metafields_are_streamed_by_cursor()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAsync(PagesOfTwo)));
    }

    [Fact, Stub("list-metafields", "two-pages-by-number")]
    public async Task All_metafields_are_streamed_by_number_without_cursors()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAsync(PagesOfTwo)));
    }

    [Fact, Stub("list-metafields", "lenient")]
    public async Task Odd_forms_of_all_metafields_are_read()
    {
        var page = await Client.Metafields.ListAsync();

        Assert.Equal([OddDock], page.Data);
    }

    [Fact, Stub("create-metafield", "success")]
    public async Task A_metafield_is_created()
    {
        var result = await Client.Metafields.CreateAsync(2, Data.NewDock);

        Assert.Equal(Data.Dock, result.Data);
    }

    [Fact, Stub("create-metafield", "success-empty-meta-array")]
    public async Task A_description_that_is_not_given_is_not_sent()
    {
        var result = await Client.Metafields.CreateAsync(2, Data.NewDock with { Description = null });

        Assert.Equal(Data.Dock with { Description = "" }, result.Data);
    }

    [Fact, Stub("create-metafield", "upsert-after-conflict")]
    public async Task An_upsert_changes_what_another_created_meanwhile()
    {
        var result = await Client.Metafields.UpsertAsync(2, Data.NewDock);

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = Data.Dock.Id }, result);
    }

    [Fact, Stub("get-metafield", "success")]
    public async Task A_metafield_is_read()
    {
        var result = await Client.Metafields.GetAsync(2, 42);

        Assert.Equal(Data.Dock, result.Data);
    }

    [Fact, Stub("get-metafield", "lenient")]
    public async Task Odd_forms_of_a_metafield_are_read()
    {
        var result = await Client.Metafields.GetAsync(2, 42);

        Assert.Equal(Data.Dock, result.Data);
    }

    [Fact, Stub("update-metafield", "success")]
    public async Task A_field_that_is_not_set_is_not_sent()
    {
        var result = await Client.Metafields.UpdateAsync(2, 42, new MetafieldUpdate { Value = "8" });

        Assert.Equal(Data.Dock with { Value = "8" }, result.Data);
    }

    [Fact, Stub("update-metafield", "success-all-fields")]
    public async Task Every_field_of_a_metafield_is_changed()
    {
        var change = new MetafieldUpdate { PermissionSet = PermissionSet.Write, Namespace = "yard", Key = "gate", Value = "8", Description = "" };

        var result = await Client.Metafields.UpdateAsync(2, 42, change);

        Assert.Equal(
            Data.Dock with { PermissionSet = PermissionSet.Write, Namespace = "yard", Key = "gate", Value = "8", Description = "" },
            result.Data);
    }

    [Fact, Stub("delete-metafield", "success")]
    public async Task A_metafield_is_deleted() => await Client.Metafields.DeleteAsync(2, 42);

    private static async Task<IReadOnlyList<Metafield>> ToListAsync(IAsyncEnumerable<Metafield> metafields)
    {
        var list = new List<Metafield>();
        await foreach (var metafield in metafields)
        {
            list.Add(metafield);
        }

        return list;
    }
}
