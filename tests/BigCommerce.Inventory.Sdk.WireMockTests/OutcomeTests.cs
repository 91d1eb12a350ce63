using System.Globalization;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>Every operation with every response and fault: its result, its exception, and the number of requests.</summary>
public sealed class OutcomeTests : ClientTest
{
    /// <summary>One operation of each kind, for tests that take longer.</summary>
    private static readonly string[] OneOfEachVerb = ["list-items", "absolute-adjustment", "relative-adjustment", "delete-locations"];

    // These responses never complete, so the test advances time past the attempt's timeout.
    private static readonly string[] Slow = ["fault-delay", "fault-slow-body"];

    public static TheoryData<string, string> Matrix => new(
        from operation in Operation.All
        from @case in MappingFiles.Cases(MappingFiles.EveryOperation).Except(Slow)
        select (operation.Name, @case));

    public static TheoryData<string, string> SlowMatrix =>
        new(from operation in OneOfEachVerb from @case in Slow select (operation, @case));

    public static TheoryData<string, string> Passing => new(
        from operation in Operation.All
        from @case in MappingFiles.Cases(MappingFiles.EveryOperation).Except(Slow)
        where Outcomes.Of(operation, @case).Requests > 1
        select (operation.Name, @case));

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Call_EveryOperationAndCase_EndsAsTheTableSays(string operationName, string @case)
    {
        var operation = Operation.Named(operationName);
        var expected = Outcomes.Of(operation, @case);
        Server.Stub(operationName, @case);

        var failure = await Record.ExceptionAsync(() => operation.Call(Client, null));

        Assert.Equal(expected.Failure, failure?.GetType());
        var requests = Server.Requests;
        Assert.InRange(requests.Count, expected.Requests, expected.MaxRequests);
        Assert.All(requests, request => Assert.Equal(operation.RequestLine, request.ToString()));
        AssertSays(failure, operation, MappingFiles.Response(@case));
        Assert.DoesNotContain(StubServer.AccessToken, $"{failure}", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Call_TransientFailure_IsRetried(string operationName, string @case)
    {
        var operation = Operation.Named(operationName);
        Server.StubSequence(operationName, @case, MappingFiles.Success);

        await operation.Call(Client, null);

        AssertRequests(operation.RequestLine, operation.RequestLine);
    }

    [Theory]
    [MemberData(nameof(SlowMatrix))]
    public async Task Call_AttemptTooSlow_TimesOut(string operationName, string @case)
    {
        var operation = Operation.Named(operationName);
        var expected = Outcomes.Of(operation, @case);
        var limit = TimeSpan.FromSeconds(10);
        Server.Stub(operationName, @case);

        var call = operation.Call(Client, new RequestOptions { AttemptTimeout = limit });
        for (var attempt = 1; attempt <= expected.Requests; attempt++)
        {
            await Server.WaitForStalledResponseAsync();
            Time.Advance(limit);
        }

        var failure = await Record.ExceptionAsync(() => call);
        Assert.Equal(expected.Failure, failure?.GetType());
        AssertRequests([.. Enumerable.Repeat(operation.RequestLine, expected.Requests)]);
    }

    [Theory]
    [InlineData("429-with-reset", 1.5)]
    [InlineData("429-with-requests-left", 1.5)]
    [InlineData("429-retry-after", 2)]
    [InlineData("429-x-retry-after", 2)]
    public async Task Wait_RetryHeaders_IsWhatTheySay(string @case, double seconds)
    {
        foreach (var name in OneOfEachVerb)
        {
            Server.StubSequence(name, @case, MappingFiles.Success);
            var before = Time.Elapsed;

            await Operation.Named(name).Call(Client, null);

            Assert.InRange((Time.Elapsed - before).TotalSeconds, seconds, seconds + 0.001);
        }
    }

    [Theory]
    [InlineData("list-items", "503-maintenance", 0.25, 0.5)]
    [InlineData("absolute-adjustment", "503-maintenance", 1, 2)]
    [InlineData("delete-locations", "fault-connection-reset", 1, 2)]
    public async Task Wait_NoHeaders_IsLongerForWritesThanForReads(string operation, string @case, double min, double max)
    {
        Server.StubSequence(operation, @case, MappingFiles.Success);

        await Operation.Named(operation).Call(Client, null);

        Assert.InRange(Time.Elapsed.TotalSeconds, min, max);
    }

    [Theory]
    [InlineData("list-items")]
    [InlineData("absolute-adjustment")]
    [InlineData("relative-adjustment")]
    [InlineData("delete-locations")]
    public async Task Wait_Bare429_IsUpToOneSecond(string operation)
    {
        Server.StubSequence(operation, "429-bare", MappingFiles.Success);

        await Operation.Named(operation).Call(Client, null);

        Assert.InRange(Time.Elapsed.TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void OutcomesTable_Always_HasEveryCase() =>
        Assert.Equal(MappingFiles.Cases(MappingFiles.EveryOperation), Outcomes.Table.Keys.Order(StringComparer.Ordinal));

    private static void AssertSays(Exception? failure, Operation operation, StubResponse response)
    {
        var path = $"{StubServer.StorePath}{operation.RequestLine.Split(' ')[1]}";
        switch (failure)
        {
            case BigCommerceApiException { Error: var error }:
                Assert.Equal(response.Status, (int)error.StatusCode);
                Assert.Equal(response.Json is JsonObject problem ? problem["title"]?.GetValue<string>() : null, error.Title);
                Assert.Equal((operation.Method, path), (error.Method, error.Path));
                Assert.Equal(operation.Scope, error.RequiredScope);
                Assert.Contains($"{operation.Method} {path}", failure.Message, StringComparison.Ordinal);
                break;
            case BigCommerceEffectUnknownException unknown:
                Assert.Equal((operation.Method, path), (unknown.Method, unknown.Path));
                Assert.Contains("may or may not have been applied", failure.Message, StringComparison.Ordinal);
                break;
            case BigCommerceConnectionException:
                Assert.StartsWith(
                    string.Create(CultureInfo.InvariantCulture, $"{operation.Method} {path} received no response in 5 attempts."),
                    failure.Message,
                    StringComparison.Ordinal);
                break;
        }
    }
}
