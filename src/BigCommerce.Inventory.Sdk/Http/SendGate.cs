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
internal sealed class SendGate(HttpMessageHandler primary) : DelegatingHandler(primary)
{
    // A primary handler without a network, such as the emulator's, sets it when it has read a body without receiving the request.
    private static readonly HttpRequestOptionsKey<bool> NotReceived = new("BigCommerce.Inventory.NotReceived");

    private const string TokenHeader = "X-Auth-Token";
    private static readonly string[] OwnHeaders = ["User-Agent", "Accept", TokenHeader];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Call.Of(request);
        var address = call.Store.BaseAddress;
        if (Uri.Compare(address, request.RequestUri, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new InvalidOperationException($"A handler turned the request to {request.RequestUri?.Authority}. The access token is for {address.Authority} only, so nothing was sent.");
        }

        var attempt = call.BeginAttempt();
        QuotaPermit? permit = null;
        try
        {
            var token = attempt.NewToken ?? await call.Store.Credentials.GetTokenAsync(cancellationToken).ConfigureAwait(false);
            permit = await call.TakePermitAsync(cancellationToken).ConfigureAwait(false);
            return await SendAsync(call, attempt, request, token, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Without effect when it has ended already.
            attempt.End(attempt.IsSending ? NoResponse(call) : AttemptResult.NotSent);
            if (permit is { } granted)
            {
                GiveBack(call, granted, attempt.Result!);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Call call, Attempt attempt, HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        var store = call.Store;
        var content = new OutgoingContent(request.Content, isWrittenOnce: !call.IsIdempotent);
        var outgoing = CreateOutgoing(request, content, store.UserAgent, token);
        store.SentTokens.Add(token);
        var number = call.BeginSending(attempt);
        Log.AttemptBegins(store.Logger, call.Method.Method, call.Path, number);
        var startedAt = store.Time.GetTimestamp();
        string? errorType = null;
        try
        {
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
        catch (Exception exception)
        {
            errorType = exception is OperationCanceledException ? "timeout" : exception.GetType().FullName;
            if (NeverSent(outgoing, content, exception))
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
            Telemetry.Attempt(call, number, store.Time.GetElapsedTime(startedAt), attempt.Result, errorType);
        }
    }

    /// <summary>Reads the response whole, ends the attempt, and gets another token where the API rejected this one.</summary>
    private static async Task ReceiveAsync(Call call, Attempt attempt, HttpRequestMessage request, HttpResponseMessage response, string token, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var headers = RateLimitHeaders.Read(response.Headers, call.Store.Time.GetUtcNow());
        try
        {
            call.Store.SentTokens.Redact(response);
            var content = new AnswerContent(await ResponseReader.ReadAsync(call, response, cancellationToken).ConfigureAwait(false), call, status);
            attempt.End(new AttemptResult(AttemptPhase.Complete, EffectOf(call, status, content.Body), status, headers));
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
            attempt.End(new AttemptResult(AttemptPhase.Incomplete, IncompleteEffect(call, status), status, headers));
            response.Dispose();
            throw;
        }
    }

    private static AttemptResult NoResponse(Call call) => new(AttemptPhase.NoResponse, call.Method == HttpMethod.Get ? RequestEffect.None : RequestEffect.Unknown);

    /// <summary>A success that cannot be read may come from something on the way, so it proves nothing.</summary>
    private static RequestEffect EffectOf(Call call, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var effect = RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch);
        return effect == RequestEffect.Applied && !AnswerShape.IsPlausible(call.Method, status, body) ? RequestEffect.Unknown : effect;
    }

    private static RequestEffect IncompleteEffect(Call call, HttpStatusCode status)
    {
        var effect = RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch);
        return effect == RequestEffect.Applied ? RequestEffect.Unknown : effect;
    }

    private static HttpRequestMessage CreateOutgoing(HttpRequestMessage request, OutgoingContent content, string userAgent, string token)
    {
        var outgoing = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = content,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (!OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                outgoing.Headers.TryAddWithoutValidation(name, values);
            }
        }

        outgoing.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        outgoing.Headers.TryAddWithoutValidation("Accept", "application/json");
        outgoing.Headers.TryAddWithoutValidation(TokenHeader, token);
        foreach (var (key, value) in request.Options)
        {
            ((IDictionary<string, object?>)outgoing.Options)[key] = value;
        }

        return outgoing;
    }

    /// <summary>Whether the server cannot have received the whole request. Once the body was written, no exception proves that: the handler may have sent it before.</summary>
    private static bool NeverSent(HttpRequestMessage outgoing, OutgoingContent content, Exception exception) =>
        outgoing.Options.TryGetValue(NotReceived, out var isNotReceived) ? isNotReceived
        : !content.IsWritten && (content.HasBytes || (exception is HttpRequestException failure && RetrySafety.NeverSent(failure)));

    /// <summary>What a broken connection is known by to those above, and never with the token in it; null when the exception can stay.</summary>
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
                if (limiter.Refused(permit, result.Headers, call.MaxServerDelay) is { } wait)
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
