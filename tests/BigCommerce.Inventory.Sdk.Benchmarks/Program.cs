using BigCommerce.Inventory.Benchmarks;
using BigCommerce.Inventory.Benchmarks.Server;

if (args.Contains(LoopbackStore.Argument))
{
    await LoopbackStore.ServeAsync();
    return 0;
}

return await BenchmarkRun.RunAsync(args, Console.Out);
