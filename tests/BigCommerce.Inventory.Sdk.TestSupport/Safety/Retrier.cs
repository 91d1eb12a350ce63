using System.Net;
using BigCommerce.Inventory.Testing;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Hedging;
using Polly.Retry;

namespace BigCommerce.Inventory.Tests.Safety;

/// <summary>What retries a request, in addition to the client or instead of it.</summary>
/// <param name="Name">The name in the failure list.</param>
/// <param name="Configure">Adds it to the client.</param>
/// <param name="IsBelowTheGate">Whether it retries below the send gate, where the client cannot see it.</param>
public sealed record Retrier(string Name, Action<IServiceCollection, IHttpClientBuilder> Configure, bool IsBelowTheGate = false)
{
    private const int Retries = 3;

    public static IReadOnlyList<Retrier> All { get; } =
    [
        new("the client alone", (_, _) => { }),
        new(
            "strategy outside",
            (_, client) => client.ConfigureStorePipeline((pipeline, context) => pipeline.AddRetry(Always()).AddStoreDefaults(context))),
        new(
            "strategy inside",
            (_, client) => client.ConfigureStorePipeline((pipeline, context) => pipeline.AddStoreDefaults(context).AddRetry(Always()))),
        new("strategy instead", (_, client) => client.ConfigureStorePipeline((pipeline, _) => pipeline.AddRetry(Always()))),
        new(
            "strategy instead, with the rate limit",
            (_, client) => client.ConfigureStorePipeline((pipeline, _) => pipeline.AddRetry(Always()).AddStoreRateLimiter())),
        new(
            "strategy outside the rate limit alone",
            (_, client) => client.ConfigureStorePipeline((pipeline, _) => pipeline.AddStoreRateLimiter().AddRetry(Always()))),
        new("no strategy at all", (_, client) => client.ConfigureStorePipeline((_, _) => { })),
        new(
            "hedging outside",
            (_, client) => client.ConfigureStorePipeline((pipeline, context) => pipeline.AddHedging(Hedged()).AddStoreDefaults(context))),
        new(
            "hedging inside",
            (_, client) => client.ConfigureStorePipeline((pipeline, context) => pipeline.AddStoreDefaults(context).AddHedging(Hedged()))),
        new("hedging instead", (_, client) => client.ConfigureStorePipeline((pipeline, _) => pipeline.AddHedging(Hedged()))),
        new(
            "standard resilience by default",
            (services, _) => services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(Quick))),
        new("standard resilience by default, kept", (services, client) =>
        {
            services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(Quick));
            client.KeepOtherResilienceHandlers();
        }),
        new("standard resilience on the client, kept", (_, client) =>
        {
            client.AddStandardResilienceHandler(Quick);
            client.KeepOtherResilienceHandlers();
        }),
        new("standard hedging by default, kept", (services, client) =>
        {
            services.ConfigureHttpClientDefaults(http => http.AddStandardHedgingHandler());
            client.KeepOtherResilienceHandlers();
        }),
        new("Polly's policy handler, kept", (_, client) =>
        {
            client.AddPolicyHandler(Policy<HttpResponseMessage>.Handle<Exception>().OrResult(
                static response => !response.IsSuccessStatusCode).RetryAsync(Retries));
            client.KeepOtherResilienceHandlers();
        }),
        new("handler", (_, client) => client.AddHttpMessageHandler(() => new RetryingHandler(request => request))),
        new(
            "handler that copies requests",
            (_, client) => client.AddHttpMessageHandler(() => new RetryingHandler(request => Copy(request, withOptions: true)))),
        new(
            "handler that copies requests without options",
            (_, client) => client.AddHttpMessageHandler(() => new RetryingHandler(request => Copy(request, withOptions: false)))),
        new("handler that replaces bodies", (_, client) => client.AddHttpMessageHandler(() => new RetryingHandler(WithOwnBody))),
        new("handler that sends twice at once", (_, client) => client.AddHttpMessageHandler(() => new ParallelDuplicateHandler())),
        new("handler that makes up a success", (_, client) => client.AddHttpMessageHandler(() => new InventedSuccessHandler())),
        new("primary handler", (_, _) => { }, IsBelowTheGate: true),
    ];

    public override string ToString() => Name;

    private static RetryStrategyOptions<HttpResponseMessage> Always() => new()
    {
        MaxRetryAttempts = Retries,
        Delay = TimeSpan.Zero,
        ShouldHandle = static args => new(args.Outcome is { Exception: not null } or { Result.IsSuccessStatusCode: false }),
    };

    private static HedgingStrategyOptions<HttpResponseMessage> Hedged() => new()
    {
        MaxHedgedAttempts = Retries,
        Delay = TimeSpan.Zero,
        ShouldHandle = static args => new(args.Outcome is { Exception: not null } or { Result.IsSuccessStatusCode: false }),
    };

    private static void Quick(Microsoft.Extensions.Http.Resilience.HttpStandardResilienceOptions options)
    {
        options.Retry.Delay = TimeSpan.Zero;
        options.Retry.UseJitter = false;
        options.Retry.ShouldHandle = static args => new(args.Outcome is { Exception: not null } or { Result.IsSuccessStatusCode: false });
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, bool withOptions)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (key, value) in withOptions ? request.Options.ToArray() : [])
        {
            ((IDictionary<string, object?>)copy.Options)[key] = value;
        }

        return copy;
    }

    private static HttpRequestMessage WithOwnBody(HttpRequestMessage request)
    {
        request.Content = request.Content is null ? null : new StringContent("""{"items":[]}""");
        return request;
    }

    /// <summary>Retries every request that does not succeed.</summary>
    internal sealed class RetryingHandler(Func<HttpRequestMessage, HttpRequestMessage> prepare) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var retry = 0; ; retry++)
            {
                try
                {
                    var response = await base.SendAsync(prepare(request), cancellationToken);
                    if (response.IsSuccessStatusCode || retry == Retries)
                    {
                        return response;
                    }
                }
                catch (Exception) when (retry < Retries && !cancellationToken.IsCancellationRequested)
                {
                    // Retry.
                }
            }
        }
    }

    private sealed class ParallelDuplicateHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Task<HttpResponseMessage>[] both = [base.SendAsync(request, cancellationToken), base.SendAsync(request, cancellationToken)];
            return await await Task.WhenAny(both);
        }
    }

    private sealed class InventedSuccessHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                return response.IsSuccessStatusCode
                    ? response
                    : await Failure.Respond(200, """{"transaction_id":"made up","data":[],"meta":{}}""");
            }
            catch (HttpRequestException)
            {
                return await Failure.Respond(200, """{"transaction_id":"made up","data":[],"meta":{}}""");
            }
        }
    }
}
