using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>Runs that update settings, one location in a request.</summary>
internal sealed class SettingsKind : BulkKind<ItemSettingsRow>
{
    public static readonly SettingsKind Instance = new();

    public override string Name => "settings";

    public override bool IsIdempotent => true;

    public override bool IsPerLocation => true;

    /// <summary>The later row wins, setting by setting: a setting that it does not have keeps the earlier row's value.</summary>
    public override (BulkRow<ItemSettingsRow> Kept, BulkRow<ItemSettingsRow> Merged) Merge(
        in BulkRow<ItemSettingsRow> earlier,
        in BulkRow<ItemSettingsRow> later)
    {
        var (first, last) = (earlier.Input.Update, later.Input.Update);
        var merged = last with
        {
            SafetyStock = last.SafetyStock.IsSet ? last.SafetyStock : first.SafetyStock,
            IsInStock = last.IsInStock.IsSet ? last.IsInStock : first.IsInStock,
            WarningLevel = last.WarningLevel.IsSet ? last.WarningLevel : first.WarningLevel,
            BinPickingNumber = last.BinPickingNumber.IsSet ? last.BinPickingNumber : first.BinPickingNumber,
            BackorderLimit = last.BackorderLimit.IsSet ? last.BackorderLimit : first.BackorderLimit,
        };
        return (later with { Input = later.Input with { Update = merged } }, earlier);
    }

    // The location is part of the path, so a status about the path concerns the location.
    public override bool RejectsLocation(HttpStatusCode status) => status == HttpStatusCode.NotFound;

    public override Task<TransactionResult> SendAsync(
        StockContext store,
        IReadOnlyList<BulkRow<ItemSettingsRow>> rows,
        RequestStep step,
        string? reason,
        RequestOptions options,
        CancellationToken cancellationToken) =>
        store.Items.UpdateSettingsAsync(
            rows[0].Input.LocationId,
            ItemSettingsRequest.OfRun(new(rows, static row => row.Input.Update)),
            options,
            cancellationToken);

    public override void AppendTo(IncrementalHash hash, in BulkRow<ItemSettingsRow> row)
    {
        base.AppendTo(hash, row);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(row.Input.Update, WireJsonContext.Default.ItemSettingsUpdate));
    }
}
