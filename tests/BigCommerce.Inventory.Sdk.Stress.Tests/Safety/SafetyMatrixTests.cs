using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BigCommerce.Inventory.Tests.Safety;

/// <summary>Every retrier with every failure and verb: a POST is applied once at most, and the reported effect is correct.</summary>
public sealed class SafetyMatrixTests
{
    private static readonly (string Verb, Func<BigCommerceInventoryClient, CancellationToken, Task> Call)[] Calls =
    [
        ("GET", (client, token) => client.Items.ListAsync(cancellationToken: token)),
        (
            "PUT",
            (client, token) => client.Adjustments.SetAbsoluteAsync(
                new([new AbsoluteAdjustment(1, ItemKey.Variant(79), 3)]),
                cancellationToken: token)),
        (
            "POST",
            (client, token) => client.Adjustments.AdjustRelativeAsync(
                new([new RelativeAdjustment(1, ItemKey.Variant(79), -3)]),
                cancellationToken: token)),
        ("DELETE", (client, token) => client.Metafields.DeleteAsync(2, 42, cancellationToken: token)),
    ];

    // Calls on virtual time complete at once. One that takes this long hangs.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    // It abandons the attempt that succeeds.
    private const string OwnEnd = "handler that sends twice at once";

    private readonly ManualTimeProvider _time = new() { AdvanceWhenIdle = true };

    public static TheoryData<string> Retriers => [.. Retrier.All.Select(retrier => retrier.Name)];

    [Theory]
    [MemberData(nameof(Retriers))]
    public async Task Call_EveryRetrierAndFailure_AppliesOnceAndReportsItsEffect(string retrier)
    {
        var wrong = new List<string>();
        var cells = 0;
        var candidate = Retrier.All.Single(candidate => candidate.Name == retrier);
        foreach (var failure in Failure.All)
        {
            foreach (var (verb, call) in Calls)
            {
                foreach (var (isApplied, failures) in new[] { (false, 1), (true, 1), (false, int.MaxValue), (true, int.MaxValue) })
                {
                    cells++;
                    using var server = new FailingServer(failure, isApplied, failures, _time);
                    var end = await RunAsync(candidate, server, call);
                    wrong.AddRange(Judge(candidate, failure, verb, server, end).Select(fault =>
                        $"{failure} × {verb}, {(isApplied ? "applied" : "not applied")}, {(failures == 1 ? "once" : "always")}: {fault} ({server.Received} received, {server.Applied} applied, ended in {end?.GetType().Name ?? "success"}: {end?.Message})"));
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(Failure.All.Count * Calls.Length * 4, cells);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Call_NoRetries_ReportsTheEffectOfItsResponse(string verb)
    {
        var call = Calls.Single(candidate => candidate.Verb == verb).Call;
        foreach (var failure in Failure.All)
        {
            using var server = new FailingServer(failure, isApplied: true, failures: int.MaxValue, _time);

            var end = await RunAsync(Retrier.All.Single(candidate => candidate.Name == "no strategy at all"), server, call);

            Assert.Equal((failure.Name, failure.Proof), (failure.Name, RequestEffects.Of(end!)));
            Assert.Equal((failure.Name, 1), (failure.Name, server.Received));
        }
    }

    [Theory]
    [InlineData("PUT", 5)]
    [InlineData("POST", 1)]
    [InlineData("DELETE", 5)]
    [InlineData("GET", 5)]
    public async Task StandardResilienceByDefault_FailingCall_SendsAsManyRequestsAsWithoutIt(string verb, int requests)
    {
        var call = Calls.Single(candidate => candidate.Verb == verb).Call;
        using var server = new FailingServer(
            Failure.All.Single(failure => failure.Name == "status 500"),
            isApplied: false,
            failures: int.MaxValue,
            _time);

        var end = await RunAsync(Retrier.All.Single(retrier => retrier.Name == "standard resilience by default"), server, call);

        Assert.Equal(requests, server.Received);
        Assert.Equal(verb == "GET" ? RequestEffect.None : RequestEffect.Unknown, RequestEffects.Of(end!));
    }

    [Fact]
    public async Task StandardResilienceKept_FailingCall_NamesTheRequestsThatWereSent()
    {
        using var server = new FailingServer(
            Failure.All.Single(failure => failure.Name == "status 500"),
            isApplied: false,
            failures: int.MaxValue,
            _time);

        var end = await RunAsync(
            Retrier.All.Single(retrier => retrier.Name == "standard resilience on the client, kept"),
            server,
            Calls[0].Call);

        Assert.Equal(server.Received, Assert.IsAssignableFrom<BigCommerceApiException>(end).Error.AttemptCount);
        Assert.InRange(server.Received, 6, 100);
    }

    private static IEnumerable<string> Judge(Retrier retrier, Failure failure, string verb, FailingServer server, Exception? end)
    {
        var effect = end is null ? RequestEffect.Applied : RequestEffects.Of(end);
        if (verb == "POST" && server.Applied > 1)
        {
            yield return "applied twice";
        }

        if (verb == "POST" && failure.Proof == RequestEffect.Unknown && server.Received > 1 && !retrier.IsBelowTheGate)
        {
            yield return "sent again although it may have been applied";
        }

        if (verb != "GET" && effect == RequestEffect.None && server.Applied > 0)
        {
            yield return "reported as without effect";
        }

        if (end is not null && effect == RequestEffect.Applied && server.Applied == 0)
        {
            yield return "reported as applied";
        }

        if (end is null && verb != "GET" && server.Applied == 0 && retrier.Name != OwnEnd && !(verb == "DELETE" && failure.Name == "status 404"))
        {
            yield return "ended in a success";
        }

        if (verb == "GET" && end is BigCommerceException { Effect: not RequestEffect.None })
        {
            yield return "a read reported an effect";
        }

        if (end is not (null or BigCommerceException or InvalidOperationException))
        {
            yield return "ended in a foreign exception";
        }
    }

    private async Task<Exception?> RunAsync(
        Retrier retrier,
        FailingServer server,
        Func<BigCommerceInventoryClient, CancellationToken, Task> call)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        var client = services.AddBigCommerceInventory(options =>
        {
            options.StoreHash = "abc";
            options.AccessToken = StubHandler.TestToken;
            options.Resilience.MaxRetryAttempts = 4;
        });
        client.ConfigurePrimaryHttpMessageHandler(() => retrier.IsBelowTheGate ? new RepeatingPrimary(server) : server);
        retrier.Configure(services, client);
        await using var provider = services.BuildServiceProvider();
        return await Record.ExceptionAsync(
            () => call(provider.GetRequiredService<BigCommerceInventoryClient>(), TestContext.Current.CancellationToken)
                .WaitAsync(LongestCall));
    }

    /// <summary>A user's primary handler that sends each request up to four times.</summary>
    private sealed class RepeatingPrimary(HttpMessageHandler network) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _network = new(network, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var retry = 0; ; retry++)
            {
                try
                {
                    var response = await _network.SendAsync(request, cancellationToken);
                    if (response.IsSuccessStatusCode || retry == 3)
                    {
                        return response;
                    }
                }
                catch (Exception) when (retry < 3 && !cancellationToken.IsCancellationRequested)
                {
                    // Retry.
                }
            }
        }
    }
}
