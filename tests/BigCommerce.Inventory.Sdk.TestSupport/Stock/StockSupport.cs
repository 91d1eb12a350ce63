using Microsoft.Extensions.Logging.Abstractions;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>Stock operations over the interfaces that a test replaces.</summary>
internal static class StockSupport
{
    public static StockOperations Bulk(
        this IInventoryAdjustmentsApi adjustments,
        TimeProvider? time = null,
        IInventoryItemsApi? items = null,
        ILocationsApi? locations = null) =>
        new(adjustments, items ?? new NoItems(), locations ?? new NoLocations(), time);

    public static StockOperations Bulk(this IInventoryItemsApi items, TimeProvider? time = null, ILocationsApi? locations = null) =>
        new(new NoAdjustments(), items, locations ?? new NoLocations(), time);

    public static StockContext Context(IInventoryAdjustmentsApi adjustments, TimeProvider time) =>
        new(adjustments, new NoItems(), new NoLocations(), time, NullLogger.Instance);

    private sealed class NoAdjustments : IInventoryAdjustmentsApi
    {
        public Task<TransactionResult> SetAbsoluteAsync(
            AbsoluteAdjustmentRequest request,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TransactionResult> AdjustRelativeAsync(
            RelativeAdjustmentRequest request,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class NoItems : IInventoryItemsApi
    {
        public Task<Page<InventoryItem>> ListAsync(
            InventoryItemFilter? filter,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Page<LocationItem>> ListAtLocationAsync(
            long locationId,
            LocationItemFilter? filter,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TransactionResult> UpdateSettingsAsync(
            long locationId,
            ItemSettingsRequest request,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class NoLocations : ILocationsApi
    {
        public Task<Page<Location>> ListAsync(LocationFilter? filter, RequestOptions? options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TransactionResult> CreateAsync(
            IEnumerable<LocationCreate> locations,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TransactionResult> UpdateAsync(
            IEnumerable<LocationUpdate> locations,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TransactionResult> DeleteAsync(
            LocationDeletion locations,
            RequestOptions? options,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
