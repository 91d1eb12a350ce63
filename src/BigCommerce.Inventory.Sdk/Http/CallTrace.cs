namespace BigCommerce.Inventory.Http;

/// <summary>Shows whoever makes a call how it went, also where the exception is not the client's. Without the client's pipeline (another implementation of an interface) it stays empty.</summary>
internal sealed class CallTrace
{
    private Call? _call;
    private bool _isNeverOpened;

    /// <summary>Requests that the call took; 0 when unknown.</summary>
    public int Attempts => _call?.Attempts ?? 0;

    /// <summary>What the call has done to the store; null when the call did not run through the client.</summary>
    public RequestEffect? Effect => _call?.Effect ?? (_isNeverOpened ? RequestEffect.None : null);

    public void Follow(Call call) => _call = call;

    /// <summary>The request was refused before it became a call.</summary>
    public void NeverOpened() => _isNeverOpened = true;
}
