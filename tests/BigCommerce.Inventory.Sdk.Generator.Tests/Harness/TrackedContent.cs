using System.Net;
using System.Text;

namespace BigCommerce.Inventory.Generator.Tests.Harness;

/// <summary>An answer's JSON that knows whether it was read, and in which state its owner left it.</summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] _json;

    public TrackedContent(string json)
    {
        _json = Encoding.UTF8.GetBytes(json);
        Headers.ContentType = new("application/json");
    }

    /// <summary>Whether <c>HttpClient</c> read it ahead, before the caller.</summary>
    public bool WasBuffered { get; private set; }

    public bool WasRead { get; private set; }

    public bool IsDisposed { get; private set; }

    protected override Task<Stream> CreateContentReadStreamAsync()
    {
        Assert.False(IsDisposed);
        WasRead = true;
        return Task.FromResult<Stream>(new MemoryStream(_json));
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        WasBuffered = true;
        return stream.WriteAsync(_json).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
