using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory;

/// <summary>Which store, and the access token for it. Prints without the token.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim has nothing to release while nobody asks for its wait handle.")]
public sealed partial class StoreCredentials
{
    private readonly string? _fixedToken;
    private readonly Func<AccessTokenRequest, ValueTask<string>>? _provider;

    // Of many calls that are refused at once, one asks for another token.
    private readonly SemaphoreSlim? _replacing;

    /// <summary>Pairs a store with its access token.</summary>
    /// <param name="storeHash">The store's hash: the part after <c>/stores/</c> in its API path; letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="accessToken">The access token of a store-level or app-level API account.</param>
    /// <exception cref="ArgumentException">A value is blank, or holds characters that cannot be part of a path or a header.</exception>
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

    /// <summary>Asks for the token with every request, so that it can be rotated.</summary>
    /// <param name="storeHash">The store's hash.</param>
    /// <param name="tokenProvider">
    /// Gives the current token; called before every attempt, so keep it cached. After a 401 it is called again, and if the
    /// token is still the one that was refused, once more with <see cref="AccessTokenRequest.RejectedToken"/> set: a different
    /// token is then tried once. What it throws ends the call in a <see cref="BigCommerceException"/> with that inside.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="storeHash"/> is blank or holds other characters than letters, digits, <c>-</c> and <c>_</c>.</exception>
    public static StoreCredentials FromProvider(string storeHash, Func<AccessTokenRequest, ValueTask<string>> tokenProvider)
    {
        ArgumentNullException.ThrowIfNull(tokenProvider);
        return new StoreCredentials(storeHash, tokenProvider);
    }

    /// <summary>The store's hash; never the token.</summary>
    public override string ToString() => $"store {StoreHash}, token ***";

    /// <summary>The token to send.</summary>
    /// <exception cref="BigCommerceException">The provider failed.</exception>
    internal ValueTask<string> GetTokenAsync(CancellationToken cancellationToken) =>
        _fixedToken is not null ? new ValueTask<string>(_fixedToken) : AskAsync(null, cancellationToken);

    /// <summary>Another token in place of one that was refused; null when there is none.</summary>
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
            // It may have been replaced while the request was on its way.
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
            return CheckToken(await _provider!(new AccessTokenRequest(StoreHash, rejected, cancellationToken)).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new BigCommerceException($"The token provider of store {StoreHash} failed or returned no usable token: see the inner exception.", exception);
        }
    }

    internal static string CheckHash(string storeHash)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(storeHash);
        return HashPattern().IsMatch(storeHash)
            ? storeHash
            : throw new ArgumentException("A store hash has only letters, digits, '-' and '_': it is the part after /stores/ in the store's API path, not a URL.", nameof(storeHash));
    }

    // The value itself is never part of the message: it is a secret.
    internal static string CheckToken(string accessToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        foreach (var c in accessToken)
        {
            if (c is <= ' ' or > '~')
            {
                throw new ArgumentException("The access token holds a blank, a line break or another character that a header cannot carry. Copy it again.", nameof(accessToken));
            }
        }

        return accessToken;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex HashPattern();
}

/// <summary>What a token provider is asked for.</summary>
public sealed class AccessTokenRequest
{
    internal AccessTokenRequest(string storeHash, string? rejectedToken, CancellationToken cancellationToken)
    {
        StoreHash = storeHash;
        RejectedToken = rejectedToken;
        CancellationToken = cancellationToken;
    }

    /// <summary>The store whose token is wanted.</summary>
    public string StoreHash { get; }

    /// <summary>The token that the API has just refused with 401; null with the first request.</summary>
    public string? RejectedToken { get; }

    /// <summary>Ends with the call.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The store's hash; never a token.</summary>
    public override string ToString() => $"token request for store {StoreHash}";
}
