using PointOfSale;

return await App.RunAsync(args, Console.Out, Console.Error, Environment.GetEnvironmentVariable);
