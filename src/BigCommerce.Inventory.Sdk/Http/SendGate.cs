using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The innermost delegating handler: every request passes it before the primary handler sends it. It adds the headers and the
/// token, for the configured host only. It rejects a second attempt of a request that is not idempotent, unless every earlier
/// attempt had no effect. Each pass ends in one <see cref="AttemptResult"/>.
/// </summary>
/// <remarks>
/// The primary handler gets a separate message, so that outer handlers and logs do not see the token and overlapping attempts
/// share no state. A primary handler of the application may retry below the gate; <see cref="OutgoingContent"/> then prevents
/// that the body of a POST is written twice.
/// </remarks>
/// <param name="primary">The primary handler.</param>
/// <param name="isFirst">Whether there is no handler above the gate.</param>
internal sealed class SendGate(HttpMessageHandler primary, bool isFirst) : DelegatingHandler(primary)
{
    // An in-process primary handler, such as the emulator's, sets this option when it has read a body but did not process the request.
    private static readonly HttpRequestOptionsKey<bool> NotReceived = new("BigCommerce.Inventory.NotReceived");

    public const string CorrelationHeader = "X-Correlation-Id";

    private const string TokenHeader = "X-Auth-Token";

    // The socket handlers do not read a request's options.
    private readonly bool _copiesOptions = primary is not (SocketsHttpHandler or HttpClientHandler);

    /// <summary>Whether there is no handler above the gate.</summary>
    public bool IsFirst => isFirst;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Call.Of(request);
        var store = call.Store;
        if (!IsOfTheStore(request.RequestUri, store))
        {
            throw new InvalidOperationException(
                $"A handler changed the request's host to {request.RequestUri?.Authority}. The request was not sent, because the access token is for {store.BaseAddress.Authority} only.");
        }

        var attempt = call.BeginAttempt();
        HttpRequestMessage? outgoing = null;
        QuotaPermit? permit = null;
        long startedAt = 0;
        string? errorType = null;
        try
        {
            var token = attempt.NewToken ?? await store.Credentials.GetTokenAsync(cancellationToken).ConfigureAwait(false);
            permit = await call.TakePermitAsync(cancellationToken).ConfigureAwait(false);
            outgoing = CreateOutgoing(call, request, token);
            store.SentTokens.Add(token);
            if (call.Options.Lease is { IsHeld: false })
            {
                throw CallErrors.LeaseLost(call);
            }

            call.BeginSending(attempt);
            Log.AttemptStarts(store.Logger, call.Method.Method, call.Path, attempt.Number);
            startedAt = store.Time.GetTimestamp();
            var response = await base.SendAsync(outgoing, cancellationToken).ConfigureAwait(false);
            if (response.RequestMessage is { RequestUri: { } actual } && actual != request.RequestUri)
            {
                response.Dispose();
                attempt.End(NoResponse(call));
                throw new InvalidOperationException(
                    $"The primary handler followed a redirect to {actual.Authority} and sent the access token there. Set AllowAutoRedirect = false on the handler.");
            }

            await ReceiveAsync(call, attempt, request, response, token, cancellationToken).ConfigureAwait(false);
            errorType = response.IsSuccessStatusCode ? null : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        catch (Exception exception) when (attempt.IsSending)
        {
            errorType = exception is OperationCanceledException ? "timeout" : exception.GetType().FullName;
            if (NeverSent(outgoing!, exception))
            {
                attempt.End(AttemptResult.NotSent);
            }

            if (NetworkFailure(store, exception) is { } failure)
            {
                throw failure;
            }

            throw;
        }
        finally
        {
            // The first result counts.
            attempt.End(attempt.IsSending ? NoResponse(call) : AttemptResult.NotSent);
            if (attempt.IsSending)
            {
                CallTelemetry.Attempt(call, attempt.Number, startedAt, attempt.Result, errorType);
            }

            if (permit is { } granted)
            {
                ReturnPermit(call, granted, attempt.Result!);
            }
        }
    }

