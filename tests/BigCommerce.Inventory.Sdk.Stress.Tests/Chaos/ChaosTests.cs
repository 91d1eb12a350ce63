using System.Globalization;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Chaos;

/// <summary>
/// Four clients sync, adjust, transfer, reconcile and read, shoppers buy, another app uses quota, and every fifth request fails.
/// Then the clients' reports are compared with the store's record.
/// </summary>
/// <remarks>
/// The seed determines the clients' actions and the failures. The thread pool determines the order at one instant.
/// <c>CHAOS_MINUTES</c> and <c>CHAOS_SEED</c> set the duration and the seed: see the README of the tests.
/// </remarks>
public class ChaosTests(ITestOutputHelper output)
{
    private const int DefaultMinutes = 400;
    private const int DefaultSeed = 20260101;

    [Fact]
    public async Task Clients_UnderEveryKindOfFailure_ReportsMatchTheStore()
    {
        var minutes = Setting("CHAOS_MINUTES", DefaultMinutes);
        var seed = Setting("CHAOS_SEED", DefaultSeed);

        // The clock takes a thread that compiles code for an idle one. This run, whose results are not used, compiles it.
        await new ChaosRun(seed, TimeSpan.FromMinutes(60)).GoAsync();

        var run = new ChaosRun(seed, TimeSpan.FromMinutes(minutes));
        await run.GoAsync();

        output.WriteLine(run.Summary());
        run.Ledger.AssertReported(run.Store, run.Emulator.Requests);
        run.AssertStorm();
        await run.AssertCalmAsync();
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
