using System.Net;
using System.Text;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BigCommerce.Inventory.Http;

/// <summary>Creates every exception that a call ends in.</summary>
internal static class CallErrors
{
    private const int MaxBodyChars = 4096;

    /// <summary>Maps the exception that the pipeline threw to the exception for the caller, and sets the call's effect on it.</summary>
    public static Exception ToFailure(Call call, Exception exception)
    {
        var effect = call.Effect;
        BigCommerceException? failure = exception switch
        {
            BigCommerceEffectUnknownException unknown => unknown,
            _ when effect == RequestEffect.Unknown && !call.IsIdempotent => EffectUnknown(
                call,
                call.StatusInDoubt is { } status ? $"BigCommerce returned {(int)status}" : "no response proves its effect",
                exception),
            BigCommerceException known => known,
            BrokenCircuitException open => CircuitOpen(call, open),
            HttpRequestException => new BigCommerceConnectionException(
                $"{call.Method} {call.Path} received no response in {Attempts(call)}. {exception.Message}",
                exception),
            TimeoutRejectedException or OperationCanceledException => new BigCommerceTimeoutException(
                $"{call.Method} {call.Path} received no response in time ({Attempts(call)}, {call.Elapsed.TotalSeconds:0.#} s). The limits are RequestOptions.Timeout, AttemptTimeout, and the client's Resilience options.",
                exception),

            // An exception of the application's own handler or strategy does not change while the effect is none.
            _ when effect == RequestEffect.None => null,
            _ => new BigCommerceException(
                $"{call.Method} {call.Path} {(effect == RequestEffect.Applied ? "was applied" : "was sent and may have been applied")}, and then a handler or strategy of the application threw: see the inner exception.",
                exception),
        };

        // A success that the client cannot read proves nothing, even if the gate could read it.
        var isUnproven = failure is BigCommerceEffectUnknownException or BigCommerceInvalidResponseException
            && effect == RequestEffect.Applied;
        failure?.SetEffect(isUnproven ? RequestEffect.Unknown : effect);
        return failure ?? exception;
    }

