using System.Net;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The body of one attempt. It records whether it was written: if not, the server cannot have handled the request. It writes
/// the body of a POST only once.
/// </summary>
internal sealed class OutgoingContent : HttpContent
{
    private readonly HttpContent? _body;
    private readonly bool _isWrittenOnce;
    private int _writes;

    /// <param name="body">The request's body; null without one.</param>
    /// <param name="isWrittenOnce">Whether a second write throws.</param>
    public OutgoingContent(HttpContent? body, bool isWrittenOnce)
    {
        _body = body;
        _isWrittenOnce = isWrittenOnce;
        if (body is not null)
        {
            foreach (var (name, values) in body.Headers.NonValidated)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    /// <summary>Whether a write has started.</summary>
    public bool IsWritten => Volatile.Read(ref _writes) > 0;

    /// <summary>Whether the body is not empty: then the server cannot handle the request before it receives the body.</summary>
    public bool HasBytes => _body is not null && _body.Headers.ContentLength != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _writes) > 1 && _isWrittenOnce)
        {
            throw new InvalidOperationException(
                "The primary handler tried to send a POST again, although the first one may have been applied. Only the client retries: the handler must send each request once.");
        }

        return _body?.CopyToAsync(stream, context, cancellationToken) ?? Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        var known = _body is null ? 0 : _body.Headers.ContentLength;
        length = known ?? 0;
        return known is not null;
    }
}

/// <summary>
/// The empty body of reads; all reads share one instance. <see cref="SocketsHttpHandler"/> retries requests without content
/// when their connection closes, and these retries bypass the gate and the rate limiter. With this content the request has the
/// header <c>Content-Length: 0</c>, which HTTP allows.
/// </summary>
internal sealed class EmptyContent : HttpContent
{
    private EmptyContent() => Headers.ContentLength = 0;

    public static EmptyContent Instance { get; } = new();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }

#pragma warning disable CA2215 // Requests share the instance, so it must not be disposed with one of them.
    protected override void Dispose(bool disposing)
    {
    }
#pragma warning restore CA2215
}
