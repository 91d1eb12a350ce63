namespace BigCommerce.Inventory;

/// <summary>The base class of the client's exceptions. No message, property or inner exception contains the access token.</summary>
public class BigCommerceException : Exception
{
    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The effect of the whole call, earlier attempts included. <see cref="RequestEffect.None"/>: it changed nothing and can be
    /// sent again. <see cref="RequestEffect.Applied"/>: it was applied, and a later step failed.
    /// <see cref="RequestEffect.Partial"/>: a part was applied. <see cref="RequestEffect.Unknown"/>: it may have been applied, so
    /// read the current state before you send it again.
    /// </summary>
    /// <value>The default is <see cref="RequestEffect.Unknown"/>, or the effect that the exception's status code implies.</value>
    public RequestEffect Effect { get => _effect; init => _effect = value; }

    /// <summary>Sets the effect when the call ends: it is not known when the exception is created.</summary>
    internal void SetEffect(RequestEffect effect) => _effect = effect;

    private RequestEffect _effect;
}

/// <summary>
/// No complete response arrived: the connection failed, was reset, or closed too early. If the request can be retried, all
/// retries are used up.
/// </summary>
public class BigCommerceConnectionException : BigCommerceException
{
    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>No response arrived in time: the call's timeout expired, or every attempt timed out.</summary>
public sealed class BigCommerceTimeoutException : BigCommerceConnectionException
{
    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The circuit breaker is open: almost every recent request to the store failed. The request was not sent, or not sent again: see
/// <see cref="BigCommerceException.Effect"/>.
/// </summary>
public sealed class BigCommerceCircuitOpenException : BigCommerceConnectionException
{
    /// <summary>Creates the exception for a call that was not sent.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="retryAt">When the client sends the next request to the store; null when unknown.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceCircuitOpenException(string message, DateTimeOffset? retryAt = null, Exception? innerException = null)
        : base(message, innerException)
    {
        RetryAt = retryAt;
        Effect = RequestEffect.None;
    }

    /// <summary>When the client sends the next request to the store; null when unknown.</summary>
    public DateTimeOffset? RetryAt { get; }
}

/// <summary>
/// A request that is not idempotent was sent, and no response proves its effect: it may or may not have been applied. The
/// client does not retry such a request.
/// </summary>
/// <remarks>Read the current state (stock, locations, metafields), and send the request again only if it was not applied.</remarks>
public sealed class BigCommerceEffectUnknownException : BigCommerceException
{
    /// <summary>Creates the exception for a write whose effect is unknown.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="method">The request's HTTP method.</param>
    /// <param name="path">The request's path and query.</param>
    /// <param name="sentAt">When the request was sent.</param>
    /// <param name="correlationId">The request's <c>X-Correlation-Id</c>; null when unknown.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceEffectUnknownException(
        string message,
        string method,
        string path,
        DateTimeOffset sentAt,
        Guid? correlationId = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Method = method;
        Path = path;
        SentAt = sentAt;
        CorrelationId = correlationId;
    }

    /// <summary>The request's HTTP method.</summary>
    public string Method { get; }

    /// <summary>The request's path and query, without host.</summary>
    public string Path { get; }

    /// <summary>When the request was sent.</summary>
    public DateTimeOffset SentAt { get; }

    /// <summary>The request's <c>X-Correlation-Id</c>; null when unknown.</summary>
    public Guid? CorrelationId { get; }
}
