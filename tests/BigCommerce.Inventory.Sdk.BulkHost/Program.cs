using System.Globalization;
using BigCommerce.Inventory.BulkHost;

// Bulk runs in a process of their own: for tests that kill it or weigh it, and for the tables of docs/stock.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["requests"]:
        await RequestCosts.PrintAsync(Console.Out);
        await Console.Out.WriteLineAsync();
        await RequestCosts.PrintKindsAsync(Console.Out);
        return 0;
    case ["memory"]:
        await MemoryAndTime.PrintAsync(Console.Out);
        return 0;
    case ["run", "absolute" or "relative", _, _, _]:
        await JournaledRun.RunAsync(
            isRelative: args[1] == "relative",
            new Uri(args[2]),
            int.Parse(args[3], CultureInfo.InvariantCulture),
            args[4],
            Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: requests | memory | run absolute|relative <url> <rows> <journal>");
        return 1;
}
