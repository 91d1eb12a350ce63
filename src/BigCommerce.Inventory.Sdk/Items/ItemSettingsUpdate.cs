using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A partial update of one item's settings at a location. A member that is unset keeps its value in the store.</summary>
/// <param name="Item">The item.</param>
public sealed record ItemSettingsUpdate(ItemKey Item)
{
    /// <summary>Units held back from sale, 0 or more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<int> SafetyStock { get; init; }

    /// <summary>Whether the item can be bought, whatever its quantity.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> IsInStock { get; init; }

    /// <summary>The quantity below which the store owner is notified, 0 or more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<int> WarningLevel { get; init; }

    /// <summary>The item's place in the warehouse; an empty string clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> BinPickingNumber { get; init; }

    /// <summary>How many units may be sold on backorder, 0 or more; <see langword="null"/> removes the limit, unset keeps it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<int?> BackorderLimit { get; init; }

    internal string? FindFault() =>
        Item.FindFault("change") is { } fault ? fault
        : !(SafetyStock.IsSet || IsInStock.IsSet || WarningLevel.IsSet || BinPickingNumber.IsSet || BackorderLimit.IsSet)
            ? "It changes nothing. Set at least one of SafetyStock, IsInStock, WarningLevel, BinPickingNumber and BackorderLimit."
        : SafetyStock is { IsSet: true, Value: < 0 } || WarningLevel is { IsSet: true, Value: < 0 } || BackorderLimit is { IsSet: true, Value: < 0 }
            ? "Safety stock, warning level and backorder limit must be 0 or more."
        : BinPickingNumber is { IsSet: true, Value: null } ? "BinPickingNumber must not be null. Set an empty string to clear it."
        : null;
}

/// <summary>The body of an update of settings: 1 to 2,000 items at one location.</summary>
public sealed record ItemSettingsRequest
{
    /// <summary>Combines updates into one request.</summary>
    /// <param name="settings">
    /// 1 to 2,000 updates, which are copied. For more, or for several locations, use
    /// <see cref="StockOperations.UpdateSettings(IEnumerable{ItemSettingsUpdate}, IEnumerable{long}?, BulkOptions?)"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no update, there are more than 2,000, one cannot be sent, or two are for the same item. The message names the positions.
    /// </exception>
    public ItemSettingsRequest(IReadOnlyList<ItemSettingsUpdate> settings)
    {
        Settings = RequestItems.Checked(settings, static update => update is null ? "It is null." : update.FindFault());
        var positions = new Dictionary<ItemKey, int>();
        for (var i = 0; i < Settings.Count; i++)
        {
            if (!positions.TryAdd(Settings[i].Item, i))
            {
                throw new ArgumentException(
                    $"Rows {positions[Settings[i].Item]} and {i} both update {Settings[i].Item}. Combine them.",
                    nameof(settings));
            }
        }
    }

    private ItemSettingsRequest(ConvertedList<BulkRow<ItemSettingsRow>, ItemSettingsUpdate> settings) => Settings = settings;

    /// <summary>Creates a bulk run's request. Its rows are already checked, and nothing else holds their list.</summary>
    internal static ItemSettingsRequest OfRun(ConvertedList<BulkRow<ItemSettingsRow>, ItemSettingsUpdate> settings) => new(settings);

    /// <summary>The updates.</summary>
    public IReadOnlyList<ItemSettingsUpdate> Settings { get; }
}
