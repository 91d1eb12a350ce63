using System.Security.Cryptography;

namespace BigCommerce.Inventory.Http;

/// <summary>Generates random GUIDs from a buffer of random bytes: <see cref="Guid.NewGuid"/> makes a system call for each one.</summary>
internal static class RandomIds
{
    private const int Size = 16;
    private const int BlockSize = 64 * Size;

    // One buffer per thread avoids locks, and no bytes are used twice.
    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _left;

    public static Guid Next()
    {
        var block = _block ??= new byte[BlockSize];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(block);
            _left = BlockSize;
        }

        _left -= Size;
        var bytes = block.AsSpan(_left, Size);

        // Set version 4 and variant 1 of RFC 4122; all other bits are random.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
