using System.Globalization;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory;

/// <summary>What to do with the rows of a refused request.</summary>
/// <param name="Bad">Rows that are at fault.</param>
/// <param name="Next">Requests for the rest, in order.</param>
/// <param name="IsBlind">Whether the response named none of the rows, so that the step only tries smaller requests.</param>
internal readonly record struct IsolationStep(BulkRow[] Bad, BulkRow[][] Next, bool IsBlind = false);

/// <summary>
/// Finds the bad rows of a refused request. Rows that the response names for certain are set aside and the rest is sent again; where
/// it names none, the request is cut in two. A step rejects rows or leaves smaller requests, so it always ends. Rows with one
/// index, the two of a transfer, stay together. Pure.
/// </summary>
internal static partial class RowIsolation
{
    /// <param name="rows">The rows that were refused together; at least one.</param>
    /// <param name="error">The response.</param>
    public static IsolationStep Next(BulkRow[] rows, ApiError error)
    {
        var locations = error.LocationIds.ToHashSet();
        bool IsAtNamedLocation(BulkRow row) => locations.Contains(row.LocationId);
        var named = NamedItems(rows, error.Items);
        if (Array.TrueForAll(rows, row => row.Index == rows[0].Index))
        {
            return new IsolationStep(rows, [], IsBlind: named.Count == 0 && !Array.Exists(rows, IsAtNamedLocation) && RowsOfFields(rows, error).Count == 0);
        }

        if ((int)error.StatusCode == 413)
        {
            return new IsolationStep([], Halve(rows), IsBlind: true);
        }

        if (error.Reason == ApiErrorReason.LocationNotFound)
        {
            // A location that does not exist is the one reason that holds for all rows at the location.
            return Array.Exists(rows, IsAtNamedLocation) ? SetAside(rows, IsAtNamedLocation)
                : locations.Count == 0 && Array.TrueForAll(rows, row => row.LocationId == rows[0].LocationId) ? new IsolationStep(rows, [])
                : new IsolationStep([], HalveLocations(rows), IsBlind: true);
        }

        if (named.Count > 0)
        {
            return IsolateItems(rows, named, locations, error.Reason);
        }

        if (error.Items.Count == 0 && RowsOfFields(rows, error) is { Count: > 0 } suspects)
        {
            return IsolateSuspects(rows, suspects);
        }

        // What is wrong at the location is not known: it may be one of its rows.
        return new IsolationStep([], Array.Exists(rows, IsAtNamedLocation) ? PartLocations(rows, IsAtNamedLocation) : Halve(rows), IsBlind: true);
    }

    private static IsolationStep IsolateItems(BulkRow[] rows, HashSet<ItemKey> named, HashSet<long> locations, ApiErrorReason reason)
    {
        if (reason is ApiErrorReason.TrackedByProduct or ApiErrorReason.TrackedByVariant or ApiErrorReason.ItemNotFound)
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

        var suspects = Array.FindAll(rows, row => named.Contains(row.Item) && locations.Contains(row.LocationId));
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
        var isPaired = IsPaired(rows);
        var others = Array.FindAll(rows, row => !places.ContainsKey(row.Item));
        var apart = rows.Where(row => places.ContainsKey(row.Item)).GroupBy(row => row.LocationId).Select(group => group.ToArray());
        BulkRow[][] parts = others.Length == 0 ? [.. apart] : [others, .. apart];
        return parts.Length > 1 && !isPaired ? parts : Halve(rows);
    }

    /// <summary>Cuts rows in two so that each location's rows stay together.</summary>
    private static BulkRow[][] HalveLocations(BulkRow[] rows)
    {
        long[] locations = [.. rows.Select(row => row.LocationId).Distinct()];
        var first = locations.Take(locations.Length / 2).ToHashSet();
        return PartLocations(rows, row => first.Contains(row.LocationId));
    }

    private static BulkRow[][] PartLocations(BulkRow[] rows, Predicate<BulkRow> isApart)
    {
        BulkRow[][] parts = [Array.FindAll(rows, row => !isApart(row)), Array.FindAll(rows, isApart)];
        return parts[0].Length == 0 || parts[1].Length == 0 || IsPaired(rows) ? Halve(rows) : parts;
    }

    private static bool IsPaired(BulkRow[] rows) => rows.Select(row => row.Index).Distinct().Count() < rows.Length;

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
        foreach (var field in error.FieldErrors.Keys)
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

    /// <summary>The items of the response that were sent. One whose name may have been read out of another row's SKU is not trusted.</summary>
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
            if (row.Item.TryGetSku(out var sku) && !NamedIdentities.IsReadWhole(sku))
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
