using System.Net;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Serialization;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>Runs a call through the pipeline; an attempt ends when its answer has been read whole.</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallContext.Of(request);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(StorePipeline.Call, call);
        try
        {
            return await pipeline.ExecuteAsync(
                static (context, state) => state.Handler.AttemptAsync(state.Request, state.Call, context.CancellationToken),
                context,
                (Handler: this, Request: request, Call: call)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CallContext call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        call.Attempts++;
        call.SentAt = call.Store.Time.GetUtcNow();
        call.MayHaveBeenHandled = true;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return await ReadWholeAsync(call, response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (RetrySafety.NeverSent(exception))
        {
            call.MayHaveBeenHandled = false;
            throw;
        }
    }

    private static async ValueTask<HttpResponseMessage> ReadWholeAsync(CallContext call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var now = call.Store.Time.GetUtcNow();
            call.LastHeaders = RateLimitHeaders.Read(response.Headers, now);
            call.Store.Quota = call.LastHeaders.ToQuota(now) ?? call.Store.Quota;
            var body = await ReadBodyAsync(call, response, cancellationToken).ConfigureAwait(false);
            var content = new AnswerContent(body, call, response.StatusCode);
            response.Content.Dispose();
            response.Content = content;
            if (response.IsSuccessStatusCode && !AnswerShape.IsPlausible(call.Method, response.StatusCode, content.Body))
            {
                throw call.UnreadableAnswer(response.StatusCode, content.Body, null);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async ValueTask<PooledBufferWriter> ReadBodyAsync(CallContext call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var limit = call.Store.Options.MaxResponseBytes;
        var expected = Math.Clamp(response.Content.Headers.ContentLength ?? 0, 0, limit);
        var body = new PooledBufferWriter((int)Math.Max(expected + 1, 4096));
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
                    if (body.Length > limit)
                    {
                        throw TooLarge(call, response, limit);
                    }
                }
            }
        }
        catch (IOException exception) when (exception is not HttpIOException)
        {
            body.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer broke off.", exception);
        }
        catch (HttpIOException exception)
        {
            body.Dispose();
            throw new HttpRequestException(exception.HttpRequestError, "The answer broke off.", exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // GZip and Brotli streams each have their own way to say that the bytes are not theirs.
            body.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer could not be decompressed.", exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static BigCommerceException TooLarge(CallContext call, HttpResponseMessage response, int limit) =>
        response.IsSuccessStatusCode && !RetrySafety.IsIdempotent(call.Method)
            ? call.OutcomeUnknown($"the answer is larger than {limit} bytes", null)
            : new BigCommerceResponseException(
                ApiErrorFactory.Describe(call, response.StatusCode, default),
                $"The answer to {call.Method} {call.Path} is larger than {limit} bytes. If that is right, raise MaxResponseBytes.");
}
