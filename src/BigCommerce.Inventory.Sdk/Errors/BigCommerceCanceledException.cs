namespace BigCommerce.Inventory;

/// <summary>A call was cancelled: by its token, or because its client was disposed. <see cref="Effect"/> tells whether the request may have been applied.</summary>
/// <remarks>
/// With Refit 16 or later, a token that is cancelled at the moment when the response has arrived ends the call in a plain
/// <see cref="OperationCanceledException"/>: like any exception that does not tell its effect, take it for <see cref="RequestEffect.Unknown"/>.
/// </remarks>
public sealed class BigCommerceCanceledException : OperationCanceledException
{
    /// <summary>A cancelled call.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="effect">What the request has done to the store.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    /// <param name="cancellationToken">The token that was cancelled.</param>
    public BigCommerceCanceledException(string message, RequestEffect effect, Exception? innerException = null, CancellationToken cancellationToken = default)
        : base(message, innerException, cancellationToken) => Effect = effect;

    /// <summary>What the request has done to the store. <see cref="RequestEffect.None"/> means that it can be sent again.</summary>
    public RequestEffect Effect { get; }
}
