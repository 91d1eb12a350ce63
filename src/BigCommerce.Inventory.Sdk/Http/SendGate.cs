using System.Globalization;
using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// Wraps the primary handler, below every other handler, so every request that leaves the process passes here, whoever
/// sends it. It adds the headers and the token, for the configured host only. A request that is not idempotent does not
/// pass a second time unless no earlier attempt can have been handled. Each pass ends in one <see cref="AttemptResult"/>.
/// </summary>
/// <remarks>
/// The primary handler gets a message of its own, so handlers and logs above never see the token, and attempts that
/// overlap share nothing. A retry inside a primary handler of the user's is below the gate: there the body of a POST can
/// be written only once an attempt.
/// </remarks>
/// <param name="primary">The primary handler.</param>
/// <param name="isFirst">Whether no handler is above.</param>
internal sealed class SendGate(HttpMessageHandler primary, bool isFirst) : DelegatingHandler(primary)
{
    // A primary handler without a network, such as the emulator's, sets it when it has read a body without receiving the request.
    private static readonly HttpRequestOptionsKey<bool> NotReceived = new("BigCommerce.Inventory.NotReceived");

    private const string TokenHeader = "X-Auth-Token";

    // The sockets read nothing from a request's options.
    private readonly bool _copiesOptions = primary is not (SocketsHttpHandler or HttpClientHandler);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Call.Of(request);
        var address = call.Store.BaseAddress;
        if (Uri.Compare(address, request.RequestUri, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new InvalidOperationException($"A handler turned the request to {request.RequestUri?.Authority}. The access token is for {address.Authority} only, so nothing was sent.");
        }

        var store = call.Store;
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
                throw new BigCommerceLeaseLostException($"{call.Method} {call.Path} was not sent{(call.Attempts > 0 ? " again" : string.Empty)}: the lease on store {store.Credentials.StoreHash} is not held any more. Acquire it again, and go on from the journal.");
            }

            call.BeginSending(attempt);
            Log.AttemptBegins(store.Logger, call.Method.Method, call.Path, attempt.Number);
            startedAt = store.Time.GetTimestamp();
            var response = await base.SendAsync(outgoing, cancellationToken).ConfigureAwait(false);
            if (response.RequestMessage is { RequestUri: { } answered } && answered != request.RequestUri)
            {
                response.Dispose();
                attempt.End(NoResponse(call));
                throw new InvalidOperationException($"The primary handler followed a redirect to {answered.Authority}, and the access token went with it. Set AllowAutoRedirect = false on the handler.");
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
            // Without effect when it has ended already.
            attempt.End(attempt.IsSending ? NoResponse(call) : AttemptResult.NotSent);
            if (attempt.IsSending)
            {
                Telemetry.Attempt(call, attempt.Number, store.Time.GetElapsedTime(startedAt), attempt.Result, errorType);
            }

            if (permit is { } granted)
            {
                GiveBack(call, granted, attempt.Result!);
            }
        }
    }

    /// <summary>Reads the response whole, ends the attempt, and gets another token where the API rejected this one.</summary>
    private async Task ReceiveAsync(Call call, Attempt attempt, HttpRequestMessage request, HttpResponseMessage response, string token, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var headers = RateLimitHeaders.Read(response.Headers, call.Store.Time.GetUtcNow());
        try
        {
            call.Store.SentTokens.Redact(response);
            var content = new AnswerContent(await ResponseReader.ReadAsync(call, response, cancellationToken).ConfigureAwait(false), call, status);

            // A body that is still compressed is for a handler above.
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
            // Without effect when it has ended already.
            attempt.End(new AttemptResult(AttemptPhase.Incomplete, InDoubt(RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch)), status, headers));
            response.Dispose();
            throw;
        }
    }

    private static AttemptResult NoResponse(Call call) => new(AttemptPhase.NoResponse, call.Method == HttpMethod.Get ? RequestEffect.None : RequestEffect.Unknown);

    /// <summary>The effect of a complete response. What cannot be read may come from a proxy, so it proves nothing.</summary>
    /// <param name="call">The call.</param>
    /// <param name="status">The status code.</param>
    /// <param name="content">The body; null when it is still compressed.</param>
    private static RequestEffect EffectOf(Call call, HttpStatusCode status, AnswerContent? content)
    {
        var effect = RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch);
        if (content is null || effect is not (RequestEffect.Applied or RequestEffect.Partial))
        {
            return effect;
        }

        var isReadable = AnswerShape.IsPlausible(call.Method, status, content.Body);
        return !isReadable ? InDoubt(effect)
            : effect == RequestEffect.Partial && !AnswerShape.HoldsResults(content.Body) ? RequestEffect.None
            : effect;
    }

    private static RequestEffect InDoubt(RequestEffect effect) => effect == RequestEffect.None ? RequestEffect.None : RequestEffect.Unknown;

    private HttpRequestMessage CreateOutgoing(Call call, HttpRequestMessage request, string token)
    {
        var outgoing = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            // Reads need no OutgoingContent: they have no effect.
            Content = request.Content is null && call.Method == HttpMethod.Get ? EmptyContent.Instance : new OutgoingContent(request.Content, isWrittenOnce: !call.IsIdempotent),
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (IsOwn(name))
            {
                continue;
            }

            if (values.Count == 1)
            {
                outgoing.Headers.TryAddWithoutValidation(name, values.ToString());
            }
            else
            {
                outgoing.Headers.TryAddWithoutValidation(name, values);
            }
        }

        outgoing.Headers.TryAddWithoutValidation("User-Agent", call.Store.UserAgent);
        outgoing.Headers.TryAddWithoutValidation("Accept", "application/json");
        outgoing.Headers.TryAddWithoutValidation(TokenHeader, token);
        if (_copiesOptions)
        {
            foreach (var (key, value) in request.Options)
            {
                // What the interfaces and the client put there is of no use below.
                if (!key.StartsWith("BigCommerce.Inventory.", StringComparison.Ordinal) && !key.StartsWith("Refit.", StringComparison.Ordinal))
                {
                    ((IDictionary<string, object?>)outgoing.Options)[key] = value;
                }
            }
        }

        return outgoing;
    }

    /// <summary>Whether only the gate sets the header.</summary>
    private static bool IsOwn(string name) =>
        name.Equals(TokenHeader, StringComparison.OrdinalIgnoreCase)
        || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Accept", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the server cannot have received the whole request. Once the body was written, no exception proves that: the handler may have sent it before.</summary>
    private static bool NeverSent(HttpRequestMessage outgoing, Exception exception)
    {
        if (outgoing.Options.TryGetValue(NotReceived, out var isNotReceived))
        {
            return isNotReceived;
        }

        var content = outgoing.Content as OutgoingContent;
        return content is not { IsWritten: true } && (content is { HasBytes: true } || (exception is HttpRequestException failure && RetrySafety.NeverSent(failure)));
    }

    /// <summary>Maps I/O errors to <see cref="HttpRequestException"/> and redacts tokens; null if the exception needs no change.</summary>
    private static Exception? NetworkFailure(StoreContext store, Exception exception)
    {
        var failure = exception switch
        {
            IOException => new HttpRequestException((exception as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown, "The connection broke.", store.SentTokens.Redact(exception)),
            HttpRequestException => store.SentTokens.Redact(exception),
            _ => exception,
        };
        return failure == exception ? null : failure;
    }

    private static void GiveBack(Call call, in QuotaPermit permit, AttemptResult result)
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
                limiter.Answered(permit, result.Headers, isSuccess: (int)status is >= 200 and < 300);
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
