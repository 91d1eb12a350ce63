using System.Globalization;
using BigCommerce.Inventory;
using CsvHelper;

namespace StockSync;

/// <summary>One row of a stock file.</summary>
/// <param name="Line">Its line in the file, from 1; the header is line 1.</param>
/// <param name="LocationId">The location's id; null when the row gives a code.</param>
/// <param name="LocationCode">The location's code; null when the row gives an id.</param>
/// <param name="Item">The item.</param>
/// <param name="Quantity">The count or the difference; null when the row gives backorders alone.</param>
/// <param name="QuantityBackordered">The backordered quantity or its difference; null when the row gives none.</param>
internal readonly record struct StockRow(int Line, long? LocationId, string? LocationCode, ItemKey Item, int? Quantity, int? QuantityBackordered)
{
    /// <summary>The line as the client's reports give it back.</summary>
    public string Tag => Line.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file that cannot be used; the message is for whoever wrote the file.</summary>
internal sealed class StockFileException(string message) : Exception(message);

/// <summary>
/// Reads stock files: a header row, then <c>location_id</c> or <c>location_code</c>; <c>sku</c>, <c>variant_id</c> or
/// <c>product_id</c>; and <c>quantity</c>, <c>qty_backordered</c> or both. Columns can be in any order; a row may leave columns empty as
/// long as it gives one of each.
/// </summary>
internal sealed class StockFile(string path)
{
    private const int MaxErrorsShown = 10;

    /// <summary>Reads the whole file once to see that every row can be used, before anything is sent.</summary>
    /// <param name="differences">Whether quantities are differences: then they may be negative, and must not be 0.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="StockFileException">The file cannot be read, or rows are wrong: the message names their lines.</exception>
    public int Check(bool differences)
    {
        var count = 0;
        var errors = new List<string>();
        foreach (var (row, error) in Parse())
        {
            count++;
            var problem = error
                ?? (!differences && row.Quantity < 0 ? $"line {row.Line}: quantity {row.Quantity} is negative; an absolute count is 0 or more"
                : !differences && row.QuantityBackordered < 0 ? $"line {row.Line}: qty_backordered {row.QuantityBackordered} is negative; an absolute quantity is 0 or more"
                : differences && (row.Quantity == 0 || row.QuantityBackordered == 0) ? $"line {row.Line}: a difference of 0 changes nothing"
                : null);
            if (problem is not null)
            {
                errors.Add(problem);
            }
        }

        if (errors.Count > 0)
        {
            var more = errors.Count > MaxErrorsShown ? $"{Environment.NewLine}  and {errors.Count - MaxErrorsShown} more" : string.Empty;
            throw new StockFileException(
                $"{errors.Count} rows of {path} cannot be used, so nothing was sent:{string.Concat(errors.Take(MaxErrorsShown).Select(error => $"{Environment.NewLine}  {error}"))}{more}");
        }

        return count > 0 ? count : throw new StockFileException($"{path} has no rows below its header.");
    }

    /// <summary>Streams the rows, a few in memory at a time.</summary>
    public IEnumerable<StockRow> Rows() => Parse().Select(parsed => parsed.Error is null ? parsed.Row : throw new StockFileException($"{path} changed while it was read: {parsed.Error}"));

    private IEnumerable<(StockRow Row, string? Error)> Parse()
    {
        using var csv = Open();
        var columns = Columns.Find(csv, path);
        while (Advance(csv))
        {
            yield return columns.Parse(csv);
        }
    }

    private CsvReader Open()
    {
        try
        {
            return CsvReader.FromFile(path, new CsvReaderOptions
            {
                MalformedData = CsvMalformedDataHandling.Throw,
                PoolStrings = true,
                TrackLineNumbers = true,
                TrimWhitespace = true,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StockFileException($"{path} cannot be read: {exception.Message}");
        }
    }

    private bool Advance(CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (Exception exception) when (exception is CsvFormatException or IOException)
        {
            throw new StockFileException($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Where the file has its columns; -1 where it has none.</summary>
    private readonly record struct Columns(int LocationId, int LocationCode, int Sku, int VariantId, int ProductId, int Quantity, int QuantityBackordered)
    {
        public static Columns Find(CsvReader csv, string path)
        {
            if (csv.Headers.Count == 0)
            {
                throw new StockFileException($"{path} is empty. The first line names the columns: location_id or location_code; sku, variant_id or product_id; quantity, qty_backordered or both.");
            }

            int IndexOf(string name) => csv.TryGetFieldIndex(name, out var index) ? index : -1;
            var columns = new Columns(IndexOf("location_id"), IndexOf("location_code"), IndexOf("sku"), IndexOf("variant_id"), IndexOf("product_id"), IndexOf("quantity"), IndexOf("qty_backordered"));
            var missing = new List<string>();
            if (columns is { LocationId: < 0, LocationCode: < 0 })
            {
                missing.Add("location_id or location_code");
            }

            if (columns is { Sku: < 0, VariantId: < 0, ProductId: < 0 })
            {
                missing.Add("sku, variant_id or product_id");
            }

            if (columns is { Quantity: < 0, QuantityBackordered: < 0 })
            {
                missing.Add("quantity or qty_backordered");
            }

            return missing.Count == 0
                ? columns
                : throw new StockFileException($"{path} lacks these columns in its first line: {string.Join("; ", missing)}.");
        }

        public (StockRow Row, string? Error) Parse(CsvReader csv)
        {
            var line = (int)csv.LineNumber;
            var locationId = Text(csv, LocationId);
            var locationCode = Text(csv, LocationCode);
            var sku = Text(csv, Sku);
            var variantId = Text(csv, VariantId);
            var productId = Text(csv, ProductId);
            var quantity = Text(csv, Quantity);
            var backordered = Text(csv, QuantityBackordered);
            long location = 0;
            long id = 0;
            int? units = null;
            int? unitsBackordered = null;
            var identities = (sku is null ? 0 : 1) + (variantId is null ? 0 : 1) + (productId is null ? 0 : 1);
            var error =
                csv.FieldCount > csv.Headers.Count ? $"it has {csv.FieldCount} fields, more than the {csv.Headers.Count} columns of the first line"
                : locationId is null && locationCode is null ? "it names no location"
                : locationId is not null && !IsId(locationId, out location) ? $"location_id '{locationId}' is not a whole number above 0"
                : identities != 1 ? $"it gives {(identities == 0 ? "none" : "more than one")} of sku, variant_id and product_id"
                : (variantId ?? productId) is { } text && !IsId(text, out id) ? $"{(variantId is null ? "product_id" : "variant_id")} '{text}' is not a whole number above 0"
                : quantity is null && backordered is null ? (QuantityBackordered < 0 ? "its quantity is empty" : "its quantity and its qty_backordered are empty")
                : !TryParseUnits(quantity, out units) ? $"quantity '{quantity}' is not a whole number from -2,147,483,648 to 2,147,483,647"
                : !TryParseUnits(backordered, out unitsBackordered) ? $"qty_backordered '{backordered}' is not a whole number from -2,147,483,648 to 2,147,483,647"
                : null;
            if (error is not null)
            {
                return (default, $"line {line}: {error}");
            }

            var item = sku is not null ? ItemKey.Sku(sku) : variantId is not null ? ItemKey.Variant(id) : ItemKey.Product(id);
            return (new StockRow(line, locationId is null ? null : location, locationCode, item, units, unitsBackordered), null);
        }

        private static string? Text(CsvReader csv, int column) => column >= 0 && csv.GetString(column) is { Length: > 0 } text ? text : null;

        private static bool TryParseUnits(string? text, out int? units)
        {
            var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            units = isNumber ? number : null;
            return isNumber || text is null;
        }

        private static bool IsId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
    }
}
