using PointOfSale;

return await Till.RunAsync(args, Console.Out, Console.Error, Environment.GetEnvironmentVariable);
