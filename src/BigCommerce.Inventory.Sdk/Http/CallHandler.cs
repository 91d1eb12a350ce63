using System.Net;
using System.Text.Json;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The outermost handler, one a client: every request passes through here. It opens the call, and ends it in an answer
/// or in one of our exceptions.
/// </summary>
internal sealed class CallHandler(StoreContext store, HttpMessageHandler inner) : HttpMessageHandler
{
    // What is inside is shared between clients and outlives this one.
    private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestGuard.Check(request, store.BaseAddress);
        var call = new CallContext(store, request);
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", call.CorrelationId.ToString("D"));
        var span = call.Span = Telemetry.StartCall(call);
        Exception? failure = null;
        try
        {
            var response = Conclude(call, await _inner.SendAsync(request, cancellationToken).ConfigureAwait(false));
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

    private static HttpResponseMessage Conclude(CallContext call, HttpResponseMessage response)
    {
        Tell(call, response);
        if (response.IsSuccessStatusCode)
        {
            if (response.Content is AnswerContent { Body.IsEmpty: true })
            {
                return Empty(response, call);
            }

            // By now there is a value to read, whatever the number says: from a 204 Refit would read none.
            response.StatusCode = HttpStatusCode.OK;
            return response;
        }

        if (response.StatusCode == HttpStatusCode.NotFound && call.IsDoneBy404)
        {
            Log.DeletionConfirmed(call.Store.Logger, call.Method.Method, call.Path);
            return Empty(response, call);
        }

        using (response)
        {
            var body = response.Content is AnswerContent answer ? answer.Body : [];
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity && call.IsMetafieldBatch && HoldsResults(body))
            {
                // A batch of which a part succeeded: a result for the caller, so the status must not stop it.
                return new HttpResponseMessage(HttpStatusCode.MultiStatus) { Content = Detach(response), RequestMessage = response.RequestMessage };
            }

            var error = ApiErrorFactory.Create(call, response.StatusCode, body);
            throw RetrySafety.Judge(call.Method, response.StatusCode) == AttemptVerdict.OutcomeUnknown
                ? call.OutcomeUnknown($"BigCommerce answered {(int)response.StatusCode}", error)
                : error;
        }
    }

    /// <summary>Gives the caller's callback the answer. Its failure must not make a failure of a request that was applied.</summary>
    private static void Tell(CallContext call, HttpResponseMessage response)
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
    private static HttpResponseMessage Empty(HttpResponseMessage response, CallContext call)
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

    /// <summary>Whether a 422 carries <c>data</c>, which only a batch that partly succeeded does.</summary>
    private static bool HoldsResults(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Array;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter where a name holds half of a surrogate pair, which shows when names are compared.
            return false;
        }
    }

    /// <summary>What the caller gets to see of a failure.</summary>
    private static Exception Failure(CallContext call, Exception exception)
    {
        if (exception is BigCommerceException)
        {
            return exception;
        }

        if (RetrySafety.Judge(call.Method, call.Phase) == AttemptVerdict.OutcomeUnknown)
        {
            return call.OutcomeUnknown("no clear answer came", exception);
        }

        var attempts = call.Attempts == 1 ? "1 attempt" : $"{call.Attempts} attempts";
        return exception switch
        {
            BrokenCircuitException open => CircuitOpen(call, open),
            HttpRequestException => new BigCommerceConnectionException($"{call.Method} {call.Path} got no answer in {attempts}. {exception.Message}", exception),
            TimeoutRejectedException or OperationCanceledException => new BigCommerceTimeoutException(
                $"{call.Method} {call.Path} got no answer in time ({attempts}, {call.Elapsed.TotalSeconds:0.#} s). The limits are RequestOptions.Timeout, AttemptTimeout, and the client's Resilience options.",
                exception),

            // What a user's own handler or strategy throws is for the user.
            _ => exception,
        };
    }

    private static BigCommerceCircuitOpenException CircuitOpen(CallContext call, BrokenCircuitException open)
    {
        var retryAt = open.RetryAfter is { } wait ? call.Store.Time.GetUtcNow() + wait : (DateTimeOffset?)null;
        return new BigCommerceCircuitOpenException(
            $"{call.Method} {call.Path} was not sent: almost every request to store {call.Store.Credentials.StoreHash} failed of late, and the client lets it rest. The limits are the client's Resilience:CircuitBreaker options.",
            retryAt,
            open);
    }

    private static void Report(CallContext call, Exception? failure)
    {
        var logger = call.Store.Logger;
        switch (failure)
        {
            case null:
                Log.CallSucceeded(logger, call.Method.Method, call.Path, (int?)call.LastStatus ?? 0, call.Elapsed.TotalMilliseconds, call.Attempts);
                break;
            case OutcomeUnknownException:
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
