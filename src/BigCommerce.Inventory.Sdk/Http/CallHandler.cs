using System.Net;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The outermost handler of a client: every request passes through it. It creates the <see cref="Call"/>, executes it in the
/// store's pipeline, and ends it in a response or in one exception.
/// </summary>
/// <param name="store">The client's store.</param>
/// <param name="inner">The application's handlers, the send gate and the primary handler.</param>
internal sealed class CallHandler(StoreContext store, HttpMessageHandler inner) : HttpMessageHandler
{
    // Clients share the inner handlers, so this client must not dispose them.
    private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);
    private readonly bool _isAboveGate = inner is SendGate { IsFirst: true };

    /// <summary>Maps the exception that HttpClient threw: a cancellation gets the call's effect, other exceptions do not change.</summary>
    public static Exception OnFailure(HttpRequestMessage request, Exception exception, CancellationToken cancellationToken)
    {
        if (Call.Find(request) is { } call)
        {
            return exception is OperationCanceledException ? CallErrors.Canceled(call, exception, cancellationToken) : exception;
        }

        // A check rejected the request, or the client is disposed.
        Call.OptionsOf(request).Trace?.NeverOpened();
        return exception;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        RequestGuard.Check(request, path, store.BaseAddress);
        var call = new Call(store, request, path);
        if (!_isAboveGate)
        {
            // Handlers of the application see the id. Without handlers the gate adds it.
            request.Headers.TryAddWithoutValidation(SendGate.CorrelationHeader, call.CorrelationId.ToString("D"));
        }

        var span = call.Span = CallTelemetry.StartCall(call);
        Exception? failure = null;
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        call.AttachTo(context);
        try
        {
            Outcome<HttpResponseMessage> outcome;
            try
            {
                outcome = await store.Pipeline.ExecuteOutcomeAsync(
                    static (context, state) => state.Handler.SendOnceAsync(state.Call, state.Request, context.CancellationToken),
                    context,
                    (Handler: this, Request: request, Call: call)).ConfigureAwait(false);
            }
            finally
            {
                call.EndSending();
                ResilienceContextPool.Shared.Return(context);
            }

            outcome.ThrowIfException();
            var response = ToResult(call, outcome.Result!);
            (response.Content as ResponseContent)?.HandOver();
            return response;
        }
        catch (Exception exception)
        {
            failure = exception is OperationCanceledException && cancellationToken.IsCancellationRequested
                ? exception
                : CallErrors.ToFailure(call, exception);
            if (failure != exception)
            {
                throw failure;
            }

            throw;
        }
        finally
        {
            LogEnd(call, failure);
            CallTelemetry.EndCall(call, span, (int?)call.LastStatus, failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Runs the handlers and checks that a success can be read. The pipeline may call it several times.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<HttpResponseMessage>> SendOnceAsync(
        Call call,
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            response = await _inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Content is not ResponseContent content)
            {
                // A handler replaced the content or the whole response.
                content = new ResponseContent(
                    await ResponseReader.ReadAsync(call, response, cancellationToken).ConfigureAwait(false),
                    call,
                    response.StatusCode);
                response.Content.Dispose();
                response.Content = content;
            }

            return !response.IsSuccessStatusCode || ResponseShape.IsPlausible(call.Method, response.StatusCode, content.Body)
                ? Outcome.FromResult(response)
                : throw CallErrors.InvalidResponse(call, response.StatusCode, content.Body, null);
        }
#pragma warning disable CA1031 // The pipeline gets every exception as an outcome.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            response?.Dispose();
            return Outcome.FromException<HttpResponseMessage>(exception switch
            {
                // A timeout of the connection or of a handler.
                OperationCanceledException when !cancellationToken.IsCancellationRequested => new HttpRequestException(
                    HttpRequestError.Unknown, "The connection or a handler timed out.", exception),

                // The connection failed while a handler read the body.
                HttpIOException broken => new HttpRequestException(
                    broken.HttpRequestError, "The response ended prematurely.", call.Store.SentTokens.Redact(exception)),
                _ => exception,
            });
        }
    }

    private static HttpResponseMessage ToResult(Call call, HttpResponseMessage response)
    {
        InvokeOnResponse(call, response);
        if (response.IsSuccessStatusCode)
        {
            if (call.IsSuccessNotFromApi)
            {
                response.Dispose();
                throw new BigCommerceException(
                    $"A handler or strategy of the application returned a success for {call.Method} {call.Path}, but the API did not. Handlers and strategies must not replace a failed response to a write.");
            }

            call.Succeed();
            if (response.Content is ResponseContent { Body.IsEmpty: true })
            {
                return Empty(response, call);
            }

            // Normalize to 200: Refit returns default for 204.
            response.StatusCode = HttpStatusCode.OK;
            return response;
        }

        if (response.StatusCode == HttpStatusCode.NotFound && call.Is404Success)
        {
            call.Succeed();
            Log.DeletionConfirmed(call.Store.Logger, call.Method.Method, call.Path);
            return Empty(response, call);
        }

        using (response)
        {
            var body = response.Content is ResponseContent content ? content.Body : [];
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity && call.IsMetafieldBatch && ResponseShape.HoldsResults(body))
            {
                // A part of the batch was applied. The result lists the failed entries, so it is returned instead of an exception.
                return new HttpResponseMessage(HttpStatusCode.MultiStatus)
                {
                    Content = Detach(response),
                    RequestMessage = response.RequestMessage,
                };
            }

            throw CallErrors.FromResponse(call, response.StatusCode, body);
        }
    }

    /// <summary>Calls the caller's callback. Its exceptions are logged only: the request may have been applied.</summary>
    private static void InvokeOnResponse(Call call, HttpResponseMessage response)
    {
        try
        {
            call.Options.OnResponse?.Invoke(ToResponseInfo(call, response));
        }
#pragma warning disable CA1031 // The callback is the caller's code and may throw any exception.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.CallbackFailed(call.Store.Logger, call.Method.Method, call.Path, exception);
        }
    }

    private static ResponseInfo ToResponseInfo(Call call, HttpResponseMessage response) => new()
    {
        StatusCode = response.StatusCode,
        Headers = response.Headers.NonValidated.ToDictionary(
            header => header.Key, IReadOnlyList<string> (header) => [.. header.Value], StringComparer.OrdinalIgnoreCase),
        RateLimit = call.LastHeaders.ToStatus(call.Store.Time.GetUtcNow()),
        CorrelationId = call.CorrelationId,
        AttemptCount = call.Attempts,
    };

    /// <summary>Replaces an empty body by content that every result type can be deserialized from.</summary>
    private static HttpResponseMessage Empty(HttpResponseMessage response, Call call)
    {
        response.Content.Dispose();
        response.Content = ResponseContent.EmptyObject(call);
        response.StatusCode = HttpStatusCode.OK;
        return response;
    }

    private static HttpContent Detach(HttpResponseMessage response)
    {
        var content = response.Content;
        response.Content = null;
        return content;
    }

    private static void LogEnd(Call call, Exception? failure)
    {
        var logger = call.Store.Logger;
        switch (failure)
        {
            case null:
                if (logger.IsEnabled(LogLevel.Debug))
                {
                    Log.CallSucceeded(
                        logger,
                        call.Method.Method,
                        call.Path,
                        (int?)call.LastStatus ?? 0,
                        call.Elapsed.TotalMilliseconds,
                        call.Attempts);
                }

                break;
            case not null when !call.IsIdempotent && call.Effect == RequestEffect.Unknown:
                Log.EffectUnknown(logger, call.Method.Method, call.Path, call.SentAt, call.CorrelationId);
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
