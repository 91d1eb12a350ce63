using System.Net;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>A JSON body in a pooled buffer. Every attempt sends the same bytes.</summary>
internal sealed class JsonRequestContent : HttpContent
{
    // The value of _writers after the buffer was returned to the pool.
    private const int Returned = int.MinValue;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PooledBufferWriter _body;
    private int _writers;

    public JsonRequestContent(PooledBufferWriter body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    public ReadOnlyMemory<byte> Body => _body.Written;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Interlocked.Increment(ref _writers) < 0, this);
        try
        {
            await stream.WriteAsync(_body.Written, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _writers);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        // An abandoned attempt may still write the buffer to its socket. Then the buffer must not be returned to the pool.
        if (Interlocked.CompareExchange(ref _writers, Returned, 0) == 0)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
