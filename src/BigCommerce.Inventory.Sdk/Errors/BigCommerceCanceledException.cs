namespace BigCommerce.Inventory;

/// <summary>
/// A call was cancelled by its token, or because its client was disposed. <see cref="Effect"/> shows whether the request may have
/// been applied.
/// </summary>
/// <remarks>
/// With Refit 16 or later, a token that is cancelled just after the response has arrived ends the call in a plain
/// <see cref="OperationCanceledException"/>. Treat it as <see cref="RequestEffect.Unknown"/>, like any exception without an effect.
/// </remarks>
public sealed class BigCommerceCanceledException : OperationCanceledException
{
    /// <summary>Creates the exception for a cancelled call.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="effect">The effect of the request.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    /// <param name="cancellationToken">The token that was cancelled.</param>
    public BigCommerceCanceledException(
        string message,
        RequestEffect effect,
        Exception? innerException = null,
        CancellationToken cancellationToken = default)
        : base(message, innerException, cancellationToken) => Effect = effect;

    /// <summary>The effect of the request. After <see cref="RequestEffect.None"/> it can be sent again.</summary>
    public RequestEffect Effect { get; }
}
