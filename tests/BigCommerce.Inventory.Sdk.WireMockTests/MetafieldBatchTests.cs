using System.Net;

namespace BigCommerce.Inventory.WireMockTests;

public sealed class MetafieldBatchTests : ClientTest
{
    [Fact, Stub("create-metafields", "success")]
    public async Task CreateBatch_FullSuccess_ReturnsMetafields()
    {
        var answer = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Equal([(42, 2, "dock", "7", "app_only"), (43, 3, "gate", "B", "read_and_sf_access")], answer.Data.Select(Summary));
        AssertCounts(answer, total: 2, success: 2, failed: 0);
        Assert.Empty(answer.Errors);
    }

    [Fact, Stub("create-metafields", "success-empty-meta-array")]
    public async Task CreateBatch_ResponseWithoutCounts_IsRead()
    {
        var answer = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2]);

        Assert.Equal([(42, 2, "dock", "7", "app_only")], answer.Data.Select(Summary));
        AssertCounts(answer, total: null, success: null, failed: null);
    }

    [Fact, Stub("create-metafields", "422-partial")]
    public async Task CreateBatch_PartialSuccess_ReturnsErrors()
    {
        var answer = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Equal([42L], answer.Data.Select(metafield => metafield.Id));
        AssertCounts(answer, total: 2, success: 1, failed: 1);
        AssertErrors(answer, ("1", "Metafield with this namespace and key already exists"));
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
        var answer = await Client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]);

        Assert.Empty(answer.Data);
        AssertCounts(answer, total: 2, success: 0, failed: 2);
        AssertErrors(answer, ("0", "Unauthorized to create"), ("1", "Location does not exist"));
    }

    [Fact, Stub("update-metafields", "success")]
    public async Task UpdateBatch_FullSuccess_SendsIdsAsIntegers()
    {
        var answer = await Client.Metafields.UpdateBatchAsync(Data.MetafieldChanges);

        Assert.Equal([(42, 2, "dock", "8", "app_only"), (43, 2, "gate", "C", "write")], answer.Data.Select(Summary));
        AssertCounts(answer, total: 2, success: 2, failed: 0);
    }

    [Fact, Stub("update-metafields", "success-string-ids")]
    public async Task UpdateBatch_IdsAsStrings_AreRead()
    {
        var answer = await Client.Metafields.UpdateBatchAsync([Data.MetafieldChanges[0]]);

        Assert.Equal([(42, 2, "dock", "8", "app_only")], answer.Data.Select(Summary));
    }

    [Fact, Stub("update-metafields", "422-partial")]
    public async Task UpdateBatch_PartialSuccess_ReturnsErrors()
    {
        var answer = await Client.Metafields.UpdateBatchAsync(Data.MetafieldChanges);

        Assert.Equal([42L], answer.Data.Select(metafield => metafield.Id));
        AssertCounts(answer, total: 2, success: 1, failed: 1);
        AssertErrors(answer, ("43", "Metafield does not exist"));
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
        var answer = await Client.Metafields.UpdateBatchAsync(Data.MetafieldChanges);

        Assert.Empty(answer.Data);
        AssertErrors(answer, ("42", "Unauthorized to update"), ("43", "Metafield does not exist"));
    }

    [Fact, Stub("delete-metafields", "success")]
    public async Task DeleteBatch_FullSuccess_SendsIdsInTheBody()
    {
        var answer = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Equal([42, 43], answer.Data);
        AssertCounts(answer, total: 2, success: 2, failed: 0);
    }

    [Fact, Stub("delete-metafields", "success-string-ids")]
    public async Task DeleteBatch_IdsAsStrings_AreRead()
    {
        var answer = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Equal([42, 43], answer.Data);
    }

    [Fact, Stub("delete-metafields", "422-partial")]
    public async Task DeleteBatch_PartialSuccess_ReturnsErrors()
    {
        var answer = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Equal([42], answer.Data);
        AssertCounts(answer, total: 2, success: 1, failed: 1);
        AssertErrors(answer, ("43", "Metafield does not exist"));
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
        var answer = await Client.Metafields.DeleteBatchAsync([42, 43]);

        Assert.Empty(answer.Data);
        AssertErrors(answer, ("42", "Unauthorized to delete"), ("43", "Metafield does not exist"));
    }

    private static (long Id, long LocationId, string Key, string Value, string PermissionSet) Summary(Metafield metafield) =>
        (metafield.Id, metafield.ResourceId, metafield.Key, metafield.Value, metafield.PermissionSet.Value);

    private static void AssertCounts<T>(MetafieldBatchResponse<T> answer, int? total, int? success, int? failed) =>
        Assert.Equal(new MetafieldBatchCounts { TotalCount = total, SuccessCount = success, FailedCount = failed }, answer.Meta);

    private static void AssertErrors<T>(MetafieldBatchResponse<T> answer, params (string Key, string Message)[] expected)
    {
        var error = Assert.Single(answer.Errors);
        Assert.Equal((422, "Bulk operation has failed"), (error.StatusCode, error.Title));
        Assert.Equal(expected, error.Errors.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value)));
    }
}
