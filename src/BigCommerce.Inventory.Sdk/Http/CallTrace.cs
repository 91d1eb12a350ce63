using System.Net;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>Shows whoever makes a call how far it came. Without the client's pipeline (another implementation of an interface) it stays empty.</summary>
internal sealed class CallTrace
{
    private CallContext? _call;

    /// <summary>Requests that the call took; 0 when unknown.</summary>
    public int Attempts => _call?.Attempts ?? 0;

    /// <summary>Whether an attempt before the last one may have been handled.</summary>
    public bool MayBeDoneAlready => _call is { MayBeDoneAlready: true };

    /// <summary>Whether the server has certainly not handled the request. False while that is not proven.</summary>
    public bool IsCertainlyUnhandled => _call is { MayBeDoneAlready: false } call
        && (call.Phase == AttemptPhase.NotSent || (call.Phase == AttemptPhase.Answered && call.LastStatus == HttpStatusCode.TooManyRequests));

    /// <summary>What the call has done to the store; null when the call did not run through the client.</summary>
    public RequestEffect? Effect => _call switch
    {
        null => null,
        { MayBeDoneAlready: true } => RequestEffect.Unknown,
        { Phase: AttemptPhase.NotSent } => RequestEffect.None,
        { Phase: AttemptPhase.Answered, LastStatus: { } status } call => RequestEffects.Of(call.Method.Method, status, call.IsMetafieldBatch),
        { } call => call.Method == HttpMethod.Get ? RequestEffect.None : RequestEffect.Unknown,
    };

    public void Follow(CallContext call) => _call = call;
}
