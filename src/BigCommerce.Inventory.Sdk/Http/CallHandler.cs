using System.Net;
using System.Text.Json;
using BigCommerce.Inventory.Resilience;
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
        HttpResponseMessage response;
        try
        {
            response = await _inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutRejectedException or OperationCanceledException)
        {
            throw Failure(call, exception);
        }

        return Conclude(call, response);
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
        call.Options.OnResponse?.Invoke(ResponseInfoFactory.Create(call, response));
        if (response.IsSuccessStatusCode)
        {
            return WithBody(response);
        }

        using (response)
        {
            var body = response.Content is AnswerContent answer ? answer.Body : [];
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity && HoldsResults(body))
            {
                // A batch of which a part succeeded: a result for the caller, so the status must not stop it.
                return new HttpResponseMessage(HttpStatusCode.MultiStatus) { Content = Detach(response), RequestMessage = response.RequestMessage };
            }

            if (RetrySafety.Judge(call.Method, response.StatusCode) == AttemptVerdict.OutcomeUnknown)
            {
                throw call.OutcomeUnknown($"BigCommerce answered {(int)response.StatusCode}", ApiErrorFactory.Create(call, response.StatusCode, body));
            }

            throw ApiErrorFactory.Create(call, response.StatusCode, body);
        }
    }

    /// <summary>A delete may answer 204 and no body; its caller still gets an object, with nothing in it.</summary>
    private static HttpResponseMessage WithBody(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentLength == 0)
        {
            response.StatusCode = HttpStatusCode.OK;
            response.Content.Dispose();
            response.Content = new ByteArrayContent("{}"u8.ToArray());
        }

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
        catch (JsonException)
        {
            return false;
        }
    }

    private static BigCommerceException Failure(CallContext call, Exception exception)
    {
        if (call.MayHaveBeenHandled && !RetrySafety.IsIdempotent(call.Method))
        {
            return call.OutcomeUnknown("no answer came", exception);
        }

        var attempts = call.Attempts == 1 ? "1 attempt" : $"{call.Attempts} attempts";
        return exception is HttpRequestException
            ? new BigCommerceConnectionException($"{call.Method} {call.Path} got no answer in {attempts}. {exception.Message}", exception)
            : new BigCommerceTimeoutException($"{call.Method} {call.Path} got no answer in time ({attempts}). The limits are RequestOptions.Timeout and the client's Resilience options.", exception);
    }
}
