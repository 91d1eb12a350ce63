using System.Net;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Serialization;
using BigCommerce.Inventory.Tests.Support;
using Polly;
using Polly.Retry;

namespace BigCommerce.Inventory.Tests.Http;

/// <summary>
/// Refit copies a response's body before it calls the serializer. The client's content avoids that copy, and handlers can still read it.
/// </summary>
public class ResponseCopyTests
{
    private const int BodySize = 512 * 1024;

    private static readonly string Body = $$"""{"data":[{{new string(' ', BodySize)}}]}""";

    [Fact]
    public void Response_ReadByRefit_IsNotCopied()
    {
        using var client = new StubHandler().Respond(Body).Respond(Body).Client();
        var before = 0L;
        var options = new RequestOptions { OnResponse = _ => before = GC.GetAllocatedBytesForCurrentThread() };

        // The first call also allocates static data.
        Read(client, options);
        var page = Read(client, options);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, BodySize / 16);
        Assert.Empty(page.Data);
    }

    [Fact]
    public void Response_ReadByAStrategyFirst_IsCompleteForBoth()
    {
        string? seen = null;
        long? length = null;
        using var client = Client(new StubHandler().Respond("""{"data":[],"meta":{"pagination":{"total":7}}}"""), content =>
        {
            length = content.Headers.ContentLength;
            seen = content.ReadAsStringAsync().GetAwaiter().GetResult();
        });

        var page = Read(client);

        Assert.Equal("""{"data":[],"meta":{"pagination":{"total":7}}}""", seen);
        Assert.Equal(seen!.Length, length);
        Assert.Equal(7, page.Meta?.Pagination?.Total);
    }

    [Fact]
    public async Task HandOver_AfterContentLengthWasRead_LeavesNothing()
    {
        var body = new PooledBufferWriter(16);
        body.GetSpan(16)[..16].Fill((byte)' ');
        body.Advance(16);
        using var content = new ResponseContent(body, call: null!, HttpStatusCode.OK);
        Assert.Equal(16, content.Headers.ContentLength);

        content.HandOver();

        Assert.Null(content.Headers.ContentLength);
        await content.LoadIntoBufferAsync();
        Assert.Empty(await content.ReadAsByteArrayAsync());
        Assert.Equal(16, content.Body.Length);
    }

    [Fact]
    public async Task Response_Read_ReturnsItsBuffer()
    {
        var contents = new List<ResponseContent>();
        using var client = Client(
            new StubHandler().Respond("""{"data":[]}""").Respond(HttpStatusCode.NoContent),
            content => contents.Add(Assert.IsType<ResponseContent>(content)));

        await client.Items.ListAsync();
        await client.Metafields.DeleteAsync(2, 42);

        Assert.Equal(2, contents.Count);
        Assert.All(contents, content => Assert.Equal(0, content.Body.Length));
    }

    private static BigCommerceInventoryClient Client(StubHandler stub, Action<HttpContent> look) =>
        new("copies", StubHandler.TestToken, settings: new()
        {
            HttpHandler = stub,
            ConfigurePipeline = (pipeline, _) => pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = attempt =>
                {
                    look(attempt.Outcome.Result!.Content);
                    return ValueTask.FromResult(false);
                },
            })
        });

    /// <summary>Reads on the current thread only, so that its allocation counter is meaningful.</summary>
    private static Page<InventoryItem> Read(BigCommerceInventoryClient client, RequestOptions? options = null)
    {
        var page = client.Items.ListAsync(options: options);
        Assert.True(page.IsCompletedSuccessfully);
        return page.Result;
    }
}
