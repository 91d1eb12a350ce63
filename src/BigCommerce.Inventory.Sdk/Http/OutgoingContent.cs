using System.Net;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// The body of one attempt. It records whether the body was written, which proves whether the request can have been
/// handled, and writes the body of a POST only once.
/// </summary>
internal sealed class OutgoingContent : HttpContent
{
    private readonly HttpContent? _body;
    private readonly bool _isWrittenOnce;
    private int _writes;

    /// <param name="body">The request's body; null for none.</param>
    /// <param name="isWrittenOnce">Whether a second write is refused.</param>
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

    /// <summary>Whether writing has begun.</summary>
    public bool IsWritten => Volatile.Read(ref _writes) > 0;

    /// <summary>Whether the server cannot handle the request before the body arrives.</summary>
    public bool HasBytes => _body is not null && _body.Headers.ContentLength != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _writes) > 1 && _isWrittenOnce)
        {
            throw new InvalidOperationException("The primary handler tried to send a POST again, though the first may have been applied. Retries are the client's own: let the handler send each request once.");
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
/// The body of a request that has none: <see cref="SocketsHttpHandler"/> repeats requests without content on its own when
/// their connection closes, and the repeats would pass neither the gate nor the rate limiter. They carry
/// <c>Content-Length: 0</c>, which HTTP allows. All reads share it.
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

#pragma warning disable CA2215 // Disposing of one request must not end the others.
    protected override void Dispose(bool disposing)
    {
    }
#pragma warning restore CA2215
}
