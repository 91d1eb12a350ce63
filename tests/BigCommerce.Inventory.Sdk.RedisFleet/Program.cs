using BigCommerce.Inventory.RedisFleet;

// A fleet of processes on one store, over loopback. README.md of the package has the commands and their figures.
var options = FleetOptions.Parse(args.Skip(1));
switch (args.FirstOrDefault())
{
    case "quota":
        await QuotaRun.PrintAsync(options, Console.Out);
        return 0;
    case "sync":
        await SyncRun.PrintAsync(args.Contains("--callers") ? options : options with { Callers = [1, 1, 1, 1] }, Console.Out);
        return 0;
    case "sync-server":
        await SyncServer.RunAsync(Console.In, Console.Out);
        return 0;
    case "sync-worker":
        await SyncWorker.RunAsync(options, Console.Out);
        return 0;
    case "server":
        await StoreServer.RunAsync(options, Console.In, Console.Out);
        return 0;
    case "redis":
        await GarnetHost.RunAsync(options.RedisPort, Console.In, Console.Out);
        return 0;
    case "worker":
        await Worker.RunAsync(options, Console.In, Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Usage: quota [--limit 150] [--window 30] [--windows 6] [--callers 4,4,4,4,4,4,4,4] [--load 1] [--others 0] [--without-redis true] [--outage kill|restart|stop|failover] [--redis-server <path>]");
        await Console.Error.WriteLineAsync("       sync [--rounds 20] [--stores 100] [--callers 1,1,1,1] [--redis-server <path>]");
        return 1;
}
