using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory;

/// <summary>One row of a bulk run: the caller's row and what was sent for it.</summary>
/// <typeparam name="TRow">The type of the caller's rows.</typeparam>
/// <param name="Index">The row's position in the input, from 0.</param>
/// <param name="Input">The row as the caller gave it. Updates of settings that were merged into it are included.</param>
public readonly record struct BulkRow<TRow>(long Index, TRow Input)
{
    // A nullable long takes 16 bytes, and a run holds 100,000 rows. Both numbers are stored so that 0 means null.
    private readonly long _quantity;
    private readonly long _quantityBackordered;

    /// <summary>
    /// The quantity sent, including rows merged into this one: the count to set, the difference to apply, or the units to move. Null when
    /// only the backordered quantity or settings change.
    /// </summary>
    public long? Quantity
    {
        get => Unpack(_quantity);
        init => _quantity = Pack(value);
    }

    /// <summary>The backordered quantity sent, including rows merged into this one; null leaves it unchanged.</summary>
    public long? QuantityBackordered
    {
        get => Unpack(_quantityBackordered);
        init => _quantityBackordered = Pack(value);
    }

    /// <summary>The location's id; for a transfer, the location that units are taken from.</summary>
    public long LocationId => (Input as IBulkInput)?.LocationOf(null) ?? 0;

    /// <summary>The item.</summary>
    public ItemKey Item => (Input as IBulkInput)?.Item ?? default;

    /// <summary>The tag of <see cref="Input"/>; null when it has none.</summary>
    public string? Tag => (Input as IBulkInput)?.Tag;

    // The members that come from Input are printed with it.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Index = {Index}, Input = {Input}, Quantity = {Quantity}, QuantityBackordered = {QuantityBackordered}");
        return true;
    }

    private static long Pack(long? value) => value is { } number ? number ^ long.MinValue : 0;

    private static long? Unpack(long value) => value == 0 ? null : value ^ long.MinValue;
}
