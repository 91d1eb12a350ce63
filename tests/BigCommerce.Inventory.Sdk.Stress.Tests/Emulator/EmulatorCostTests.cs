using System.Buffers.Text;
using System.Net.Http.Headers;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Emulator;

/// <summary>Tests that measure the process run alone.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>The emulator's memory use must not distort measurements of a client's memory.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class EmulatorCostTests
{
    private const int ItemCount = 50_000;
    private const int RowsPerRequest = 2000;
    private const int Rows = 1_000_000;

    [Fact]
    public async Task AbsoluteAdjustment_MillionRows_AllocatesLittleMemory()
    {
        var emulator = CreateEmulator();
        var store = emulator.GetStore();
        using var http = new HttpClient(emulator.CreateHandler()) { BaseAddress = emulator.BaseAddress };
        byte[] body = new byte[RowsPerRequest * 64];
        long before = 0, allocatedBefore = 0;

        for (int first = -ItemCount * 4; first < Rows; first += RowsPerRequest)
        {
            if (first == 0)
            {
                // From here on every item has a count at every location, and all pools are filled.
                before = GC.GetTotalMemory(forceFullCollection: true);
                allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            }

            int length = WriteRows(body, first);
            using var content = new ByteArrayContent(body, 0, length);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PutAsync(new Uri("stores/demo/v3/inventory/adjustments/absolute", UriKind.Relative), content);
            Assert.True(response.IsSuccessStatusCode);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        long retained = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(allocated, 0, 8 * 1024 * 1024);
        Assert.InRange(retained, long.MinValue, 4 * 1024 * 1024);
        Assert.Equal(Quantity(Rows - 1), store.GetOnHand(((Rows - 1) % 4) + 1, Sku((Rows - 1) / 4 % ItemCount)));
    }

    [Fact]
    public async Task ItemPage_ThousandItems_AllocatesLittleMoreThanItsBytes()
    {
        var emulator = CreateEmulator();
        using var http = new HttpClient(emulator.CreateHandler()) { BaseAddress = emulator.BaseAddress };
        var uri = new Uri("stores/demo/v3/inventory/items?limit=1000&page=7", UriKind.Relative);
        int length = (await http.GetByteArrayAsync(uri)).Length;
        long before = GC.GetAllocatedBytesForCurrentThread();

        using (var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(length, response.Content.Headers.ContentLength);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, length, length + (16 * 1024));
    }

    private static InventoryEmulator CreateEmulator()
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions
        {
            TimeProvider = new ManualTimeProvider(),
            RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota,
            MaxRecordedStockChanges = 1000,
        });
        var store = emulator.GetStore();
        for (int id = 2; id <= 4; id++)
        {
            store.AddLocation($"L{id}", $"Location {id}");
        }

        for (int i = 0; i < ItemCount; i++)
        {
            store.AddItem(Sku(i));
        }

        return emulator;
    }

    private static string Sku(int item) => $"SKU-{item:000000}";

    private static int Quantity(int row) => row % 1000;

    private static int WriteRows(byte[] body, int first)
    {
        int length = 0;
        void Text(ReadOnlySpan<byte> text)
        {
            text.CopyTo(body.AsSpan(length));
            length += text.Length;
        }

        void Number(int number, int digits = 0)
        {
            Assert.True(Utf8Formatter.TryFormat(
                number,
                body.AsSpan(length),
                out int written,
                new System.Buffers.StandardFormat('D', (byte)digits)));
            length += written;
        }

        Text("{\"items\":["u8);
        for (int row = first; row < first + RowsPerRequest; row++)
        {
            int place = row < 0 ? row + (ItemCount * 4) : row;
            Text(row == first ? "{\"location_id\":"u8 : ",{\"location_id\":"u8);
            Number((place % 4) + 1);
            Text(",\"sku\":\"SKU-"u8);
            Number(place / 4 % ItemCount, 6);
            Text("\",\"quantity\":"u8);
            Number(Quantity(place));
            Text("}"u8);
        }

        Text("]}"u8);
        return length;
    }
}
