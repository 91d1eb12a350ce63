using System.Globalization;
using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Chaos;

/// <summary>
/// An integration on its worst days: four clients sync, change, transfer, reconcile and read, shoppers buy, another app uses up
/// quota, and every fifth request goes wrong. What the clients are told is then compared with what the store did.
/// </summary>
/// <remarks>
/// The seed decides what the clients do and what goes wrong; which of them comes first at an instant is up to the thread pool.
/// <c>CHAOS_MINUTES</c> and <c>CHAOS_SEED</c> make a run longer or another one: see the README of the tests.
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

        var run = new ChaosRun(seed, TimeSpan.FromMinutes(minutes));
        await run.GoAsync();

        output.WriteLine(run.Summary());
        run.Ledger.AssertTold(run.Store, run.Emulator.Requests);
        run.AssertStorm();
        await run.AssertCalmAsync();
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
