using System.Net;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>A JSON body, written once into a pooled buffer and sent anew with every attempt.</summary>
internal sealed class JsonRequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PooledBufferWriter _body;
    private int _writing;

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
        Interlocked.Increment(ref _writing);
        try
        {
            await stream.WriteAsync(_body.Written, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        // An abandoned attempt may still be copying the buffer to its socket: then the collector gets it, not the pool.
        if (disposing && Volatile.Read(ref _writing) == 0)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
