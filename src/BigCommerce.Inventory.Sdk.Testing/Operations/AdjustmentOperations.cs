using System.Runtime.InteropServices;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Absolute and relative adjustments: checked as a whole, then applied row by row, or not at all.</summary>
internal sealed class AdjustmentOperations(StoreState store)
{
    // Kept from request to request, so that two thousand rows cost no new memory.
    private readonly List<Row> _rows = [];
    private bool _overflows;

    public EmulatedAnswer Adjust(OperationContext context)
    {
        try
        {
            return Adjust(context, context.Route.Operation == EmulatorOperation.AdjustRelative);
        }
        finally
        {
            _rows.Clear();
            _overflows = false;
        }
    }

    private EmulatedAnswer Adjust(OperationContext context, bool relative)
    {
        var refusal = Parse(context.Body.Span, out string? reason)
            ?? context.CheckFilters([])
            ?? CheckQuantities(relative)
            ?? CheckLocations()
            ?? ItemChecks.Refuse(_rows.Select(row => row.Identity))
            ?? CheckEnabled()
            ?? (relative ? CheckCounted() : null)
            ?? Stage(context, relative);
        if (refusal is not null)
        {
            return refusal;
        }

        string transactionId = store.NextTransactionId();
        if (!context.ChangesNothing && !Overflows())
        {
            var kind = relative ? StockEffectKind.Relative : StockEffectKind.Absolute;
            var at = new DateTimeOffset(context.NowTicks, TimeSpan.Zero);
            Apply(context, relative, new Cause(kind, at, transactionId, context.Request.Number, reason));
        }
        else if (!context.ChangesNothing && context.Options.RejectStockOverflow)
        {
            return EmulatedAnswer.Problem(422, FormattableString.Invariant($"quantity: must be less than or equal to {int.MaxValue}"));
        }

        return EmulatedAnswer.Transaction(transactionId);
    }

