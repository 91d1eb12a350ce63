using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Tests.Http;

public class RandomIdsTests
{
    [Fact]
    public void Next_OnManyThreads_NeverRepeats()
    {
        const int PerThread = 20_000;
        var ids = new Guid[8][];
        var threads = Array.ConvertAll(
            Enumerable.Range(0, ids.Length).ToArray(),
            i => new Thread(() => ids[i] = [.. Enumerable.Range(0, PerThread).Select(_ => RandomIds.Next())]));

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(ids.Length * PerThread, ids.SelectMany(some => some).Distinct().Count());
    }

    [Fact]
    public void Next_Always_IsAVersion4Guid()
    {
        var everSet = new byte[16];
        var everClear = new byte[16];

        for (var i = 0; i < 1000; i++)
        {
            var id = RandomIds.Next();
            Assert.Equal((4, 0x8), (id.Version, id.Variant & 0xC));
            var bytes = id.ToByteArray(bigEndian: true);
            for (var at = 0; at < bytes.Length; at++)
            {
                everSet[at] |= bytes[at];
                everClear[at] |= (byte)~bytes[at];
            }
        }

        Assert.Equal("FFFFFFFFFFFF4FFFBFFFFFFFFFFFFFFF", Convert.ToHexString(everSet));
        Assert.Equal("FFFFFFFFFFFFBFFF7FFFFFFFFFFFFFFF", Convert.ToHexString(everClear));
    }
}
