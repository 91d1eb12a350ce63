namespace BigCommerce.Inventory.Http;

/// <summary>
/// Gives internal callers the attempts and the effect of a call. It stays empty when another implementation of an interface, such
/// as a mock, runs the call.
/// </summary>
internal sealed class CallTrace
{
    private Call? _call;
    private bool _isNeverOpened;

    /// <summary>The number of requests that the call sent; 0 when unknown.</summary>
    public int Attempts => _call?.Attempts ?? 0;

    /// <summary>The current estimate of the store's rate limit; null when unknown.</summary>
    public RateLimitStatus? RateLimit => _call?.Store.Limiter.Quota;

    /// <summary>Whether the effect of an attempt is unknown.</summary>
    public bool HasAttemptInDoubt => _call?.HasAttemptInDoubt ?? false;

    /// <summary>Whether the client ran or rejected the call.</summary>
    public bool IsOfTheClient => _call is not null || _isNeverOpened;

    /// <summary>
    /// Gets the effect of a call that ended in an exception: from the exception if it is the client's, else from the call.
    /// </summary>
    public RequestEffect EffectOf(Exception exception) =>
        exception is BigCommerceException or BigCommerceCanceledException ? RequestEffects.Of(exception)
        : _isNeverOpened ? RequestEffect.None
        : _call?.Effect ?? RequestEffect.Unknown;

    public void Follow(Call call) => _call = call;

    /// <summary>Records that the client rejected the request before it created a call.</summary>
    public void NeverOpened() => _isNeverOpened = true;
}
