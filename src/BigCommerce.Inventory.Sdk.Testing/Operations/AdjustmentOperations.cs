using System.Runtime.InteropServices;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Absolute and relative adjustments. A request is validated as a whole, then all its rows are applied, or none.</summary>
internal sealed class AdjustmentOperations(StoreState store)
{
    // Reused by all requests, so that 2,000 rows allocate no memory.
    private readonly List<Row> _rows = [];
    private bool _overflows;

    public EmulatedResponse Adjust(OperationContext context)
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

    private EmulatedResponse Adjust(OperationContext context, bool relative)
    {
        var rejection = Parse(context.Body.Span, out string? reason)
            ?? context.CheckFilters([])
            ?? CheckQuantities(relative)
            ?? CheckLocations()
            ?? ItemChecks.Check(_rows.Select(row => row.Identity))
            ?? CheckEnabled()
            ?? (relative ? CheckCounted() : null)
            ?? Stage(context, relative);
        if (rejection is not null)
        {
            return rejection;
        }

        string transactionId = store.NextTransactionId();
        if (!context.IgnoresWrite && !Overflows())
        {
            var kind = relative ? StockChangeKind.RelativeAdjustment : StockChangeKind.AbsoluteAdjustment;
            var at = new DateTimeOffset(context.NowTicks, TimeSpan.Zero);
            Apply(context, relative, new StockChangeCause(kind, at, transactionId, context.Request.Number, reason));
        }
        else if (!context.IgnoresWrite && context.Options.RejectStockOverflow)
        {
            return EmulatedResponse.Problem(422, FormattableString.Invariant($"quantity: must be less than or equal to {int.MaxValue}"));
        }

        return EmulatedResponse.Transaction(transactionId);
    }

    private EmulatedResponse? Parse(ReadOnlySpan<byte> body, out string? reason)
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

        // Data after the value is a syntax error.
        reader.Read();
        return payload.Rejection();
    }

    private static Row ParseRow(ref Utf8JsonReader reader, Payload payload, int index)
    {
        long? locationId = null, quantity = null, backordered = null;
        ItemReference identity = default;
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
            else
            {
                payload.ReadIdentity(ref reader, index, ref identity, ref identities);
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
            payload.WrongField(
                FormattableString.Invariant($"item.{index}.identity"),
                "Exactly one identity must be specified: sku, variant_id or product_id");
        }

        return new Row(locationId ?? 0, identity, quantity, backordered);
    }

    private EmulatedResponse? CheckQuantities(bool relative) =>
        relative && _rows.Exists(row => row.Quantity == 0) ? EmulatedResponse.Problem(422, "quantity: must be greater than 0")
        : !relative && _rows.Exists(row => row.Quantity < 0) ? EmulatedResponse.Problem(422, "quantity: must be greater than or equal to 0")
        : null;

    private EmulatedResponse? CheckLocations()
    {
        List<long> unknown = [];
        StoreLocation? last = null;
        foreach (ref var row in CollectionsMarshal.AsSpan(_rows))
        {
            // Rows are usually grouped by location.
            last = last?.Id == row.LocationId ? last : store.FindLocation(row.LocationId);
            row.Location = last;
            if (last is null)
            {
                ItemChecks.AddDistinct(unknown, row.LocationId);
            }
        }

        return unknown.Count == 0 ? null : ItemChecks.LocationNotFound(422, unknown);
    }

    private EmulatedResponse? CheckEnabled()
    {
        List<long> disabled = [];
        foreach (var row in _rows)
        {
            if (!row.Location!.Document.Current!.Enabled)
            {
                ItemChecks.AddDistinct(disabled, row.LocationId);
            }
        }

        return disabled.Count == 0
            ? null
            : EmulatedResponse.Problem(422, $"Location is disabled, identities: [{string.Join(',', disabled)}]");
    }

    private EmulatedResponse? CheckCounted()
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
            : EmulatedResponse.Problem(
                422, $"Items with identity: [{string.Join(", ", uncounted)}] requires absolute adjustment before relative");
    }

    /// <summary>Calculates the stock after each row. Rejects the request if a row takes more than the stock.</summary>
    private EmulatedResponse? Stage(OperationContext context, bool relative)
    {
        List<string> insufficient = [];
        foreach (ref var row in CollectionsMarshal.AsSpan(_rows))
        {
            var cell = row.Identity.Item!.GetOrAddCell(row.Location!);
            row.Cell = cell;
            var level = cell.Level.Current;
            if (cell.StagedBy != context.Request.Number)
            {
                cell.StagedBy = context.Request.Number;
                cell.StagedOnHand = level.OnHand ?? 0;
                cell.StagedBackordered = level.Backordered;
            }

            if (row.Quantity is { } quantity)
            {
                long onHand = relative ? cell.StagedOnHand + quantity : quantity;
                if (quantity < 0 && onHand < level.SafetyStock)
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
                    return EmulatedResponse.Problem(422, "qty_backordered: must be greater than or equal to 0");
                }
            }
        }

        return insufficient.Count == 0
            ? null
            : EmulatedResponse.Problem(422, $"Items with identity: [{string.Join(", ", insufficient)}] have insufficient stock");
    }

    /// <summary>Whether the sum of a product's variants at a location would exceed the API's limit.</summary>
    private bool Overflows()
    {
        foreach (var row in _rows)
        {
            long sum = 0;
            foreach (var variant in row.Identity.Item!.Product.Variants)
            {
                var cell = variant.CellAt(row.Location!);
                sum += cell is null ? 0 : cell.StagedBy == row.Cell!.StagedBy ? cell.StagedOnHand : cell.Level.Current.OnHand ?? 0;
            }

            if (sum > int.MaxValue)
            {
                return true;
            }
        }

        return _overflows;
    }

    private void Apply(OperationContext context, bool relative, StockChangeCause cause)
    {
        long visibleFrom = context.VisibleFromTicks;
        foreach (var row in _rows)
        {
            var cell = row.Cell!;
            if (row.Backordered is { } backordered)
            {
                var level = cell.Level.Current;
                int sum = (int)(relative ? level.Backordered + backordered : backordered);
                cell.Level.Set(level with { Backordered = sum }, context.NowTicks, visibleFrom);
            }

            if (row.Quantity is { } quantity)
            {
                int onHand = (int)(relative ? (cell.Level.Current.OnHand ?? 0) + quantity : quantity);
                store.SetOnHand(row.Identity.Item!, row.Location!, onHand, cause, context.NowTicks, visibleFrom);
            }
        }
    }

    private record struct Row(long LocationId, ItemReference Identity, long? Quantity, long? Backordered)
    {
        public StoreLocation? Location { get; set; }

        public StockCell? Cell { get; set; }
    }
}
