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
    public async Task ListAtLocation_Response_HasEveryMember()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2);

        Assert.Equal([Data.Dock, Data.Gate], page.Data);
        Assert.Equal(2, page.Meta.Pagination!.Total);
        Assert.Equal(("aWQ6NDI=", "aWQ6NDM="), (page.Meta.CursorPagination!.StartCursor, page.Meta.CursorPagination.EndCursor));
    }

    [Fact, Stub("list-location-metafields", "all-filters")]
    public async Task ListAtLocation_EveryFilter_IsSent()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2, EveryFilter);

        Assert.Equal([Data.Dock], page.Data);
    }

    [Fact, Stub("list-location-metafields", "after-cursor")]
    public async Task ListAtLocation_AfterTheEndCursor_ReturnsTheNextPage()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2, AfterDock);

        Assert.Equal([Data.Gate], page.Data);
        Assert.Equal("?limit=1&before=aWQ6NDM%3D", page.Meta.CursorPagination!.Links!.Previous);
    }

    [Fact, Stub("list-location-metafields", "before-cursor")]
    public async Task ListAtLocation_BeforeTheStartCursor_ReturnsThePreviousPage()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2, BeforeGate);

        Assert.Equal([Data.Dock], page.Data);
        Assert.Equal("?limit=1&after=aWQ6NDI%3D", page.Meta.CursorPagination!.Links!.Next);
    }

    [Fact, Stub("list-location-metafields", "two-pages-by-cursor")]
    public async Task EnumerateAtLocation_Cursors_AreFollowed()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAtLocationAsync(2, PagesOfTwo)));
    }

    [Fact, Stub("list-location-metafields", "two-pages-by-number")]
    public async Task EnumerateAtLocation_NoCursors_ReadsByNumber()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAtLocationAsync(2, PagesOfTwo)));
    }

    [Fact, Stub("list-location-metafields", "lenient")]
    public async Task ListAtLocation_UnusualForms_AreRead()
    {
        var page = await Client.Metafields.ListAtLocationAsync(2);

        Assert.Equal([OddDock], page.Data);
        Assert.Null(page.Meta.CursorPagination);
    }

    [Fact, Stub("list-metafields", "success")]
    public async Task List_Response_HasEveryMember()
    {
        var page = await Client.Metafields.ListAsync();

        Assert.Equal([Data.Dock, Data.Gate with { ResourceId = 3 }], page.Data);
        Assert.Equal(2, page.Meta.CursorPagination!.Count);
    }

    [Fact, Stub("list-metafields", "all-filters")]
    public async Task List_EveryFilter_IsSent()
    {
        var page = await Client.Metafields.ListAsync(EveryFilter);

        Assert.Equal([Data.Dock], page.Data);
    }

    [Fact, Stub("list-metafields", "after-cursor")]
    public async Task List_AfterTheEndCursor_ReturnsTheNextPage()
    {
        var page = await Client.Metafields.ListAsync(AfterDock);

        Assert.Equal([Data.Gate], page.Data);
    }

    [Fact, Stub("list-metafields", "before-cursor")]
    public async Task List_BeforeTheStartCursor_ReturnsThePreviousPage()
    {
        var page = await Client.Metafields.ListAsync(BeforeGate);

        Assert.Equal([Data.Dock], page.Data);
    }

    [Fact, Stub("list-metafields", "two-pages-by-cursor")]
    public async Task Enumerate_Cursors_AreFollowed()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAsync(PagesOfTwo)));
    }

    [Fact, Stub("list-metafields", "two-pages-by-number")]
    public async Task Enumerate_NoCursors_ReadsByNumber()
    {
        Assert.Equal([Data.Dock, Data.Gate, Ramp], await ToListAsync(Client.Metafields.EnumerateAsync(PagesOfTwo)));
    }

    [Fact, Stub("list-metafields", "lenient")]
    public async Task List_UnusualForms_AreRead()
    {
        var page = await Client.Metafields.ListAsync();

        Assert.Equal([OddDock], page.Data);
    }

    [Fact, Stub("create-metafield", "success")]
    public async Task Create_EveryMember_IsSent()
    {
        var result = await Client.Metafields.CreateAsync(2, Data.NewDock);

        Assert.Equal(Data.Dock, result.Data);
    }

    [Fact, Stub("create-metafield", "success-empty-meta-array")]
    public async Task Create_NoDescription_OmitsIt()
    {
        var result = await Client.Metafields.CreateAsync(2, Data.NewDock with { Description = null });

        Assert.Equal(Data.Dock with { Description = "" }, result.Data);
    }

    [Fact, Stub("create-metafield", "upsert-after-conflict")]
    public async Task Upsert_CreatedMeanwhile_Updates()
    {
        var result = await Client.Metafields.UpsertAsync(2, Data.NewDock);

        Assert.Equal(new UpsertResult { Outcome = UpsertOutcome.Updated, Id = Data.Dock.Id }, result);
    }

    [Fact, Stub("get-metafield", "success")]
    public async Task Get_Metafield_ReturnsIt()
    {
        var result = await Client.Metafields.GetAsync(2, 42);

        Assert.Equal(Data.Dock, result.Data);
    }

    [Fact, Stub("get-metafield", "lenient")]
    public async Task Get_UnusualForms_AreRead()
    {
        var result = await Client.Metafields.GetAsync(2, 42);

        Assert.Equal(Data.Dock, result.Data);
    }

    [Fact, Stub("update-metafield", "success")]
    public async Task Update_MemberNotSet_IsOmitted()
    {
        var result = await Client.Metafields.UpdateAsync(2, 42, new MetafieldUpdate { Value = "8" });

        Assert.Equal(Data.Dock with { Value = "8" }, result.Data);
    }

    [Fact, Stub("update-metafield", "success-all-fields")]
    public async Task Update_EveryMember_IsSent()
    {
        var change = new MetafieldUpdate
        {
            PermissionSet = PermissionSet.Write,
            Namespace = "yard",
            Key = "gate",
            Value = "8",
            Description = "",
        };

        var result = await Client.Metafields.UpdateAsync(2, 42, change);

        Assert.Equal(
            Data.Dock with { PermissionSet = PermissionSet.Write, Namespace = "yard", Key = "gate", Value = "8", Description = "" },
            result.Data);
    }

    [Fact, Stub("delete-metafield", "success")]
    public async Task Delete_Metafield_SendsNoBody() => await Client.Metafields.DeleteAsync(2, 42);

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
