using BigCommerce.Inventory.Benchmarks.Data;
using Polly;

namespace BigCommerce.Inventory.Benchmarks.Rivals;

internal sealed class SdkRival(Uri address, HttpMessageHandler handler, Action<ResiliencePipelineBuilder<HttpResponseMessage>, StorePipelineContext>? configurePipeline = null) : IRival
{
    private static readonly InventoryItemFilter Page = new() { Page = 1, Limit = 1000 };

    private readonly BigCommerceInventoryClient _client =
        new(Calls.StoreHash, Calls.Token, new BigCommerceInventoryOptions { BaseAddress = address }, new() { HttpHandler = handler, ConfigurePipeline = configurePipeline });

    public async Task<long> ReadPageAsync() => (await _client.Items.ListAsync(Page)).Checksum();

    public async Task<long> WriteBatchAsync() =>
        (await _client.Adjustments.SetAbsoluteAsync(new AbsoluteAdjustmentRequest(Calls.SdkRows, Calls.Reason))).TransactionId!.Length;

    public async Task<long> FindItemAsync() =>
        (await _client.Items.ListAsync(new InventoryItemFilter { Skus = [SampleStock.Sku(0)] })).Checksum();

    public void Dispose() => _client.Dispose();
}
