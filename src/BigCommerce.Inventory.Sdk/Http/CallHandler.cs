using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The outermost handler, one a client: every request passes through here. It opens the call, runs it through the store's
/// pipeline, and ends it in a response or in one exception.
/// </summary>
/// <param name="store">The client's store.</param>
/// <param name="inner">The user's handlers, the send gate and the primary handler.</param>
internal sealed class CallHandler(StoreContext store, HttpMessageHandler inner) : HttpMessageHandler
{
    // What is inside is shared between clients and outlives this one.
    private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

    /// <summary>What the caller gets for what HttpClient threw: the same, except for a cancellation, which then carries the call's effect.</summary>
    public static Exception OnFailure(HttpRequestMessage request, Exception exception, CancellationToken cancellationToken)
    {
        if (Call.Find(request) is not { } call)
        {
            // It was refused before the call was opened: by a check, or because the client is disposed.
            Call.OptionsOf(request).Trace?.NeverOpened();
            return exception;
        }

        if (exception is not OperationCanceledException)
        {
            return exception;
        }

        var effect = call.Effect;
        var consequence = effect switch
        {
            RequestEffect.None => "It changed nothing.",
            RequestEffect.Applied => "It was applied.",
            _ => "It was sent, and may have been applied.",
        };
        var cause = cancellationToken.IsCancellationRequested ? "was cancelled" : "ended because its client was disposed";
        return new BigCommerceCanceledException($"{call.Method} {call.Path} {cause}. {consequence}", effect, exception, cancellationToken);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestGuard.Check(request, store.BaseAddress);
        var call = new Call(store, request);
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", call.CorrelationId.ToString("D"));
        var span = call.Span = Telemetry.StartCall(call);
        Exception? failure = null;
        try
        {
            var response = Conclude(call, await RunAsync(call, request, cancellationToken).ConfigureAwait(false));
            (response.Content as AnswerContent)?.HandOver();
            return response;
        }
        catch (Exception exception)
        {
            failure = exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? exception : Failure(call, exception);
            if (failure != exception)
            {
                throw failure;
            }

            throw;
        }
        finally
        {
            Report(call, failure);
            Telemetry.EndCall(call, span, (int?)call.LastStatus, failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> RunAsync(Call call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        call.AttachTo(context);
        try
        {
            return await store.Pipeline.ExecuteAsync(
                static (context, state) => state.Handler.SendOnceAsync(state.Call, state.Request, context.CancellationToken),
                context,
                (Handler: this, Request: request, Call: call)).ConfigureAwait(false);
        }
        finally
        {
            call.EndSending();
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>What the pipeline runs once or more often: the handlers, and the check that a success can be read.</summary>
    private async ValueTask<HttpResponseMessage> SendOnceAsync(Call call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HttpResponseMessage? response = null;
        try
        {
            response = await _inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Content is not AnswerContent content)
            {
                // A handler replaced the gate's content, or the whole response.
                content = new AnswerContent(await ResponseReader.ReadAsync(call, response, cancellationToken).ConfigureAwait(false), call, response.StatusCode);
                response.Content.Dispose();
                response.Content = content;
            }

            return !response.IsSuccessStatusCode || AnswerShape.IsPlausible(call.Method, response.StatusCode, content.Body)
                ? response
                : throw call.UnreadableAnswer(response.StatusCode, content.Body, null);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            switch (exception)
            {
                case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                    // A timeout of the connection's or of a handler's own.
                    throw new HttpRequestException(HttpRequestError.Unknown, "The connection gave up waiting.", exception);
                case HttpIOException broken:
                    // The connection broke while a handler read the body.
                    throw new HttpRequestException(broken.HttpRequestError, "The answer broke off.", call.Store.SentTokens.Redact(exception));
                default:
                    throw;
            }
        }
    }

    private static HttpResponseMessage Conclude(Call call, HttpResponseMessage response)
    {
        InvokeOnResponse(call, response);
        if (response.IsSuccessStatusCode)
        {
            if (call.IsSuccessMadeUp)
            {
                response.Dispose();
                throw new BigCommerceException($"A handler or strategy of the application made a success of {call.Method} {call.Path}, but the API reported none.");
            }

            call.Succeed();
            if (response.Content is AnswerContent { Body.IsEmpty: true })
            {
                return Empty(response, call);
            }

            // Normalize to 200: Refit returns default for 204.
            response.StatusCode = HttpStatusCode.OK;
            return response;
        }

        if (response.StatusCode == HttpStatusCode.NotFound && call.IsDoneBy404)
        {
            call.Succeed();
            Log.DeletionConfirmed(call.Store.Logger, call.Method.Method, call.Path);
            return Empty(response, call);
        }

        using (response)
        {
            var body = response.Content is AnswerContent answer ? answer.Body : [];
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity && call.IsMetafieldBatch && AnswerShape.HoldsResults(body))
            {
                // A batch of which a part succeeded: a result for the caller, so the status must not stop it.
                return new HttpResponseMessage(HttpStatusCode.MultiStatus) { Content = Detach(response), RequestMessage = response.RequestMessage };
            }

            throw ApiErrorFactory.Create(call, response.StatusCode, body);
        }
    }

    /// <summary>Gives the caller's callback the answer. Its failure must not make a failure of a request that was applied.</summary>
    private static void InvokeOnResponse(Call call, HttpResponseMessage response)
    {
        try
        {
            call.Options.OnResponse?.Invoke(ResponseInfoFactory.Create(call, response));
        }
#pragma warning disable CA1031 // The callback is the caller's own code and may throw anything.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.CallbackFailed(call.Store.Logger, call.Method.Method, call.Path, exception);
        }
    }

    /// <summary>A success without a body, in a form that every result can be read from.</summary>
    private static HttpResponseMessage Empty(HttpResponseMessage response, Call call)
    {
        response.Content.Dispose();
        response.Content = AnswerContent.EmptyObject(call);
        response.StatusCode = HttpStatusCode.OK;
        return response;
    }

    private static HttpContent Detach(HttpResponseMessage response)
    {
        var content = response.Content;
        response.Content = null;
        return content;
    }

    /// <summary>The exception that the caller gets. Whatever it is, it carries the call's effect.</summary>
    private static Exception Failure(Call call, Exception exception)
    {
        var effect = call.Effect;
        BigCommerceException? failure = exception switch
        {
            BigCommerceEffectUnknownException unknown => unknown,
            _ when effect == RequestEffect.Unknown && !call.IsIdempotent => call.OutcomeUnknown(
                call.StatusInDoubt is { } status ? $"BigCommerce answered {(int)status}" : "no clear answer came", exception),
            BigCommerceException known => known,
            BrokenCircuitException open => CircuitOpen(call, open),
            HttpRequestException => new BigCommerceConnectionException($"{call.Method} {call.Path} got no answer in {Attempts(call)}. {exception.Message}", exception),
            TimeoutRejectedException or OperationCanceledException => new BigCommerceTimeoutException(
                $"{call.Method} {call.Path} got no answer in time ({Attempts(call)}, {call.Elapsed.TotalSeconds:0.#} s). The limits are RequestOptions.Timeout, AttemptTimeout, and the client's Resilience options.",
                exception),

            // What a user's own handler or strategy throws stays as it is, while it can only mean that nothing was done.
            _ when effect == RequestEffect.None => null,
            _ => new BigCommerceException(
                $"{call.Method} {call.Path} {(effect == RequestEffect.Applied ? "was applied" : "was sent and may have been applied")}, and then a handler or strategy of the application threw: see the inner exception.",
                exception),
        };

        // A success that the client could not read proves nothing, even if the gate found it readable.
        failure?.Settle(failure is BigCommerceEffectUnknownException or BigCommerceInvalidResponseException && effect == RequestEffect.Applied ? RequestEffect.Unknown : effect);
        return failure ?? exception;
    }

    private static string Attempts(Call call) => call.Attempts == 1 ? "1 attempt" : $"{call.Attempts} attempts";

    private static BigCommerceCircuitOpenException CircuitOpen(Call call, BrokenCircuitException open)
    {
        var retryAt = open.RetryAfter is { } wait ? call.Store.Time.GetUtcNow() + wait : (DateTimeOffset?)null;
        return new BigCommerceCircuitOpenException(
            $"{call.Method} {call.Path} was not sent{(call.Attempts > 0 ? " again" : string.Empty)}: almost every request to store {call.Store.Credentials.StoreHash} failed of late, and the client lets it rest. The limits are the client's Resilience:CircuitBreaker options.",
            retryAt,
            open);
    }

    private static void Report(Call call, Exception? failure)
    {
        var logger = call.Store.Logger;
        switch (failure)
        {
            case null:
                Log.CallSucceeded(logger, call.Method.Method, call.Path, (int?)call.LastStatus ?? 0, call.Elapsed.TotalMilliseconds, call.Attempts);
                break;
            case not null when !call.IsIdempotent && call.Effect == RequestEffect.Unknown:
                Log.OutcomeUnknown(logger, call.Method.Method, call.Path, call.SentAt, call.CorrelationId);
                break;
            default:
                if (logger.IsEnabled(LogLevel.Debug))
                {
                    Log.CallFailed(logger, call.Method.Method, call.Path, call.Elapsed.TotalMilliseconds, call.Attempts, failure.Message);
                }

                break;
        }
    }
}
