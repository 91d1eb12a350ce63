using System.Globalization;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory;

/// <summary>What to do with the rows of a rejected request.</summary>
/// <param name="Bad">Rows that are bad.</param>
/// <param name="Next">Requests for the rest, in order.</param>
/// <param name="IsUnexplained">Whether the response named none of the rows, so that the step only tries smaller requests.</param>
internal readonly record struct IsolationStep<TRow>(BulkRow<TRow>[] Bad, BulkRow<TRow>[][] Next, bool IsUnexplained = false);

/// <summary>
/// Finds the bad rows of a rejected request. Rows that the response names unambiguously are set aside, and the rest is sent again. Where
/// it names none, the request is halved. A step rejects rows or gives smaller requests, so it always ends. Rows with one index, the two
/// of a transfer, stay together. Pure.
/// </summary>
internal static class BadRowIsolation<TRow>
    where TRow : IBulkInput
{
    /// <param name="rows">The rows that were rejected together; at least one.</param>
    /// <param name="error">The response.</param>
    public static IsolationStep<TRow> Next(BulkRow<TRow>[] rows, ApiError error)
    {
        var locations = error.LocationIds.ToHashSet();
        bool IsAtNamedLocation(BulkRow<TRow> row) => locations.Contains(row.Location);
        var named = NamedItems(rows, error.Items);
        if (Array.TrueForAll(rows, row => row.Index == rows[0].Index))
        {
            return new IsolationStep<TRow>(
                rows,
                [],
                IsUnexplained: named.Count == 0 && !Array.Exists(rows, IsAtNamedLocation) && RowsOfFields(rows, error).Count == 0);
        }

        if ((int)error.StatusCode == 413)
        {
            return new IsolationStep<TRow>([], Halve(rows), IsUnexplained: true);
        }

        if (error.Reason == ApiErrorReason.LocationNotFound)
        {
            // Only this reason applies to all rows at a location: the location does not exist.
            return Array.Exists(rows, IsAtNamedLocation) ? SetAside(rows, IsAtNamedLocation)
                : locations.Count == 0 && Array.TrueForAll(
                    rows,
                    row => row.Location == rows[0].Location) ? new IsolationStep<TRow>(rows, [])
                : new IsolationStep<TRow>([], HalveLocations(rows), IsUnexplained: true);
        }

        if (named.Count > 0)
        {
            return IsolateItems(rows, named, locations, error.Reason);
        }

        if (error.Items.Count == 0 && RowsOfFields(rows, error) is { Count: > 0 } suspects)
        {
            return IsolateSuspects(rows, suspects);
        }

        // The fault at the location is not known: it may be one of its rows.
        return new IsolationStep<TRow>([], SeparateLocations(rows, IsAtNamedLocation), IsUnexplained: true);
    }

    private static IsolationStep<TRow> IsolateItems(
        BulkRow<TRow>[] rows,
        HashSet<ItemKey> named,
        HashSet<long> locations,
        ApiErrorReason reason)
    {
        if (reason is ApiErrorReason.TrackedByProduct or ApiErrorReason.TrackedByVariant or ApiErrorReason.ItemNotFound)
        {
            // The reason applies to the item at every location.
            return SetAside(rows, row => named.Contains(row.Key));
        }

        // Any other reason applies at one location, and the response may not name the location. Nor does it show whether it names an
        // item by the key that was sent or by a key that another row has. With keys of one kind it can only be that row.
        BulkRow<TRow>[][] kinds = [.. rows.GroupBy(row => row.Key.Kind).Select(group => group.ToArray())];
        if (kinds.Length > 1)
        {
            return new IsolationStep<TRow>([], kinds);
        }

        var suspects = Array.FindAll(rows, row => named.Contains(row.Key) && locations.Contains(row.Location));
        if (suspects.Length == 0)
        {
            suspects = Array.FindAll(rows, row => named.Contains(row.Key));
        }

        var places = suspects.GroupBy(row => row.Key).ToDictionary(
            group => group.Key,
            group => group.Select(row => row.Index).Distinct().Count());
        var certain = suspects.Where(row => places[row.Key] == 1).Select(row => row.Index).ToHashSet();
        var step = SetAside(rows, row => certain.Contains(row.Index));
        return certain.Count == suspects.Select(row => row.Index).Distinct().Count()
            ? step
            : step with { Next = SplitByLocation(step.Next[0], places) };
    }

    /// <summary>Separates rows that may be bad from the others. They are bad only when a response names all rows of a request.</summary>
    private static IsolationStep<TRow> IsolateSuspects(BulkRow<TRow>[] rows, HashSet<long> suspects)
    {
        var apart = Array.FindAll(rows, row => suspects.Contains(row.Index));
        return apart.Length == rows.Length
            ? new IsolationStep<TRow>(rows, [])
            : new IsolationStep<TRow>([], [Array.FindAll(rows, row => !suspects.Contains(row.Index)), apart]);
    }

    private static IsolationStep<TRow> SetAside(BulkRow<TRow>[] rows, Predicate<BulkRow<TRow>> isBad)
    {
        var bad = rows.Where(row => isBad(row)).Select(row => row.Index).ToHashSet();
        var rest = Array.FindAll(rows, row => !bad.Contains(row.Index));
        return new IsolationStep<TRow>(Array.FindAll(rows, row => bad.Contains(row.Index)), rest.Length == 0 ? [] : [rest]);
    }

    /// <summary>
    /// Separates named items that are at several locations, location by location, from the others. No request has an item twice at one
    /// location, so there are several parts.
    /// </summary>
    private static BulkRow<TRow>[][] SplitByLocation(BulkRow<TRow>[] rows, Dictionary<ItemKey, int> places)
    {
        if (IsPaired(rows))
        {
            return Halve(rows);
        }

        var others = Array.FindAll(rows, row => !places.ContainsKey(row.Key));
        var apart = rows.Where(row => places.ContainsKey(row.Key)).GroupBy(row => row.Location).Select(group => group.ToArray());
        return others.Length == 0 ? [.. apart] : [others, .. apart];
    }

    /// <summary>Halves rows so that each location's rows stay together.</summary>
    private static BulkRow<TRow>[][] HalveLocations(BulkRow<TRow>[] rows)
    {
        long[] locations = [.. rows.Select(row => row.Location).Distinct()];
        var last = locations.Skip(locations.Length / 2).ToHashSet();
        return SeparateLocations(rows, row => last.Contains(row.Location));
    }

    private static BulkRow<TRow>[][] SeparateLocations(BulkRow<TRow>[] rows, Predicate<BulkRow<TRow>> isApart)
    {
        BulkRow<TRow>[][] parts = [Array.FindAll(rows, row => !isApart(row)), Array.FindAll(rows, isApart)];
        return parts[0].Length == 0 || parts[1].Length == 0 || IsPaired(rows) ? Halve(rows) : parts;
    }

    private static bool IsPaired(BulkRow<TRow>[] rows) => rows.Select(row => row.Index).Distinct().Count() < rows.Length;

    /// <summary>Halves two or more rows, or returns them when they are inseparable.</summary>
    public static BulkRow<TRow>[][] Halve(BulkRow<TRow>[] rows)
    {
        var middle = rows.Length / 2;
        while (middle < rows.Length && rows[middle].Index == rows[middle - 1].Index)
        {
            middle++;
        }

        return middle == rows.Length ? [rows] : [rows[..middle], rows[middle..]];
    }

    /// <summary>The rows whose fields the response names.</summary>
    private static HashSet<long> RowsOfFields(BulkRow<TRow>[] rows, ApiError error)
    {
        var indexes = new HashSet<long>();
        foreach (var field in error.FieldErrors.Keys)
        {
            if (RowFields.Position().Match(field) is { Success: true } match
                && int.TryParse(match.Groups["position"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                && position < rows.Length)
            {
                indexes.Add(rows[position].Index);
            }
        }

        return indexes;
    }

    /// <summary>The items that the response names and that were sent, without those whose name may be part of another row's SKU.</summary>
    private static HashSet<ItemKey> NamedItems(BulkRow<TRow>[] rows, IReadOnlyList<ItemKey> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var named = names.ToHashSet();
        named.IntersectWith(rows.Select(row => row.Key));
        if (named.Count == 0)
        {
            return named;
        }

        foreach (var row in rows)
        {
            if (row.Key.TryGetSku(out var sku) && !NamedIdentities.IsReadWhole(sku))
            {
                var wholeSku = row.Key;
                named.RemoveWhere(name => name != wholeSku && sku.Contains(TextOf(name), StringComparison.Ordinal));
            }
        }

        return named;
    }

    private static string TextOf(ItemKey name) =>
        name.TryGetSku(out var sku) ? sku : name.TryGetId(out var id) ? id.ToString(CultureInfo.InvariantCulture) : string.Empty;

}

internal static partial class RowFields
{
    /// <summary>The position in a field's name, such as <c>items[17].quantity</c> or <c>setting.17.settings</c>.</summary>
    [GeneratedRegex(@"\b(?:item|setting)s?[\[.](?<position>[0-9]{1,4})\b", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Position();
}
