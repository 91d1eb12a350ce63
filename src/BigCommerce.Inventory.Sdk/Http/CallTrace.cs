namespace BigCommerce.Inventory.Http;

/// <summary>Gives internal callers a call's attempts and effect. It stays empty for other implementations of the interfaces.</summary>
internal sealed class CallTrace
{
    private Call? _call;
    private bool _isNeverOpened;

    /// <summary>Requests that the call took; 0 when unknown.</summary>
    public int Attempts => _call?.Attempts ?? 0;

    /// <summary>Whether the response to an attempt was lost.</summary>
    public bool HasAttemptInDoubt => _call?.HasAttemptInDoubt ?? false;

    /// <summary>Whether the call ran through the client, or was refused by it.</summary>
    public bool IsOfTheClient => _call is not null || _isNeverOpened;

    /// <summary>What a call that ended in an exception has done to the store. Exceptions of ours say it themselves; for others the call does.</summary>
    public RequestEffect EffectOf(Exception exception) =>
        exception is BigCommerceException or BigCommerceCanceledException ? RequestEffects.Of(exception)
        : _isNeverOpened ? RequestEffect.None
        : _call?.Effect ?? RequestEffect.Unknown;

    public void Follow(Call call) => _call = call;

    /// <summary>The request was refused before it became a call.</summary>
    public void NeverOpened() => _isNeverOpened = true;
}
