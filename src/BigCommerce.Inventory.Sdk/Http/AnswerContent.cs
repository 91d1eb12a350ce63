using System.Net;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Http;

/// <summary>An answer's body, read whole within the attempt that brought it; knows its call, so that a fault in it can be reported.</summary>
internal sealed class AnswerContent(PooledBufferWriter body, Call call, HttpStatusCode status) : HttpContent
{
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

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(body.Written).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
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
