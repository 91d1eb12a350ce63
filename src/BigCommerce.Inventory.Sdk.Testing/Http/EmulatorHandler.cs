namespace BigCommerce.Inventory.Testing.Http;

/// <summary>Hands requests to an emulator instead of sending them.</summary>
internal sealed class EmulatorHandler(InventoryEmulator emulator) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        emulator.SendAsync(request, cancellationToken);
}
