using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Http;

public class JsonRequestContentTests
{
    [Fact]
    public async Task Dispose_WhileAnAttemptWrites_KeepsTheBufferForIt()
    {
        var content = Content("{}"u8);
        using var target = new WaitingStream();

        var writing = content.CopyToAsync(target);
        content.Dispose();

        Assert.Equal("{}"u8, content.Body.Span);
        target.Release();
        await writing;
        Assert.Equal("{}"u8.ToArray(), target.ToArray());
    }

    [Fact]
    public void Dispose_NoAttemptWrites_ReturnsTheBuffer()
    {
        var content = Content("{}"u8);

        content.Dispose();

        Assert.True(content.Body.IsEmpty);
    }

    private static JsonRequestContent Content(ReadOnlySpan<byte> json)
    {
        var body = new PooledBufferWriter(16);
        json.CopyTo(body.GetSpan(json.Length));
        body.Advance(json.Length);
        return new JsonRequestContent(body);
    }

    private sealed class WaitingStream : MemoryStream
    {
        private readonly TaskCompletionSource _released = new();

        public void Release() => _released.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _released.Task;
            Write(buffer.Span);
        }
    }
}
