using System.CommandLine;
using System.Globalization;
using BigCommerce.Inventory;
using BigCommerce.Inventory.Testing;

namespace PointOfSale;

/// <summary>The command line: connects to the store in the environment, or to an emulated store.</summary>
internal static class App
{
    private const string RealStoreUsage =
        "A real store needs the variables BIGCOMMERCE_STORE_HASH and BIGCOMMERCE_ACCESS_TOKEN and the arguments <location> and <sku>. "
        + "The sample sells 3 units of the item and takes 1 back. Without variables and arguments it runs on an emulated store.";

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        var location = new Argument<long?>("location")
        {
            Description = "The location id, at least 1. For a real store only.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result =>
            {
                if (long.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var id) && id >= 1)
                {
                    return id;
                }

                result.AddError($"<location> must be an integer of at least 1, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var sku = new Argument<string?>("sku")
        {
            Description = "The SKU of an item to sell. For a real store only.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new RootCommand("Sells items as relative adjustments, and resolves a sale whose response is lost.") { location, sku };
        command.SetAction(async parsed =>
        {
            // 1. Connect to the store in the environment, or to an emulated store with one connection failure.
            var (storeHash, token) = (environment("BIGCOMMERCE_STORE_HASH"), environment("BIGCOMMERCE_ACCESS_TOKEN"));
            var (locationId, itemSku) = (parsed.GetValue(location), parsed.GetValue(sku));
            bool[] given = [storeHash is not null, token is not null, locationId is not null, itemSku is not null];
            if (given.Distinct().Count() > 1)
            {
                await error.WriteLineAsync(RealStoreUsage);
                return 1;
            }

            using var client = storeHash is null ? Emulate(output) : new BigCommerceInventoryClient(storeHash, token!);
            return await Till.RunAsync(client, locationId ?? 1, ItemKey.Sku(itemSku ?? "JKT-07-NAVY-XL"), output, error);
        });
        return await command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    private static BigCommerceInventoryClient Emulate(TextWriter output)
    {
        output.WriteLine("No store is given, so the sample runs on an emulated store.");
        var emulator = new InventoryEmulator();
        emulator.GetStore().SeedDemo().SetStock(1, "JKT-07-NAVY-XL", 10);

        // The third sale takes effect, then the connection is reset before the response.
        emulator.Faults = new FaultPlan().Add(Fault.ConnectionReset().AfterEffect(), EmulatorOperation.AdjustRelative, nth: 3);
        return emulator.CreateClient();
    }
}
