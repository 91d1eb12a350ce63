using System.Net;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>A response's body, which was read completely during its attempt. It references its call for error messages.</summary>
internal sealed class ResponseContent(PooledBufferWriter body, Call call, HttpStatusCode status) : HttpContent
{
    private bool _isHandedOver;

    /// <summary>The body, without a byte order mark.</summary>
    public ReadOnlySpan<byte> Body => body.Written.Span is [0xEF, 0xBB, 0xBF, .. var text] ? text : body.Written.Span;

    public Call Call => call;

    public HttpStatusCode Status => status;

    /// <summary>Creates the content that replaces the empty body of a success. Every result type can be deserialized from it.</summary>
    public static ResponseContent EmptyObject(Call call)
    {
        var body = new PooledBufferWriter(2);
        "{}"u8.CopyTo(body.GetSpan(2));
        body.Advance(2);
        return new ResponseContent(body, call, HttpStatusCode.OK);
    }

    /// <summary>
    /// Hands the content over to the serializer, which reads <see cref="Body"/>; all other readers get an empty content. Refit
    /// buffers every content before it calls the serializer, so this avoids a copy. The length must be unknown: for a known
    /// length Refit allocates a buffer, and for 0 it does not call the serializer.
    /// </summary>
    public void HandOver()
    {
        _isHandedOver = true;

        // The header caches the length once it was read.
        Headers.ContentLength = null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _isHandedOver ? Task.CompletedTask : stream.WriteAsync(body.Written).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return !_isHandedOver;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
