using System.Net;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>A response body, read completely within its attempt. Keeps its call for error messages.</summary>
internal sealed class AnswerContent(PooledBufferWriter body, Call call, HttpStatusCode status) : HttpContent
{
    private bool _isHandedOver;

    /// <summary>The body, without a byte order mark.</summary>
    public ReadOnlySpan<byte> Body => body.Written.Span is [0xEF, 0xBB, 0xBF, .. var text] ? text : body.Written.Span;

    public Call Call => call;

    public HttpStatusCode Status => status;

    /// <summary>What stands in for the body of a success that has none: every result can be read from it.</summary>
    public static AnswerContent EmptyObject(Call call)
    {
        var body = new PooledBufferWriter(2);
        "{}"u8.CopyTo(body.GetSpan(2));
        body.Advance(2);
        return new AnswerContent(body, call, HttpStatusCode.OK);
    }

    /// <summary>
    /// Ends the handlers' use of the content: from now on only <see cref="Body"/> has the bytes. Refit copies every content
    /// before it calls the serializer, and so copies nothing. The length has to be unknown: with one Refit allocates a
    /// buffer of it, and with 0 it does not call the serializer.
    /// </summary>
    public void HandOver()
    {
        _isHandedOver = true;

        // Reading the length cached it in this header.
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
