using System.Net;

namespace BigCommerce.Inventory.WireMockTests;

public sealed class MetafieldBatchTests : ClientTest
{
    [Fact, Stub("create-metafields", "success")]
    public async Task CreateBatch_FullSuccess_ReturnsMetafields()
    {
        var response = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Equal([(42, 2, "dock", "7", "app_only"), (43, 3, "gate", "B", "read_and_sf_access")], response.Data.Select(Summary));
        AssertCounts(response, total: 2, success: 2, failed: 0);
        Assert.Empty(response.Errors);
    }

    [Fact, Stub("create-metafields", "success-empty-meta-array")]
    public async Task CreateBatch_ResponseWithoutCounts_IsRead()
    {
        var response = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2]);

        Assert.Equal([(42, 2, "dock", "7", "app_only")], response.Data.Select(Summary));
        AssertCounts(response, total: null, success: null, failed: null);
    }

    [Fact, Stub("create-metafields", "422-partial")]
    public async Task CreateBatch_PartialSuccess_ReturnsErrors()
    {
        var response = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Equal([42L], response.Data.Select(metafield => metafield.Id));
        AssertCounts(response, total: 2, success: 1, failed: 1);
        AssertErrors(response, ("1", "Metafield with this namespace and key already exists"));
    }

    [Fact, Stub("create-metafields", "422-partial")]
    public async Task CreateMany_PartialSuccess_MatchesTheInput()
    {
        var outcome = await Client.Metafields.CreateBatchWithResultsAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Equal([Data.Dock], outcome.Succeeded);
        Assert.Equal([new(Data.NewGateAt3, 1, "Metafield with this namespace and key already exists", HttpStatusCode.UnprocessableEntity)], outcome.Failures);
    }

    [Fact, Stub("create-metafields", "422-none")]
    public async Task CreateBatch_EveryOneFails_ReturnsErrors()
    {
        var response = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Empty(response.Data);
        AssertCounts(response, total: 2, success: 0, failed: 2);
        AssertErrors(response, ("0", "Unauthorized to create"), ("1", "Location does not exist"));
    }

    [Fact, Stub("update-metafields", "success")]
    public async Task UpdateBatch_FullSuccess_SendsIdsAsIntegers()
    {
        var response = await Client.Metafields.UpdateBatchAsync(Data.MetafieldChanges);

        Assert.Equal([(42, 2, "dock", "8", "app_only"), (43, 2, "gate", "C", "write")], response.Data.Select(Summary));
        AssertCounts(response, total: 2, success: 2, failed: 0);
    }

    [Fact, Stub("update-metafields", "success-string-ids")]
    public async Task UpdateBatch_IdsAsStrings_AreRead()
    {
        var response = await Client.Metafields.UpdateBatchAsync([Data.MetafieldChanges[0]]);

        Assert.Equal([(42, 2, "dock", "8", "app_only")], response.Data.Select(Summary));
    }

    [Fact, Stub("update-metafields", "422-partial")]
    public async Task UpdateBatch_PartialSuccess_ReturnsErrors()
    {
        var response = await Client.Metafields.UpdateBatchAsync(Data.MetafieldChanges);

        Assert.Equal([42L], response.Data.Select(metafield => metafield.Id));
        AssertCounts(response, total: 2, success: 1, failed: 1);
        AssertErrors(response, ("43", "Metafield does not exist"));
    }

    [Fact, Stub("update-metafields", "422-partial")]
    public async Task UpdateMany_PartialSuccess_MatchesTheInput()
    {
        var outcome = await Client.Metafields.UpdateBatchWithResultsAsync([.. Data.MetafieldChanges]);

        Assert.Equal([Data.Dock with { Value = "8" }], outcome.Succeeded);
        Assert.Equal([new(Data.MetafieldChanges[1], 1, "Metafield does not exist", HttpStatusCode.UnprocessableEntity)], outcome.Failures);
    }

    [Fact, Stub("update-metafields", "422-none")]
    public async Task UpdateBatch_EveryOneFails_ReturnsErrors()
    {
        var response = await Client.Metafields.UpdateBatchAsync(Data.MetafieldChanges);

        Assert.Empty(response.Data);
        AssertErrors(response, ("42", "Unauthorized to update"), ("43", "Metafield does not exist"));
    }

    [Fact, Stub("delete-metafields", "success")]
    public async Task DeleteBatch_FullSuccess_SendsIdsInTheBody()
    {
        var response = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Equal([42, 43], response.Data);
        AssertCounts(response, total: 2, success: 2, failed: 0);
    }

    [Fact, Stub("delete-metafields", "success-string-ids")]
    public async Task DeleteBatch_IdsAsStrings_AreRead()
    {
        var response = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Equal([42, 43], response.Data);
    }

    [Fact, Stub("delete-metafields", "422-partial")]
    public async Task DeleteBatch_PartialSuccess_ReturnsErrors()
    {
        var response = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Equal([42], response.Data);
        AssertCounts(response, total: 2, success: 1, failed: 1);
        AssertErrors(response, ("43", "Metafield does not exist"));
    }

    [Fact, Stub("delete-metafields", "422-partial")]
    public async Task DeleteMany_PartialSuccess_MatchesTheIds()
    {
        var outcome = await Client.Metafields.DeleteBatchWithResultsAsync([42, 43]);

        Assert.Equal([42], outcome.Succeeded);
        Assert.Equal([new(43, 1, "Metafield does not exist", HttpStatusCode.UnprocessableEntity)], outcome.Failures);
    }

    [Fact, Stub("delete-metafields", "422-none")]
    public async Task DeleteBatch_EveryOneFails_ReturnsErrors()
    {
        var response = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Empty(response.Data);
        AssertErrors(response, ("42", "Unauthorized to delete"), ("43", "Metafield does not exist"));
    }

    private static (long Id, long LocationId, string Key, string Value, string PermissionSet) Summary(Metafield metafield) =>
        (metafield.Id, metafield.ResourceId, metafield.Key, metafield.Value, metafield.PermissionSet.Value);

    private static void AssertCounts<T>(MetafieldBatchResponse<T> response, int? total, int? success, int? failed) =>
        Assert.Equal(new MetafieldBatchCounts { TotalCount = total, SuccessCount = success, FailedCount = failed }, response.Meta);

    private static void AssertErrors<T>(MetafieldBatchResponse<T> response, params (string Key, string Message)[] expected)
    {
        var error = Assert.Single(response.Errors);
        Assert.Equal((422, "Bulk operation has failed"), (error.StatusCode, error.Title));
        Assert.Equal(expected, error.Errors.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value)));
    }
}