    /// <summary>The exception for a cancelled call.</summary>
    public static BigCommerceCanceledException Canceled(Call call, Exception exception, CancellationToken cancellationToken)
    {
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

    /// <summary>The exception for an error response.</summary>
    public static BigCommerceApiException FromResponse(Call call, HttpStatusCode status, ReadOnlySpan<byte> body) =>
        BigCommerceApiException.Create(Describe(call, status, body));

    /// <summary>The exception for a success whose body cannot be read.</summary>
    public static BigCommerceException InvalidResponse(Call call, HttpStatusCode status, ReadOnlySpan<byte> body, Exception? cause) =>
        call.IsIdempotent
            ? new BigCommerceInvalidResponseException(
                Describe(call, status, body),
                $"BigCommerce returned {(int)status} for {call.Method} {call.Path}, but the body is not the documented JSON. A proxy may have replaced or truncated it: see Error.Body.",
                cause)
            : EffectUnknown(call, $"BigCommerce returned {(int)status}, but the body is not the documented JSON", cause);

    /// <summary>The exception for a response whose body exceeds the size limit.</summary>
    public static BigCommerceException ResponseTooLarge(Call call, HttpStatusCode status)
    {
        var limit = call.Store.Options.MaxResponseBytes;
        return call.IsIdempotent
            ? new BigCommerceInvalidResponseException(
                Describe(call, status, default),
                $"The response to {call.Method} {call.Path} is larger than {limit} bytes. If that size is expected, raise MaxResponseBytes.")
            { IsTooLarge = true }
            : EffectUnknown(
                call,
                $"BigCommerce returned {(int)status}, but the body is larger than the {limit} bytes that MaxResponseBytes allows",
                null);
    }

    /// <summary>The exception for a call that cannot wait for quota any longer.</summary>
    public static BigCommerceRateLimitException QuotaExhausted(Call call, TimeSpan retryAfter)
    {
        var retryAt = retryAfter > TimeSpan.Zero ? call.Store.Time.GetUtcNow() + retryAfter : (DateTimeOffset?)null;
        var error = Describe(call, HttpStatusCode.TooManyRequests, default) with
        {
            RetryAt = retryAt,
            RateLimit = call.Store.Limiter.Quota,
        };
        var until = retryAt is { } at ? $" until {ApiErrorMessage.Instant(at)}" : string.Empty;
        return new BigCommerceRateLimitException(
            error,
            $"{call.Method} {call.Path} was not sent{Again(call)}: the store's quota is exhausted{until}, and the call has no time left to wait for it. The limits are RequestOptions.MaxRateLimitWait, Timeout, and the client's Resilience:MaxRateLimitWait.");
    }

    /// <summary>The exception for a request that is not sent because the caller lost the lease on the store.</summary>
    public static BigCommerceLeaseLostException LeaseLost(Call call) => new(
        $"{call.Method} {call.Path} was not sent{Again(call)}: the lease on store {call.Store.Credentials.StoreHash} was lost. Acquire it again, and resume from the journal.");

    private static BigCommerceEffectUnknownException EffectUnknown(Call call, string what, Exception? cause) => new(
        $"{call.Method} {call.Path} was sent at {ApiErrorMessage.Instant(call.SentAt)}, and {what}. It may or may not have been applied. The client does not send it again, because it could be applied twice. Read the current state, and send the request again only if it was not applied. Correlation id {call.CorrelationId:D}.",
        call.Method.Method,
        call.Path,
        call.SentAt,
        call.CorrelationId,
        cause);

    private static BigCommerceCircuitOpenException CircuitOpen(Call call, BrokenCircuitException open)
    {
        var retryAt = open.RetryAfter is { } wait ? call.Store.Time.GetUtcNow() + wait : (DateTimeOffset?)null;
        return new BigCommerceCircuitOpenException(
            $"{call.Method} {call.Path} was not sent{Again(call)}: almost every recent request to store {call.Store.Credentials.StoreHash} failed, and the circuit breaker is open. The limits are the client's Resilience:CircuitBreaker options.",
            retryAt,
            open);
    }

    private static ApiError Describe(Call call, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var now = call.Store.Time.GetUtcNow();
        var headers = call.LastHeaders;
        var text = Text(body);
        var parsed = ApiErrorBody.Parse(body);

        // Redact after parsing: the JSON may contain the token in escaped form, and a short token may equal a part of its syntax.
        if (call.Store.SentTokens.AnyIn(body))
        {
            text = call.Store.SentTokens.Redact(text);
            parsed = parsed.Select(call.Store.SentTokens.Redact);
        }

        var known = KnownReason.Find(parsed.Title, parsed.Detail, parsed.FieldErrors, status, call.Path);
        return new ApiError
        {
            StatusCode = status,
            Title = parsed.Title,
            Type = parsed.Type,
            Detail = parsed.Detail,
            FieldErrors = parsed.FieldErrors,
            Reason = known.Reason,
            Items = known.Items,
            LocationIds = known.LocationIds,
            Method = call.Method.Method,
            Path = call.Path,
            CorrelationId = call.CorrelationId,
            RateLimit = headers.ToStatus(now),
            AttemptCount = Math.Max(call.Attempts, 1),
            Body = text.Length == 0 ? null : text,
            RetryAt = (headers.RetryAfter ?? (status == HttpStatusCode.TooManyRequests ? headers.Reset : null)) is { } wait
                ? now + wait
                : null,
            RequiredScope = OAuthScope.For(call.Method, call.Path),
        };
    }

    private static string Text(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBodyChars * 4)]);
        return text.Length <= MaxBodyChars ? text : text[..MaxBodyChars];
    }

    private static string Again(Call call) => call.Attempts > 0 ? " again" : string.Empty;

    private static string Attempts(Call call) => call.Attempts == 1 ? "1 attempt" : $"{call.Attempts} attempts";
}
