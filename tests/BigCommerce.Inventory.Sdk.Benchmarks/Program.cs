using BigCommerce.Inventory.Benchmarks;
using BigCommerce.Inventory.Benchmarks.Scenarios;
using BigCommerce.Inventory.Benchmarks.Server;

switch (args)
{
    case [LoopbackStore.Argument]:
        await LoopbackStore.ServeAsync();
        return 0;
    case [FirstCall.Argument, var contender, var store]:
        await FirstCall.CallAsync(contender, new Uri(store));
        return 0;
    default:
        return await BenchmarkRun.RunAsync(args, Console.Out);
}
