using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Tests.Serialization;

public class PooledBufferWriterTests
{
    [Fact]
    public void GetSpan_BytesThatFit_KeepsTheBuffer()
    {
        using var output = new PooledBufferWriter(16);

        Assert.Equal(16, output.GetSpan(16).Length);
        output.Advance(6);
        Assert.Equal(10, output.GetMemory(10).Length);
    }

    [Fact]
    public void Advance_MoreBytesThanTheBufferHasLeft_Throws()
    {
        using var output = new PooledBufferWriter(16);
        output.Advance(6);

        Assert.Throws<ArgumentOutOfRangeException>(() => output.Advance(11));
        output.Advance(10);
        Assert.Equal(16, output.Length);
    }

    [Fact]
    public void GetSpan_MoreBytesThanFit_KeepsWhatWasWritten()
    {
        using var output = new PooledBufferWriter(16);
        "0123456789"u8.CopyTo(output.GetSpan(10));
        output.Advance(10);

        "abcdefg"u8.CopyTo(output.GetSpan(7));
        output.Advance(7);

        Assert.Equal("0123456789abcdefg"u8, output.Written.Span);
    }

    [Fact]
    public void Dispose_Twice_ReturnsTheBufferOnce()
    {
        var output = new PooledBufferWriter(16);
        output.Dispose();
        output.Dispose();

        using var first = new PooledBufferWriter(16);
        using var second = new PooledBufferWriter(16);
        first.GetSpan(1)[0] = 1;
        second.GetSpan(1)[0] = 2;
        Assert.Equal(1, first.GetSpan(1)[0]);
        Assert.Equal(0, output.Written.Length);
    }
}
