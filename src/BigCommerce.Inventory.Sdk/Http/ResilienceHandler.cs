using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Serialization;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>Runs a call through its store's pipeline; an attempt ends when its answer has been read whole.</summary>
/// <param name="configure">Builds the pipeline; null for the SDK's own.</param>
/// <param name="random">Gives numbers from 0 to 1.</param>
internal sealed class ResilienceHandler(Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? configure, Func<double> random) : DelegatingHandler
{
    // An error says what it has to say in less.
    private const int MaxErrorBytes = 64 * 1024;

    // More is allocated as it comes: a header may promise anything.
    private const int MaxFirstBuffer = 1024 * 1024;

    // A pipeline lives as long as its store's limiter: until nobody has asked for the store for some time.
    private readonly ConditionalWeakTable<StoreRateLimiter, ResiliencePipeline<HttpResponseMessage>> _pipelines = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallContext.Of(request);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        call.AttachTo(context);
        try
        {
            return await PipelineOf(call.Store).ExecuteAsync(
                static (context, state) => state.Handler.AttemptAsync(state.Request, state.Call, context.CancellationToken),
                context,
                (Handler: this, Request: request, Call: call)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> PipelineOf(StoreContext store) =>
        _pipelines.TryGetValue(store.Limiter, out var pipeline) ? pipeline : _pipelines.GetValue(store.Limiter, _ => StorePipeline.Build(store, configure, random));

    private async ValueTask<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CallContext call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        call.BeginAttempt();
        Log.AttemptBegins(call.Store.Logger, call.Method.Method, call.Path, call.Attempts);
        var startedAt = call.Store.Time.GetTimestamp();
        string? errorType = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await ReadWholeAsync(call, response, cancellationToken).ConfigureAwait(false);
            errorType = response.IsSuccessStatusCode ? null : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A timeout of the connection's or of a handler's own.
            errorType = "timeout";
            throw new HttpRequestException(HttpRequestError.Unknown, "The connection gave up waiting.", exception);
        }
        catch (HttpIOException exception)
        {
            // A handler read the body, and the connection broke under it.
            errorType = exception.GetType().FullName;
            throw new HttpRequestException(exception.HttpRequestError, "The answer broke off.", call.Store.SentTokens.Redact(exception));
        }
        catch (Exception exception)
        {
            errorType = exception is OperationCanceledException ? "timeout" : exception.GetType().FullName;
            throw;
        }
        finally
        {
            Telemetry.Attempt(call, call.Store.Time.GetElapsedTime(startedAt), (int?)call.LastStatus, errorType);
        }
    }

    private static async ValueTask ReadWholeAsync(CallContext call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            call.LastStatus = response.StatusCode;
            call.LastHeaders = RateLimitHeaders.Read(response.Headers, call.Store.Time.GetUtcNow());
            var content = new AnswerContent(await ReadBodyAsync(call, response, cancellationToken).ConfigureAwait(false), call, response.StatusCode);
            response.Content.Dispose();
            response.Content = content;
            if (response.IsSuccessStatusCode && !AnswerShape.IsPlausible(call.Method, response.StatusCode, content.Body))
            {
                throw call.UnreadableAnswer(response.StatusCode, content.Body, null);
            }

            call.Phase = AttemptPhase.Answered;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async ValueTask<PooledBufferWriter> ReadBodyAsync(CallContext call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // A refusal's status says enough even if its body does not come whole; but a batch's 422 may hold results.
        var mayBeCut = !response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.UnprocessableEntity;
        var limit = mayBeCut ? Math.Min(MaxErrorBytes, call.Store.Options.MaxResponseBytes) : call.Store.Options.MaxResponseBytes;
        var body = new PooledBufferWriter((int)Math.Clamp((response.Content.Headers.ContentLength ?? 0) + 1, 4096, MaxFirstBuffer));
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (true)
                {
                    var read = await stream.ReadAsync(body.GetMemory(1), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return body;
                    }

                    body.Advance(read);
                    if (body.Length <= limit)
                    {
                        continue;
                    }

                    if (mayBeCut)
                    {
                        return body;
                    }

                    call.Phase = AttemptPhase.Answered;
                    throw call.TooLargeAnswer(response.StatusCode);
                }
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BigCommerceException))
        {
            // A broken connection, or bytes that are not gzip's or Brotli's: their streams have each a way of their own to say so.
            if (mayBeCut)
            {
                return body;
            }

            body.Dispose();
            var cause = call.Store.SentTokens.Redact(exception);
            throw exception is IOException
                ? new HttpRequestException((exception as HttpIOException)?.HttpRequestError ?? HttpRequestError.ResponseEnded, "The answer broke off.", cause)
                : new HttpRequestException(HttpRequestError.InvalidResponse, "The answer could not be decompressed.", cause);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
