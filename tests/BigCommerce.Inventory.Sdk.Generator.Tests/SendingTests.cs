using System.Text.Json;
using BigCommerce.Inventory.Generator.Tests.Harness;

namespace BigCommerce.Inventory.Generator.Tests;

/// <summary>What becomes of a request's answer, its failure and its cancellation.</summary>
public sealed class SendingTests
{
    private const string Api = """
        public interface IApi
        {
            [Get("/answer")]
            Task<Answer> GetAsync(CancellationToken token = default);

            [Put("/answer")]
            Task PutAsync([Body] Answer answer, CancellationToken token = default);

            [Delete("/answer")]
            Task DeleteAsync();
        }

        public sealed record Answer(int Number);
        """;

    private const string Get = "api.GetAsync(token)";
    private const string Put = "api.PutAsync(new Answer(1), token)";
    private const string Delete = "api.DeleteAsync()";

    private static readonly GeneratedApi Generated = new(Api, Get, Put, Delete);

    [Fact]
    public async Task An_answer_is_read_from_the_stream_and_then_disposed()
    {
        var content = new TrackedContent("""{"number":42}""");
        using var client = new StubHandler { Answer = () => content }.CreateClient();

        var answer = await Generated.CallAsync(Get, client);

        Assert.Equal("Answer { Number = 42 }", answer!.ToString());
        Assert.True(content.WasRead);
        Assert.False(content.WasBuffered);
        Assert.True(content.IsDisposed);
    }

    [Theory]
    [InlineData(Put)]
    [InlineData(Delete)]
    public async Task Without_a_result_the_answer_is_disposed_unread(string call)
    {
        var content = new TrackedContent("not JSON");
        using var client = new StubHandler { Answer = () => content }.CreateClient();

        await Generated.CallAsync(call, client);

        Assert.False(content.WasRead);
        Assert.False(content.WasBuffered);
        Assert.True(content.IsDisposed);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_disposed_too()
    {
        var content = new TrackedContent("not JSON");
        using var client = new StubHandler { Answer = () => content }.CreateClient();

        await Assert.ThrowsAsync<JsonException>(() => Generated.CallAsync(Get, client));

        Assert.True(content.IsDisposed);
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Put)]
    [InlineData(Delete)]
    public async Task A_failure_of_the_handlers_passes_through_untouched(string call)
    {
        var failure = new InvalidOperationException("The store is closed.");
        using var client = new StubHandler { Answer = () => throw failure }.CreateClient();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Generated.CallAsync(call, client));

        Assert.Same(failure, exception);
    }

    [Fact]
    public async Task A_sent_request_is_disposed_with_its_body()
    {
        var handler = new StubHandler();
        using var client = handler.CreateClient();

        await Generated.CallAsync(Put, client);

        Assert.Equal("""{"number":1}""", handler.Body);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => handler.Request!.Content!.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Put)]
    public async Task Cancelling_the_token_cancels_the_call(string call)
    {
        using var cancellation = new CancellationTokenSource();
        using var client = new StubHandler
        {
            Answer = () =>
            {
                cancellation.Cancel();
                throw new OperationCanceledException(cancellation.Token);
            },
        }.CreateClient();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Generated.CallAsync(call, client, cancellation.Token));

        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Theory]
    [InlineData(Put, true)]
    [InlineData(Delete, false)]
    public async Task The_token_reaches_the_handlers_where_the_method_takes_one(string call, bool expected)
    {
        using var cancellation = new CancellationTokenSource();
        StubHandler? handler = null;
        var cancelled = false;
        handler = new StubHandler
        {
            Answer = () =>
            {
                cancellation.Cancel();
                cancelled = handler!.Token.IsCancellationRequested;
                return new StringContent("");
            },
        };
        using var client = handler.CreateClient();

        await Generated.CallAsync(call, client, cancellation.Token);

        Assert.Equal(expected, cancelled);
    }

    [Fact]
    public void The_factory_refuses_what_is_not_a_wire_interface()
    {
        using var generated = new GeneratedApi(Api + "\npublic interface IOther;", "Task.FromResult(ApiFactory.Create<IOther>(client))");
        using var client = new StubHandler().CreateClient();

        var exception = Assert.Throws<NotSupportedException>(() => { _ = generated.CallAsync("Task.FromResult(ApiFactory.Create<IOther>(client))", client); });

        Assert.Equal("IOther has no methods with [Get], [Post], [Put] or [Delete].", exception.Message);
    }

    [Fact]
    public void The_factory_needs_a_client()
    {
        var exception = Assert.Throws<ArgumentNullException>(() => Generated.Create(null!));

        Assert.Equal("client", exception.ParamName);
    }
}
