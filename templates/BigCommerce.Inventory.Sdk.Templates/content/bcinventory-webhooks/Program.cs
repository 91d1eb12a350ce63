using BigCommerce.Inventory.Testing;

var builder = WebApplication.CreateSlimBuilder(args);
var client = builder.Services.AddBigCommerceInventory(options => options.ApplicationName = "InventoryWebhooks/1.0");
builder.Services.AddBigCommerceInventoryWebhooks<StockHandler>();
builder.Services.AddHealthChecks().AddBigCommerceInventory();

// In development the program runs on an emulated store, with the client secret of appsettings.Development.json.
// For a real store, set BigCommerce__Inventory__StoreHash, …__AccessToken (OAuth scope store_inventory_read_only) and
// …__Webhooks__ClientSecret in the environment, and run it with --no-launch-profile.
if (builder.Environment.IsDevelopment())
{
    var emulator = new InventoryEmulator();
    emulator.GetStore().SeedDemo();
    client.UseEmulator(emulator);
}

var app = builder.Build();
app.MapBigCommerceInventoryWebhooks("/hooks");
app.MapHealthChecks("/health");
app.Run();
