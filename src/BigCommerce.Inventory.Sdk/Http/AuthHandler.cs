using System.Reflection;

namespace BigCommerce.Inventory.Http;

/// <summary>The innermost handler: adds the headers that every request carries, the token at the last moment and for the configured host only.</summary>
internal sealed class AuthHandler : DelegatingHandler
{
    private const string TokenHeader = "X-Auth-Token";
    private static readonly string Product = "BigCommerce.Inventory.Sdk/" + (typeof(AuthHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallContext.Of(request);
        var store = call.Store;
        if (!store.BaseAddress.IsBaseOf(request.RequestUri!) && Uri.Compare(store.BaseAddress, request.RequestUri, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new InvalidOperationException($"A handler changed the request's host to {request.RequestUri!.Host}. The access token is sent to {store.BaseAddress.Host} only.");
        }

        var token = store.Credentials.FixedToken
            ?? StoreCredentials.CheckToken(await store.Credentials.TokenProvider(new AccessTokenRequest(store.Credentials.StoreHash, null, cancellationToken)).ConfigureAwait(false));
        var application = store.Options.ApplicationName;
        request.Headers.Remove(TokenHeader);
        request.Headers.TryAddWithoutValidation(TokenHeader, token);
        request.Headers.Remove("User-Agent");
        request.Headers.TryAddWithoutValidation("User-Agent", application is null ? Product : $"{application} {Product}");
        request.Headers.Remove("Accept");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever sees the request afterwards, in a log or an exception, does not see the token.
            request.Headers.Remove(TokenHeader);
        }
    }
}
