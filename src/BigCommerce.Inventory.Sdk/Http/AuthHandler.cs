using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The last handler before the network: what passes here goes out. It adds the headers that every request carries, the
/// token for the configured host only, and sees to it that nothing is sent twice that must not be.
/// </summary>
internal sealed class AuthHandler : DelegatingHandler
{
    private const string TokenHeader = "X-Auth-Token";
    private static readonly string Product = "BigCommerce.Inventory.Sdk/" + Telemetry.Version;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallContext.Of(request);
        var store = call.Store;
        if (Uri.Compare(store.BaseAddress, request.RequestUri, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new InvalidOperationException($"A handler turned the request to {request.RequestUri?.Authority}. The access token is for {store.BaseAddress.Authority} only, so nothing was sent.");
        }

        if (call.Phase == AttemptPhase.InDoubt && !RetrySafety.IsIdempotent(call.Method))
        {
            throw new InvalidOperationException($"A handler tried to send {call.Method} {call.Path} again, though the first may have been applied. Retries are the client's own; handlers such as AddStandardResilienceHandler must not repeat a POST.");
        }

        var token = call.NewToken ?? await store.Credentials.GetTokenAsync(cancellationToken).ConfigureAwait(false);
        call.NewTokenTried = call.NewToken is not null;
        SetHeader(request, "User-Agent", store.Options.ApplicationName is { } application ? $"{application} {Product}" : Product);
        SetHeader(request, "Accept", "application/json");
        SetHeader(request, TokenHeader, token);
        store.SentTokens.Add(token);
        HttpResponseMessage response;
        call.SentAt = store.Time.GetUtcNow();
        call.WentOut = true;
        call.Phase = AttemptPhase.InDoubt;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (NeverSent(request, exception))
            {
                call.WentOut = false;
                call.Phase = AttemptPhase.NotSent;
            }

            if (NetworkFailure(store, exception) is { } failure)
            {
                throw failure;
            }

            throw;
        }
        finally
        {
            // Whoever sees the request afterwards, in a log or an exception, does not see the token.
            request.Headers.Remove(TokenHeader);
        }

        store.SentTokens.Redact(response);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized)
        {
            // Refused before anything was done: the request may go again.
            call.Phase = AttemptPhase.Answered;
        }

        if (response.StatusCode != HttpStatusCode.Unauthorized || call.NewToken is not null)
        {
            return response;
        }

        try
        {
            call.NewToken = await store.Credentials.ReplaceTokenAsync(token, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool NeverSent(HttpRequestMessage request, Exception exception) =>
        request.Content is JsonRequestContent { HasBeenWritten: false } || (exception is HttpRequestException failure && RetrySafety.NeverSent(failure));

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

    private static void SetHeader(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
