using System.Globalization;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory;

/// <summary>What to do with the rows of a refused request.</summary>
/// <param name="Bad">Rows that are at fault.</param>
/// <param name="Next">Requests for the rest, in order.</param>
internal readonly record struct IsolationStep(BulkRow[] Bad, BulkRow[][] Next);

/// <summary>
/// Finds the bad rows of a refused request. Rows that the answer names are set aside and the rest is sent again; where it
/// names none, the request is halved. A step rejects rows or leaves smaller requests, so it always ends. Rows with one
/// index, the two of a transfer, stay together. Pure.
/// </summary>
internal static partial class RowIsolation
{
    /// <param name="rows">The rows that were refused together; at least one.</param>
    /// <param name="error">The answer.</param>
    public static IsolationStep Next(BulkRow[] rows, ApiError error)
    {
        if (Array.TrueForAll(rows, row => row.Index == rows[0].Index))
        {
            return new IsolationStep(rows, []);
        }

        bool IsAtNamedLocation(BulkRow row) => error.LocationIds.Contains(row.LocationId);
        if ((error.Reason == ApiErrorReason.LocationNotFound || error.Items.Count == 0) && Array.Exists(rows, IsAtNamedLocation))
        {
            return SetAside(rows, IsAtNamedLocation);
        }

        var named = NamedItems(rows, error.Items);
        if (named.Count > 0)
        {
            return IsolateItems(rows, named, error);
        }

        return error.Items.Count == 0 && RowsOfFields(rows, error) is { Count: > 0 } suspects
            ? IsolateSuspects(rows, suspects)
            : new IsolationStep([], Halve(rows));
    }

    private static IsolationStep IsolateItems(BulkRow[] rows, HashSet<ItemKey> named, ApiError error)
    {
        if (error.Reason is ApiErrorReason.TrackedByProduct or ApiErrorReason.TrackedByVariant or ApiErrorReason.ItemNotFound)
        {
            // It holds for the item at every location.
            return SetAside(rows, row => named.Contains(row.Item));
        }

        // Any other reason holds at one location, and the answer need not say at which. Nor does it say whether it names
        // an item by the key that was sent, or by one that another row has: with keys of one kind it can only be that row.
        BulkRow[][] kinds = [.. rows.GroupBy(row => row.Item.Kind).Select(group => group.ToArray())];
        if (kinds.Length > 1)
        {
            return new IsolationStep([], kinds);
        }

        var suspects = Array.FindAll(rows, row => named.Contains(row.Item) && error.LocationIds.Contains(row.LocationId));
        if (suspects.Length == 0)
        {
            suspects = Array.FindAll(rows, row => named.Contains(row.Item));
        }

        var places = suspects.GroupBy(row => row.Item).ToDictionary(group => group.Key, group => group.Select(row => row.Index).Distinct().Count());
        var certain = suspects.Where(row => places[row.Item] == 1).Select(row => row.Index).ToHashSet();
        var step = SetAside(rows, row => certain.Contains(row.Index));
        return certain.Count == suspects.Select(row => row.Index).Distinct().Count()
            ? step
            : step with { Next = SplitByLocation(step.Next[0], places) };
    }

    /// <summary>Sends rows that may be at fault apart from the others. They are to blame only when an answer blames all of them.</summary>
    private static IsolationStep IsolateSuspects(BulkRow[] rows, HashSet<long> suspects)
    {
        var apart = Array.FindAll(rows, row => suspects.Contains(row.Index));
        return apart.Length == rows.Length
            ? new IsolationStep(rows, [])
            : new IsolationStep([], [Array.FindAll(rows, row => !suspects.Contains(row.Index)), apart]);
    }

    private static IsolationStep SetAside(BulkRow[] rows, Predicate<BulkRow> isBad)
    {
        var bad = rows.Where(row => isBad(row)).Select(row => row.Index).ToHashSet();
        var rest = Array.FindAll(rows, row => !bad.Contains(row.Index));
        return new IsolationStep(Array.FindAll(rows, row => bad.Contains(row.Index)), rest.Length == 0 ? [] : [rest]);
    }

    /// <summary>Sends items that are named and stand at several locations apart, location by location, and the others together.</summary>
    private static BulkRow[][] SplitByLocation(BulkRow[] rows, Dictionary<ItemKey, int> places)
    {
        var isPaired = rows.Select(row => row.Index).Distinct().Count() < rows.Length;
        var others = Array.FindAll(rows, row => !places.ContainsKey(row.Item));
        var apart = rows.Where(row => places.ContainsKey(row.Item)).GroupBy(row => row.LocationId).Select(group => group.ToArray());
        BulkRow[][] parts = others.Length == 0 ? [.. apart] : [others, .. apart];
        return parts.Length > 1 && !isPaired ? parts : Halve(rows);
    }

    /// <summary>Cuts rows in two, or gives them back when they are inseparable.</summary>
    public static BulkRow[][] Halve(BulkRow[] rows)
    {
        var middle = rows.Length / 2;
        while (middle > 0 && middle < rows.Length && rows[middle].Index == rows[middle - 1].Index)
        {
            middle++;
        }

        return middle == 0 || middle == rows.Length ? [rows] : [rows[..middle], rows[middle..]];
    }

    /// <summary>The rows whose fields the answer names, such as <c>items[17].quantity</c>.</summary>
    private static HashSet<long> RowsOfFields(BulkRow[] rows, ApiError error)
    {
        var indexes = new HashSet<long>();
        foreach (var field in error.Errors.Keys)
        {
            if (FieldOfRow().Match(field) is { Success: true } match
                && int.TryParse(match.Groups["position"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                && position < rows.Length)
            {
                indexes.Add(rows[position].Index);
            }
        }

        return indexes;
    }

    /// <summary>The items of the answer that were sent. One whose name may be a part of another row's SKU is not trusted.</summary>
    private static HashSet<ItemKey> NamedItems(BulkRow[] rows, IReadOnlyList<ItemKey> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var named = names.ToHashSet();
        named.IntersectWith(rows.Select(row => row.Item));
        if (named.Count == 0)
        {
            return named;
        }

        foreach (var row in rows)
        {
            // Such a SKU is not told from the words around it: what it holds may have been read for another item's name.
            if (row.Item.TryGetSku(out var sku) && sku.Any(static c => char.IsWhiteSpace(c) || c is ',' or '[' or ']'))
            {
                var wholeSku = row.Item;
                named.RemoveWhere(name => name != wholeSku && sku.Contains(TextOf(name), StringComparison.Ordinal));
            }
        }

        return named;
    }

    private static string TextOf(ItemKey name) => name.TryGetSku(out var sku) ? sku : name.TryGetId(out var id) ? id.ToString(CultureInfo.InvariantCulture) : string.Empty;

    [GeneratedRegex(@"\bitems?[\[.](?<position>[0-9]{1,4})\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FieldOfRow();
}
