using System.Net;
using BigCommerce.Inventory.Testing;

namespace StoreEmulator;

/// <summary>The web server: the page, its data, and the API for all other paths.</summary>
internal static class EmulatorServer
{
    public static WebApplication Create(InventoryEmulator emulator, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(new EmulatorBridge(emulator));

        // Prevents other sites from reading the store through the browser (DNS rebinding).
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1"]);
        var app = builder.Build();
        app.UseHostFiltering();
        app.MapGet("/", () => Results.Stream(
            typeof(EmulatorServer).Assembly.GetManifestResourceStream("page.html")!, "text/html; charset=utf-8"));
        app.MapGet("/status", (string? store, string? search, int? page) =>
            Results.Json(StoreStatus.From(emulator, Find(emulator, store), search, page ?? 1)));
        app.MapGet("/requests/{number:long}", (long number) =>
            emulator.Requests.FirstOrDefault(request => request.Number == number) is { } request
                ? Results.Json(RequestDetail.From(request))
                : Results.NotFound());
        app.MapGet("/snapshot", (string? store) => Results.Bytes(Find(emulator, store).ExportSnapshot(), "application/json"));
        app.MapFallback((HttpContext context, EmulatorBridge bridge) => bridge.HandleAsync(context));
        return app;
    }

    private static EmulatedStore Find(InventoryEmulator emulator, string? hash) =>
        emulator.Stores.FirstOrDefault(store => store.Hash == hash) ?? emulator.Stores[0];
}
