using BigCommerce.Inventory.Benchmarks.Measurement;
using BigCommerce.Inventory.Benchmarks.Rivals;
using BigCommerce.Inventory.Benchmarks.Server;

namespace BigCommerce.Inventory.Benchmarks.Scenarios;

/// <summary>One call, from the arguments to the objects, by the SDK and by its rivals.</summary>
internal static class SingleCalls
{
    public static Comparison ReadPage(Transport transport) => Compare(
        $"Reading a page of 1,000 items × 2 locations ({StoreAnswers.Page.Length / 1024} KiB), {transport.Name}",
        static rival => rival.ReadPageAsync(),
        transport) with { MaxCpuRatio = 0.60, MaxBytesRatio = 0.70 };

    public static Comparison WriteBatch(Transport transport) => Compare(
        $"Writing a batch of 2,000 rows, {transport.Name}",
        static rival => rival.WriteBatchAsync(),
        transport) with { MaxCpuRatio = transport.IsInProcess ? 0.55 : 0.65 };

    public static Comparison FindItem(Transport transport) => Compare(
        $"A small call: one item by its SKU, {transport.Name}",
        static rival => rival.FindItemAsync(),
        transport) with { MaxCpuRatio = transport.IsInProcess ? null : 1.10 };

    private static Comparison Compare(string title, Func<IRival, Task<long>> operation, Transport transport) =>
        new(title, AllRivals.On(operation, transport.Address, transport.CreateHandler));
}
