using System.Diagnostics.CodeAnalysis;

namespace BigCommerce.Inventory;

/// <summary>A store and its access token. The token is never printed.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to release unless its wait handle is used.")]
public sealed class StoreCredentials
{
    private readonly string? _fixedToken;
    private readonly Func<AccessTokenRequest, ValueTask<string>>? _provider;

    // When many calls get a 401 at once, one of them requests another token.
    private readonly SemaphoreSlim? _replacing;

    /// <summary>Pairs a store with its access token.</summary>
    /// <param name="storeHash">
    /// The store's hash: the part after <c>/stores/</c> in its API path; letters, digits, <c>-</c> and <c>_</c>.
    /// </param>
    /// <param name="accessToken">The access token of a store-level or app-level API account.</param>
    /// <exception cref="ArgumentException">A value is blank, or has characters that cannot be in a path or a header.</exception>
    public StoreCredentials(string storeHash, string accessToken)
    {
        StoreHash = CheckHash(storeHash);
        _fixedToken = CheckToken(accessToken);
    }

    private StoreCredentials(string storeHash, Func<AccessTokenRequest, ValueTask<string>> provider)
    {
        StoreHash = CheckHash(storeHash);
        _provider = provider;
        _replacing = new SemaphoreSlim(1, 1);
    }

    /// <summary>The store's hash.</summary>
    public string StoreHash { get; }

    /// <summary>Gets the token from a provider for each request, so that it can change.</summary>
    /// <param name="storeHash">The store's hash.</param>
    /// <param name="tokenProvider">
    /// Returns the current token. It is called before every attempt, so cache the token. After a 401 it is called again. If it
    /// returns the refused token, it is called once more with <see cref="AccessTokenRequest.RejectedToken"/> set. A different
    /// token is then tried once. An exception that it throws becomes the inner exception of a <see cref="BigCommerceException"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="storeHash"/> is blank or has characters other than letters, digits, <c>-</c> and <c>_</c>.
    /// </exception>
    public static StoreCredentials FromProvider(string storeHash, Func<AccessTokenRequest, ValueTask<string>> tokenProvider)
    {
        ArgumentNullException.ThrowIfNull(tokenProvider);
        return new StoreCredentials(storeHash, tokenProvider);
    }

    /// <summary>The store's hash, without the token.</summary>
    public override string ToString() => $"store {StoreHash}, token ***";

    /// <summary>The token to send.</summary>
    /// <exception cref="BigCommerceException">The provider failed.</exception>
    internal ValueTask<string> GetTokenAsync(CancellationToken cancellationToken) =>
        _fixedToken is not null ? new ValueTask<string>(_fixedToken) : AskAsync(null, cancellationToken);

    /// <summary>A token to use instead of one that was refused; null when the provider has no other.</summary>
    /// <exception cref="BigCommerceException">The provider failed.</exception>
    internal async ValueTask<string?> ReplaceTokenAsync(string rejected, CancellationToken cancellationToken)
    {
        if (_replacing is null)
        {
            return null;
        }

        await _replacing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Another call may have replaced it already.
            var token = await AskAsync(null, cancellationToken).ConfigureAwait(false);
            token = token == rejected ? await AskAsync(rejected, cancellationToken).ConfigureAwait(false) : token;
            return token == rejected ? null : token;
        }
        finally
        {
            _replacing.Release();
        }
    }

    private async ValueTask<string> AskAsync(string? rejected, CancellationToken cancellationToken)
    {
        try
        {
            // A provider that ignores the cancellation token must not keep a call from ending.
            var token = _provider!(new AccessTokenRequest(StoreHash, rejected, cancellationToken));
            return CheckToken(token.IsCompleted ? await token.ConfigureAwait(false) : await token.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new BigCommerceException(
                $"The token provider of store {StoreHash} failed or returned no usable token: see the inner exception.",
                exception);
        }
    }

    internal static string CheckHash(string storeHash)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(storeHash);
        var isHash = storeHash.Length <= 64;
        foreach (var c in storeHash)
        {
            isHash &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
        }

        return isHash
            ? storeHash
            : throw new ArgumentException(
                "A store hash has only letters, digits, '-' and '_': it is the part after /stores/ in the store's API path, not a URL.",
                nameof(storeHash));
    }

    // The message must not contain the value: it is a secret.
    internal static string CheckToken(string accessToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        foreach (var c in accessToken)
        {
            if (c is <= ' ' or > '~')
            {
                throw new ArgumentException(
                    "The access token has a blank, a line break or another character that a header cannot contain. Copy it again.",
                    nameof(accessToken));
            }
        }

        return accessToken;
    }
}
