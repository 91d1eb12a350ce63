namespace BigCommerce.Inventory;

/// <summary>The base of every failure of a call. No message, property or inner exception holds the access token.</summary>
public class BigCommerceException : Exception
{
    /// <summary>A failure with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// What the whole call has done to the store, earlier attempts included. <see cref="RequestEffect.None"/>: nothing, so it can be
    /// sent again. <see cref="RequestEffect.Applied"/>: it was applied, and what failed came after it.
    /// <see cref="RequestEffect.Partial"/>: a part was applied. <see cref="RequestEffect.Unknown"/>: it may have been applied, so
    /// read the state first.
    /// </summary>
    /// <value>The default is <see cref="RequestEffect.Unknown"/>, or what the exception's status code proves.</value>
    public RequestEffect Effect { get => _effect; init => _effect = value; }

    /// <summary>Sets what the whole call has done. The call knows it only when it ends.</summary>
    internal void Settle(RequestEffect effect) => _effect = effect;

    private RequestEffect _effect;
}

/// <summary>No answer came: the connection failed, was reset, or ended before the answer was whole. For requests that may be repeated, all tries are used up.</summary>
public class BigCommerceConnectionException : BigCommerceException
{
    /// <summary>A failure with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>No answer came in time: the call's deadline passed, or every attempt took too long.</summary>
public sealed class BigCommerceTimeoutException : BigCommerceConnectionException
{
    /// <summary>A failure with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The circuit breaker is open: almost every recent request to the store failed, so the request was not sent, or not sent again. See <see cref="BigCommerceException.Effect"/>.</summary>
public sealed class BigCommerceCircuitOpenException : BigCommerceConnectionException
{
    /// <summary>A call that was not sent.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="retryAt">When the client asks the store again; null when unknown.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BigCommerceCircuitOpenException(string message, DateTimeOffset? retryAt = null, Exception? innerException = null)
        : base(message, innerException)
    {
        RetryAt = retryAt;
        Effect = RequestEffect.None;
    }

    /// <summary>When the client asks the store again; null when unknown.</summary>
    public DateTimeOffset? RetryAt { get; }
}

/// <summary>
/// A request that must not be sent twice went out, and no clear answer came: it may or may not have been applied. The
/// client never resends such a request by itself.
/// </summary>
/// <remarks>Read the state (stock, locations, metafields) to find out, and send again only when it did not happen.</remarks>
public sealed class BigCommerceEffectUnknownException : BigCommerceException
{
    /// <summary>A write in doubt.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="method">The request's verb.</param>
    /// <param name="path">The request's path and query.</param>
    /// <param name="sentAt">When the request went out.</param>
    /// <param name="correlationId">The id that the request carried; null when unknown.</param>
    /// <param name="innerException">What went wrong; null when there is none.</param>
    public BigCommerceEffectUnknownException(string message, string method, string path, DateTimeOffset sentAt, Guid? correlationId = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Method = method;
        Path = path;
        SentAt = sentAt;
        CorrelationId = correlationId;
    }

    /// <summary>The request's verb.</summary>
    public string Method { get; }

    /// <summary>The request's path and query, without host.</summary>
    public string Path { get; }

    /// <summary>When the request went out.</summary>
    public DateTimeOffset SentAt { get; }

    /// <summary>The id that the request carried as <c>X-Correlation-Id</c>; null when unknown.</summary>
    public Guid? CorrelationId { get; }
}
