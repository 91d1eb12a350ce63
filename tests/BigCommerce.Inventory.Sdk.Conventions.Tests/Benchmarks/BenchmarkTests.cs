using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Benchmarks;
using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Rivals;
using BigCommerce.Inventory.Benchmarks.Server;

namespace BigCommerce.Inventory.Tests.Benchmarks;

/// <summary>The benchmarks run, and all contenders do the same work. Durations are not checked.</summary>
public class BenchmarkTests
{
    [Fact]
    public Task Scenarios_OfEveryRival_ComputeTheSameResult() => BenchmarkRun.CheckAsync();

    [Theory]
    [InlineData(nameof(IRival.ReadPageAsync), "GET /stores/abc123/v3/inventory/items?limit=1000&page=1")]
    [InlineData(nameof(IRival.WriteBatchAsync), "PUT /stores/abc123/v3/inventory/adjustments/absolute")]
    [InlineData(nameof(IRival.FindItemAsync), "GET /stores/abc123/v3/inventory/items?sku:in=RE-00-000000")]
    public async Task Operation_OfEveryRival_SendsTheSameRequest(string operation, string expected)
    {
        var run = typeof(IRival).GetMethod(operation)!.CreateDelegate<Func<IRival, Task<long>>>();
        var expectedBody = operation == nameof(IRival.WriteBatchAsync)
            ? JsonSerializer.SerializeToNode(Calls.PlainRows, PlainJsonContext.Default.PlainAdjustments)
            : null;
        var stores = new List<RecordingStore>();
        var contenders = AllRivals.On(run, new Uri("http://127.0.0.1/"), () =>
        {
            stores.Add(new RecordingStore());
            return stores[^1];
        });

        foreach (var (contender, store) in contenders.Zip(stores))
        {
            using var resource = contender.Resource;
            await contender.RunAsync();

            Assert.Equal((contender.Name, expected), (contender.Name, store.Request));
            Assert.Equal((contender.Name, Calls.Token), (contender.Name, store.Token));
            Assert.True(JsonNode.DeepEquals(expectedBody, store.Body), $"{contender.Name} sends another body.");
        }
    }

    [Fact]
    public async Task Comparison_RivalWithAnotherResult_ThrowsWithItsName()
    {
        var comparison = new Comparison("Adding", new("right", () => Task.FromResult(3L)), new("wrong", () => Task.FromResult(4L)));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => comparison.RunAsync(Effort.Check));

        Assert.Equal("Adding: wrong computes 4, right 3.", exception.Message);
    }

    [Fact]
    public void Report_SeveralResults_ShowsRatiosToTheFirst()
    {
        var output = new StringWriter();
        Sample[] reference = [Sample(10, 100), Sample(20, 100), Sample(10, 100)];
        Report.Write(
            output,
            "Adding",
            [new Result("first", reference, reference), new Result("second", [Sample(5, 50), Sample(5, 50), Sample(20, 50)], reference)]);

        Assert.Equal(
            [
                "",
                "### Adding",
                "",
                "|  | CPU | CPU ratio | middle half | allocated | ratio |",
                "| --- | ---: | ---: | :---: | ---: | ---: |",
                "| first | 10.0 µs | 1.00 | 1.00–1.00 | 100 B | 1.00 |",
                "| second | 5.0 µs | 0.50 | 0.38–1.25 | 50 B | 0.50 |",
                "",
            ],
            output.ToString().ReplaceLineEndings("\n").Split('\n'));

        static Sample Sample(int microseconds, int bytes) => new(TimeSpan.FromMicroseconds(microseconds), TimeSpan.Zero, bytes);
    }

    [Fact]
    public async Task BenchmarkRun_UnknownArgument_PrintsUsage()
    {
        var output = new StringWriter();

        Assert.Equal(2, await BenchmarkRun.RunAsync(["--fast"], output));
        Assert.Contains("--quick", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Records the last request, with its query decoded and sorted.</summary>
    private sealed class RecordingStore : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _store = new(new StubStore());

        public string? Request { get; private set; }

        public string? Token { get; private set; }

        public JsonNode? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            var query = string.Join(
                '&',
                address.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal).Select(Uri.UnescapeDataString));
            Request = $"{request.Method} {address.AbsolutePath}{(query.Length == 0 ? "" : "?")}{query}";
            Token = request.Headers.GetValues(Calls.TokenHeader).Single();
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Body = body.Length == 0 ? null : JsonNode.Parse(body);
            return await _store.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _store.Dispose();
            base.Dispose(disposing);
        }
    }
}