    private EmulatedAnswer? Parse(ReadOnlySpan<byte> body, out string? reason)
    {
        var payload = new Payload(store, "items");
        reason = null;
        bool hasItems = false;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (payload.IsObject(ref reader, ""))
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("reason"u8))
                {
                    reason = payload.Text(ref reader, "reason");
                }
                else if (reader.ValueTextEquals("items"u8))
                {
                    hasItems = true;
                    if (payload.IsArray(ref reader, "items"))
                    {
                        payload.ReadRows(ref reader, _rows, ParseRow);
                    }
                }
                else
                {
                    reader.Skip();
                }
            }

            if (!hasItems)
            {
                payload.WrongShape("items", "error.path.missing");
            }
        }

        // Anything behind the value is a syntax error.
        reader.Read();
        return payload.Refusal();
    }

    private static Row ParseRow(ref Utf8JsonReader reader, Payload payload, int index)
    {
        long? locationId = null, quantity = null, backordered = null;
        NamedItem identity = default;
        int identities = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("location_id"u8))
            {
                locationId = payload.Integer(ref reader, index, "location_id");
            }
            else if (reader.ValueTextEquals("quantity"u8))
            {
                quantity = payload.Integer(ref reader, index, "quantity");
            }
            else if (reader.ValueTextEquals("qty_backordered"u8))
            {
                backordered = payload.Integer(ref reader, index, "qty_backordered");
            }
            else if (!payload.TryReadIdentity(ref reader, index, ref identity, ref identities))
            {
                reader.Skip();
            }
        }

        if (locationId is null)
        {
            payload.WrongShape(index, "location_id", "error.path.missing");
        }

        if (quantity is null && backordered is null)
        {
            payload.WrongShape(index, "quantity", "error.path.missing");
        }

        if (identities != 1)
        {
            payload.WrongField(FormattableString.Invariant($"item.{index}.identity"), "Exactly one identity must be specified: sku, variant_id or product_id");
        }

        return new Row(locationId ?? 0, identity, quantity, backordered);
    }

    private EmulatedAnswer? CheckQuantities(bool relative) =>
        relative && _rows.Exists(row => row.Quantity == 0) ? EmulatedAnswer.Problem(422, "quantity: must be greater than 0")
        : !relative && _rows.Exists(row => row.Quantity < 0) ? EmulatedAnswer.Problem(422, "quantity: must be greater than or equal to 0")
        : null;

    private EmulatedAnswer? CheckLocations()
    {
        List<long> unknown = [];
        StoreLocation? last = null;
        foreach (ref var row in CollectionsMarshal.AsSpan(_rows))
        {
            // Rows come grouped by location.
            last = last?.Id == row.LocationId ? last : store.FindLocation(row.LocationId);
            row.Location = last;
            if (last is null)
            {
                ItemChecks.AddDistinct(unknown, row.LocationId);
            }
        }

        return unknown.Count == 0 ? null : ItemChecks.LocationNotFound(422, unknown);
    }

    private EmulatedAnswer? CheckEnabled()
    {
        List<long> disabled = [];
        foreach (var row in _rows)
        {
            if (!row.Location!.Document.Truth!.Enabled)
            {
                ItemChecks.AddDistinct(disabled, row.LocationId);
            }
        }

        return disabled.Count == 0 ? null : EmulatedAnswer.Problem(422, $"Location is disabled, identities: [{string.Join(',', disabled)}]");
    }

    private EmulatedAnswer? CheckCounted()
    {
        List<string> uncounted = [];
        foreach (var row in _rows)
        {
            if (row.Identity.Item!.LevelAt(row.Location!).OnHand is null)
            {
                ItemChecks.AddDistinct(uncounted, row.Identity.ToString());
            }
        }

        return uncounted.Count == 0
            ? null
            : EmulatedAnswer.Problem(422, $"Items with identity: [{string.Join(", ", uncounted)}] requires absolute adjustment before relative");
    }

    /// <summary>Works out what the request would leave, row after row, and refuses it if a row takes more than is there.</summary>
    private EmulatedAnswer? Stage(OperationContext context, bool relative)
    {
        List<string> insufficient = [];
        foreach (ref var row in CollectionsMarshal.AsSpan(_rows))
        {
            var cell = row.Identity.Item!.GetOrAddCell(row.Location!);
            row.Cell = cell;
            var level = cell.Level.Truth;
            if (cell.StagedBy != context.Request.Number)
            {
                cell.StagedBy = context.Request.Number;
                cell.StagedOnHand = level.OnHand ?? 0;
                cell.StagedBackordered = level.Backordered;
            }

            if (row.Quantity is { } quantity)
            {
                long onHand = relative ? cell.StagedOnHand + quantity : quantity;
                if (relative && quantity < 0 && onHand < level.SafetyStock)
                {
                    ItemChecks.AddDistinct(insufficient, row.Identity.ToString());
                }
                else
                {
                    cell.StagedOnHand = onHand;
                    _overflows |= onHand > int.MaxValue;
                }
            }

            if (row.Backordered is { } backordered)
            {
                cell.StagedBackordered = relative ? cell.StagedBackordered + backordered : backordered;
                if (cell.StagedBackordered is < 0 or > int.MaxValue)
                {
                    return EmulatedAnswer.Problem(422, "qty_backordered: must be greater than or equal to 0");
                }
            }
        }

        return insufficient.Count == 0
            ? null
            : EmulatedAnswer.Problem(422, $"Items with identity: [{string.Join(", ", insufficient)}] have insufficient stock");
    }

    /// <summary>Whether a product's stock at a location, summed over its variants, would exceed what the API can hold.</summary>
    private bool Overflows()
    {
        foreach (var row in _rows)
        {
            long sum = 0;
            foreach (var variant in row.Identity.Item!.Product.Variants)
            {
                var cell = variant.CellAt(row.Location!);
                sum += cell is null ? 0 : cell.StagedBy == row.Cell!.StagedBy ? cell.StagedOnHand : cell.Level.Truth.OnHand ?? 0;
            }

            if (sum > int.MaxValue)
            {
                return true;
            }
        }

        return _overflows;
    }

    private void Apply(OperationContext context, bool relative, Cause cause)
    {
        long visibleFrom = context.VisibleFromTicks;
        foreach (var row in _rows)
        {
            var cell = row.Cell!;
            if (row.Backordered is { } backordered)
            {
                var level = cell.Level.Truth;
                int sum = (int)(relative ? level.Backordered + backordered : backordered);
                cell.Level.Set(level with { Backordered = sum }, context.NowTicks, visibleFrom);
            }

            if (row.Quantity is { } quantity)
            {
                int onHand = (int)(relative ? (cell.Level.Truth.OnHand ?? 0) + quantity : quantity);
                store.SetOnHand(row.Identity.Item!, row.Location!, onHand, cause, context.NowTicks, visibleFrom);
            }
        }
    }

    private record struct Row(long LocationId, NamedItem Identity, long? Quantity, long? Backordered)
    {
        public StoreLocation? Location { get; set; }

        public StockCell? Cell { get; set; }
    }
}
