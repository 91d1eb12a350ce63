using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Updates item settings at a location. A request is validated as a whole, then all its rows are applied, or none.</summary>
internal sealed class SettingsOperations(StoreState store)
{
    public EmulatedResponse Update(OperationContext context)
    {
        if (Parse(context.Body.Span, out var rows) is { } malformed)
        {
            return malformed;
        }

        if (store.FindLocation(context.Route.LocationId) is not { } location)
        {
            return ItemChecks.LocationNotFound(422, context.Route.LocationId);
        }

        if ((context.CheckFilters([]) ?? ItemChecks.Check(rows.Select(row => row.Item))) is { } rejection)
        {
            return rejection;
        }

        if (!context.IgnoresWrite)
        {
            long visibleFrom = context.VisibleFromTicks;
            foreach (var row in rows)
            {
                var cell = row.Item.Item!.GetOrAddCell(location);
                cell.Level.Set(row.ApplyTo(cell.Level.Current), context.NowTicks, visibleFrom);
            }
        }

        return EmulatedResponse.Transaction(store.NextTransactionId());
    }

    private EmulatedResponse? Parse(ReadOnlySpan<byte> body, out List<Row> rows)
    {
        rows = [];
        var payload = new Payload(store, "settings");
        bool hasSettings = false;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (payload.IsObject(ref reader, ""))
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!reader.ValueTextEquals("settings"u8))
                {
                    reader.Skip();
                    continue;
                }

                hasSettings = true;
                if (payload.IsArray(ref reader, "settings"))
                {
                    payload.ReadRows(ref reader, rows, ParseRow);
                }
            }

            if (!hasSettings)
            {
                payload.WrongShape("settings", "error.path.missing");
            }
        }

        // Data after the value is a syntax error.
        reader.Read();
        return payload.Rejection();
    }

    private static Row ParseRow(ref Utf8JsonReader reader, Payload payload, int index)
    {
        var row = default(Row);
        int identities = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("identity"u8))
            {
                reader.Read();
                if (payload.IsObject(ref reader, FormattableString.Invariant($"settings[{index}].identity")))
                {
                    row.Item = ParseIdentity(ref reader, payload, index, ref identities);
                }
            }
            else if (reader.ValueTextEquals("safety_stock"u8))
            {
                row.SafetyStock = ParseCount(ref reader, payload, index, "safety_stock", orNull: false);
            }
            else if (reader.ValueTextEquals("warning_level"u8))
            {
                row.WarningLevel = ParseCount(ref reader, payload, index, "warning_level", orNull: false);
            }
            else if (reader.ValueTextEquals("is_in_stock"u8))
            {
                row.IsInStock = payload.Boolean(ref reader, index, "is_in_stock");
            }
            else if (reader.ValueTextEquals("bin_picking_number"u8))
            {
                row.BinPickingNumber = payload.Text(ref reader, FormattableString.Invariant($"settings[{index}].bin_picking_number"));
            }
            else if (reader.ValueTextEquals("backorder_limit"u8))
            {
                row.HasBackorderLimit = true;
                row.BackorderLimit = ParseCount(ref reader, payload, index, "backorder_limit", orNull: true);
            }
            else
            {
                reader.Skip();
            }
        }

        if (identities != 1)
        {
            payload.WrongField(
                FormattableString.Invariant($"setting.{index}.identity"),
                "Exactly one identity must be specified: sku, variant_id or product_id");
        }

        if (row.IsEmpty)
        {
            payload.WrongField(
                FormattableString.Invariant($"setting.{index}.settings"),
                "At least one setting must be specified: warning_level, is_in_stock or safety_stock");
        }

        return row;
    }

    private static ItemReference ParseIdentity(ref Utf8JsonReader reader, Payload payload, int index, ref int identities)
    {
        ItemReference item = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            payload.ReadIdentity(ref reader, index, ref item, ref identities);
        }

        return item;
    }

    private static int? ParseCount(ref Utf8JsonReader reader, Payload payload, int index, string name, bool orNull)
    {
        long? value = payload.Integer(ref reader, index, name, orNull);
        if (value is < 0 or > int.MaxValue)
        {
            payload.WrongField(
                FormattableString.Invariant($"setting.{index}.{name}"),
                FormattableString.Invariant($"must be between 0 and {int.MaxValue}"));
            return 0;
        }

        return (int?)value;
    }

    /// <summary>The settings of a row; null where a setting does not change.</summary>
    private struct Row
    {
        public ItemReference Item;
        public int? SafetyStock;
        public int? WarningLevel;
        public bool? IsInStock;
        public string? BinPickingNumber;
        public bool HasBackorderLimit;
        public int? BackorderLimit;

        public readonly bool IsEmpty =>
            SafetyStock is null && WarningLevel is null && IsInStock is null && BinPickingNumber is null && !HasBackorderLimit;

        public readonly EmulatedStock ApplyTo(EmulatedStock level) => level with
        {
            SafetyStock = SafetyStock ?? level.SafetyStock,
            WarningLevel = WarningLevel ?? level.WarningLevel,
            IsInStock = IsInStock ?? level.IsInStock,
            BinPickingNumber = BinPickingNumber ?? level.BinPickingNumber,
            BackorderLimit = HasBackorderLimit ? BackorderLimit : level.BackorderLimit,
        };
    }
}
