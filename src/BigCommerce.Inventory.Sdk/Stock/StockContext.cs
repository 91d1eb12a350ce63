using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory;

/// <summary>The store that stock operations work on, and the client's clock and logger.</summary>
internal sealed record StockContext(
    IInventoryAdjustmentsApi Adjustments,
    IInventoryItemsApi Items,
    ILocationsApi Locations,
    TimeProvider Time,
    ILogger Logger);
