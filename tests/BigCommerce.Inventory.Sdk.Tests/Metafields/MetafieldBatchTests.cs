using System.Net;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Metafields;

public class MetafieldBatchTests
{
    private static readonly MetafieldCreateEntry A = MetafieldWriteTests.Hours with { Key = "a" };
    private static readonly MetafieldCreateEntry B = MetafieldWriteTests.Hours with { Key = "b" };
    private static readonly MetafieldCreateEntry C = MetafieldWriteTests.Hours with { Key = "c" };

    [Fact]
    public async Task CreateMany_FullSuccess_HasNoFailures()
    {
        var outcome = await Create(
            HttpStatusCode.OK,
            $$"""{"data":[{{Created("a", 1)}},{{Created("b", 2)}},{{Created("c", 3)}}],"errors":[],"meta":{"total":3,"success":3,"failed":0} }""");

        Assert.Equal([1L, 2, 3], outcome.Succeeded.Select(metafield => metafield.Id));
        Assert.Empty(outcome.Failures);
    }

    [Theory]
    [InlineData("""{"1":"already exists"}""", "already exists")]
    [InlineData("""{"2":"already exists"}""", "already exists")]
    [InlineData("""{"1":["already exists","and is locked"]}""", "already exists; and is locked")]
    [InlineData("""{"1":{"key":"already exists","value":"too long"}}""", "key: already exists; value: too long")]
    [InlineData("""{"[1].key":"already exists"}""", "key: already exists")]
    [InlineData("""{}""", "Bulk operation has failed")]
    [InlineData("""{"metafields":"already exists"}""", "Bulk operation has failed")]
    public async Task CreateMany_ErrorPositionFrom0Or1_FindsTheInput(string errors, string reason)
    {
        var outcome = await Create(
            HttpStatusCode.UnprocessableEntity,
            $$"""{"data":[{{Created("c", 3)}},{{Created("a", 1)}}],"errors":[{"status":409,"title":"Bulk operation has failed","type":"x","errors":{{errors}} }],"meta":{"total":3,"success":2,"failed":1} }""");

        Assert.Equal([3L, 1], outcome.Succeeded.Select(metafield => metafield.Id));
        Assert.Equal(new MetafieldBatchFailure<MetafieldCreateEntry>(B, 1, reason, HttpStatusCode.Conflict), Assert.Single(outcome.Failures));
    }

    [Fact]
    public async Task CreateMany_SeveralFailures_KeepTheirReasons()
    {
        var outcome = await Create(
            HttpStatusCode.UnprocessableEntity,
            $$"""{"data":[{{Created("b", 2)}}],"errors":[{"status":422,"errors":{"0":"first"} },{"status":409,"errors":{"2":"third"} }],"meta":[]}""");

        Assert.Equal(
            [new(A, 0, "first", HttpStatusCode.UnprocessableEntity), new(C, 2, "third", HttpStatusCode.Conflict)],
            outcome.Failures);
    }

    [Fact]
    public async Task CreateMany_EveryOneFails_ReturnsAResult()
    {
        var outcome = await Create(
            HttpStatusCode.UnprocessableEntity,
            """{"data":[],"errors":[{"status":422,"errors":{"0":"x","1":"y","2":"z"}}],"meta":{"total":3,"success":0,"failed":3}}""");

        Assert.Empty(outcome.Succeeded);
        Assert.Equal(["x", "y", "z"], outcome.Failures.Select(failure => failure.Message));
        Assert.Equal([A, B, C], outcome.Failures.Select(failure => failure.Input));
    }

    [Fact]
    public async Task CreateMany_EntryWithoutResultOrReason_Fails()
    {
        var outcome = await Create(HttpStatusCode.OK, $$"""{"data":[{{Created("a", 1)}},{{Created("b", 2)}}],"errors":[],"meta":{} }""");

        Assert.Equal(
            new MetafieldBatchFailure<MetafieldCreateEntry>(C, 2, "The API gave neither a result nor a reason.", null),
            Assert.Single(outcome.Failures));
    }

    [Fact]
    public async Task CreateMany_ResultsWithoutNames_AreCounted()
    {
        var outcome = await Create(
            HttpStatusCode.UnprocessableEntity,
            """{"data":[{"id":1},{"id":3}],"errors":[{"status":422,"errors":{"1":"no"}}]}""");

        Assert.Equal(2, outcome.Succeeded.Count);
        Assert.Equal(B, Assert.Single(outcome.Failures).Input);
    }

    [Fact]
    public async Task UpdateMany_PartialSuccess_MatchesById()
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.UnprocessableEntity,
            """{"data":[{"id":"1"}],"errors":[{"status":422,"title":"Bulk operation has failed","errors":{"0":"of nobody","2":"Metafield does not exist"}}],"meta":{"total":2}}""");
        using var client = stub.Client();
        var one = new MetafieldUpdateEntry { Id = 1, Value = "x" };
        var two = new MetafieldUpdateEntry { Id = 2, Value = "x" };

        var outcome = await client.Metafields.UpdateBatchWithResultsAsync([one, two]);

        Assert.Equal(1, Assert.Single(outcome.Succeeded).Id);
        Assert.Equal(
            new MetafieldBatchFailure<MetafieldUpdateEntry>(two, 1, "Metafield does not exist", HttpStatusCode.UnprocessableEntity),
            Assert.Single(outcome.Failures));
    }

    [Fact]
    public async Task DeleteMany_PartialSuccess_MatchesById()
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.UnprocessableEntity,
            """{"data":["123"],"errors":[{"status":422,"title":"Bulk operation has failed","errors":{"1":"Unauthorized to delete","2":"Metafield does not exist"}}],"meta":{"total":3,"success":1,"failed":2}}""");
        using var client = stub.Client();

        var outcome = await client.Metafields.DeleteBatchWithResultsAsync([1, 2, 123]);

        Assert.Equal([123L], outcome.Succeeded);
        Assert.Equal([new(1, 0, "Unauthorized to delete", HttpStatusCode.UnprocessableEntity), new(2, 1, "Metafield does not exist", HttpStatusCode.UnprocessableEntity)], outcome.Failures);
        Assert.Equal(("DELETE", "[1,2,123]"), (stub.Sent[0].Method, stub.Sent[0].Body));
    }

    [Fact]
    public async Task CreateMany_WholeRequestRefused_Throws()
    {
        var stub = new StubHandler().Respond(
            HttpStatusCode.UnprocessableEntity,
            """{"status":422,"title":"JSON data is missing or invalid","errors":{"[0].key":"error.minLength"}}""");
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Metafields.CreateBatchWithResultsAsync([A]));

        Assert.Equal(ApiErrorReason.InvalidFields, exception.Reason);
    }

    private static async Task<MetafieldBatchResult<MetafieldCreateEntry, Metafield>> Create(HttpStatusCode status, string response)
    {
        var stub = new StubHandler().Respond(status, response);
        using var client = stub.Client(storeHash: "abc");

        return await client.Metafields.CreateBatchWithResultsAsync([A, B, C]);
    }

    private static string Created(string key, long id) =>
        $$"""{"id":{{id}},"resource_id":2,"namespace":"app","key":"{{key}}","value":"9-5"}""";
}