    /// <summary>Reads the complete response, ends the attempt, and gets another token if the API rejected this one.</summary>
    private async Task ReceiveAsync(
        Call call,
        Attempt attempt,
        HttpRequestMessage request,
        HttpResponseMessage response,
        string token,
        CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var headers = RateLimitHeaders.Read(response.Headers, call.Store.Time);
        try
        {
            call.Store.SentTokens.Redact(response);
            var content = new ResponseContent(
                await ResponseReader.ReadAsync(call, response, cancellationToken).ConfigureAwait(false),
                call,
                status);

            // An outer handler decompresses a body that is still compressed.
            var isCompressed = response.Content.Headers.NonValidated.Contains("Content-Encoding");
            attempt.End(new AttemptResult(AttemptPhase.Complete, EffectOf(call, status, isCompressed ? null : content), status, headers));
            if (!isFirst)
            {
                foreach (var (name, values) in response.Content.Headers.NonValidated)
                {
                    content.Headers.TryAddWithoutValidation(name, values);
                }
            }

            response.Content.Dispose();
            response.Content = content;
            response.RequestMessage = request;
            if (status == HttpStatusCode.Unauthorized && attempt.NewToken is null)
            {
                call.NewToken = await call.Store.Credentials.ReplaceTokenAsync(token, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            // The first result counts.
            attempt.End(new AttemptResult(
                AttemptPhase.Incomplete,
                ToUnknown(RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch)),
                status,
                headers));
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether the address has the scheme, host and port of the store's.</summary>
    private static bool IsOfTheStore(Uri? address, StoreContext store) =>
        address is not null
        && (address.OriginalString.StartsWith(store.Origin, StringComparison.Ordinal)
            || Uri.Compare(
                store.BaseAddress, address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0);

    private static AttemptResult NoResponse(Call call) =>
        new(AttemptPhase.NoResponse, call.Method == HttpMethod.Get ? RequestEffect.None : RequestEffect.Unknown);

    /// <summary>
    /// Gets the effect of a complete response. An unreadable body may come from a proxy, so its status code proves nothing.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="status">The status code.</param>
    /// <param name="content">The body; null when it is still compressed.</param>
    private static RequestEffect EffectOf(Call call, HttpStatusCode status, ResponseContent? content)
    {
        var effect = RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch);
        if (content is null || effect is not (RequestEffect.Applied or RequestEffect.Partial))
        {
            return effect;
        }

        var isReadable = ResponseShape.IsPlausible(call.Method, status, content.Body);
        return !isReadable ? ToUnknown(effect)
            : effect == RequestEffect.Partial && !ResponseShape.HoldsResults(content.Body) ? RequestEffect.None
            : effect;
    }

    private static RequestEffect ToUnknown(RequestEffect effect) =>
        effect == RequestEffect.None ? RequestEffect.None : RequestEffect.Unknown;

    private HttpRequestMessage CreateOutgoing(Call call, HttpRequestMessage request, string token)
    {
        var outgoing = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            // OutgoingContent tracks writes; reads have no effect.
            Content = request.Content is null && call.Method == HttpMethod.Get
                ? EmptyContent.Instance
                : new OutgoingContent(request.Content, isWrittenOnce: !call.IsIdempotent),
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        if (isFirst)
        {
            // Only a handler of the application could have added headers to the request.
            outgoing.Headers.TryAddWithoutValidation(CorrelationHeader, call.CorrelationId.ToString("D"));
        }
        else
        {
            CopyHeaders(request.Headers, outgoing.Headers);
        }

        outgoing.Headers.TryAddWithoutValidation("User-Agent", call.Store.UserAgent);
        outgoing.Headers.TryAddWithoutValidation("Accept", "application/json");
        outgoing.Headers.TryAddWithoutValidation(TokenHeader, token);
        if (_copiesOptions)
        {
            foreach (var (key, value) in request.Options)
            {
                // Skip the options that the client and Refit set for themselves.
                if (!key.StartsWith("BigCommerce.Inventory.", StringComparison.Ordinal) && !key.StartsWith("Refit.", StringComparison.Ordinal))
                {
                    ((IDictionary<string, object?>)outgoing.Options)[key] = value;
                }
            }
        }

        return outgoing;
    }

    private static void CopyHeaders(HttpRequestHeaders from, HttpRequestHeaders to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (IsOwn(name))
            {
                continue;
            }

            if (values.Count == 1)
            {
                to.TryAddWithoutValidation(name, values.ToString());
            }
            else
            {
                to.TryAddWithoutValidation(name, values);
            }
        }
    }

    /// <summary>Whether the gate sets the header itself.</summary>
    private static bool IsOwn(string name) =>
        name.Equals(TokenHeader, StringComparison.OrdinalIgnoreCase)
        || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Accept", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the server cannot have received the complete request. After the body was written no exception proves that: the
    /// handler may have sent it in an earlier try.
    /// </summary>
    private static bool NeverSent(HttpRequestMessage outgoing, Exception exception)
    {
        if (outgoing.Options.TryGetValue(NotReceived, out var isNotReceived))
        {
            return isNotReceived;
        }

        var content = outgoing.Content as OutgoingContent;
        return content is not { IsWritten: true }
            && (content is { HasBytes: true } || (exception is HttpRequestException failure && RetrySafety.NeverSent(failure)));
    }

    /// <summary>Maps I/O errors to <see cref="HttpRequestException"/> and redacts tokens; null if the exception needs no change.</summary>
    private static Exception? NetworkFailure(StoreContext store, Exception exception)
    {
        var failure = exception switch
        {
            IOException => new HttpRequestException(
                (exception as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown,
                "The connection failed.",
                store.SentTokens.Redact(exception)),
            HttpRequestException => store.SentTokens.Redact(exception),
            _ => exception,
        };
        return failure == exception ? null : failure;
    }

    private static void ReturnPermit(Call call, in QuotaPermit permit, AttemptResult result)
    {
        var limiter = call.Store.Limiter;
        switch (result)
        {
            case { Status: HttpStatusCode.TooManyRequests }:
                if (limiter.Refused(permit, result.Headers, call.MaxRetryAfter) is { } wait)
                {
                    Log.RateLimited(call.Store.Logger, call.Store.Credentials.StoreHash, wait.TotalMilliseconds);
                }

                break;
            case { Status: { } status }:
                limiter.Responded(permit, result.Headers, isSuccess: (int)status is >= 200 and < 300);
                break;
            case { Phase: AttemptPhase.NotSent }:
                limiter.NotSent();
                break;
            default:
                limiter.Lost();
                break;
        }
    }
}
