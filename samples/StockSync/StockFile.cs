using System.Globalization;
using BigCommerce.Inventory;
using CsvHelper;

namespace StockSync;

/// <summary>One row of a stock file.</summary>
/// <param name="Line">Its line in the file, from 1; the header is line 1.</param>
/// <param name="LocationId">The location id; null if the row has a code.</param>
/// <param name="LocationCode">The location code; null if the row has an id.</param>
/// <param name="Item">The item.</param>
/// <param name="Quantity">The stock on hand, or the difference; null when the row has only a backordered quantity.</param>
/// <param name="QuantityBackordered">The backordered quantity, or the difference; null when the row has none.</param>
internal readonly record struct StockRow(
    int Line,
    long? LocationId,
    string? LocationCode,
    ItemKey Item,
    int? Quantity,
    int? QuantityBackordered)
{
    /// <summary>The line, as the client's reports return it.</summary>
    public string Tag => Line.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The file is invalid. The message lists the errors.</summary>
internal sealed class StockFileException(string message) : Exception(message);

/// <summary>
/// Reads stock files: a header row, then <c>location_id</c> or <c>location_code</c>; <c>sku</c>, <c>variant_id</c> or
/// <c>product_id</c>; and <c>quantity</c>, <c>qty_backordered</c> or both. The columns can have any order. A row may leave columns
/// empty if it has one value of each kind.
/// </summary>
internal sealed class StockFile(string path)
{
    private const int MaxErrorsShown = 10;

    /// <summary>Validates the whole file before anything is sent.</summary>
    /// <param name="differences">Whether quantities are differences, which may be negative and must not be 0.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="StockFileException">The file cannot be read, or rows are invalid. The message has their line numbers.</exception>
    public int Check(bool differences)
    {
        var count = 0;
        var errors = new List<string>();
        foreach (var (row, error) in Parse())
        {
            count++;
            var problem = error
                ?? (!differences && row.Quantity < 0 ? Negative(row.Line, "quantity", row.Quantity)
                : !differences && row.QuantityBackordered < 0 ? Negative(row.Line, "qty_backordered", row.QuantityBackordered)
                : differences && row.Quantity == 0 ? $"line {row.Line}: quantity is 0; it must not be 0 with --mode relative"
                : differences && row.QuantityBackordered == 0
                    ? $"line {row.Line}: qty_backordered is 0; it must not be 0 with --mode relative"
                : null);
            if (problem is not null)
            {
                errors.Add(problem);
            }
        }

        if (errors.Count > 0)
        {
            var more = errors.Count > MaxErrorsShown ? $"{Environment.NewLine}  and {errors.Count - MaxErrorsShown} more" : string.Empty;
            var list = string.Concat(errors.Take(MaxErrorsShown).Select(error => $"{Environment.NewLine}  {error}"));
            throw new StockFileException(
                $"{path} has {(errors.Count == 1 ? "1 invalid row" : $"{errors.Count} invalid rows")}. Nothing was sent:{list}{more}");
        }

        return count > 0 ? count : throw new StockFileException($"{path} has no rows below its header.");
    }

    /// <summary>Streams the rows. Only a few are in memory at a time.</summary>
    public IEnumerable<StockRow> Rows() => Parse().Select(parsed => parsed.Error is null
        ? parsed.Row
        : throw new StockFileException($"{path} changed while it was read: {parsed.Error}"));

    /// <summary>
    /// Writes the rejected rows to a file beside this one: its columns, and <c>line</c>, <c>reason</c> and <c>message</c>. If there are
    /// none, the file of an earlier run is deleted.
    /// </summary>
    /// <returns>The path; null if no row is rejected.</returns>
    public string? WriteRejected(IReadOnlyList<RejectedLine> rejections)
    {
        var target = Path.ChangeExtension(path, ".rejected.csv");
        if (rejections.Count == 0)
        {
            File.Delete(target);
            return null;
        }

        // Written under another name first, so that nobody reads a part of the file.
        var unfinished = $"{target}.{Path.GetRandomFileName()}";
        using (var csv = Open())
        using (var writer = CsvWriter.ToFile(unfinished, new CsvWriterOptions { Injection = CsvInjection.Escape }))
        {
            var byLine = rejections.ToDictionary(static rejection => rejection.Row);
            string[] added = ["line", "reason", "message"];
            var columns = Enumerable.Range(0, csv.Headers.Count).Where(i => !added.Contains(csv.Headers[i])).ToArray();
            writer.WriteRecord([.. columns.Select(i => csv.Headers[i]), .. added]);
            while (csv.Read())
            {
                if (byLine.TryGetValue((int)csv.LineNumber, out var rejection))
                {
                    var fields = columns.Select(i => i < csv.FieldCount ? csv.GetString(i) : "");
                    writer.WriteRecord(
                        [.. fields, rejection.Row.ToString(CultureInfo.InvariantCulture), rejection.Code.ToString(), rejection.Reason]);
                }
            }
        }

        File.Move(unfinished, target, overwrite: true);
        return target;
    }

    private static string Negative(int line, string column, int? value) =>
        $"line {line}: {column} {value} is negative; use --mode relative for differences";

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

    /// <summary>The indexes of the columns; -1 for a missing column.</summary>
    private readonly record struct Columns(
        int LocationId,
        int LocationCode,
        int Sku,
        int VariantId,
        int ProductId,
        int Quantity,
        int QuantityBackordered)
    {
        public static Columns Find(CsvReader csv, string path)
        {
            if (csv.Headers.Count == 0)
            {
                throw new StockFileException(
                    $"{path} is empty. The first line must have the column names: location_id or location_code; "
                    + "sku, variant_id or product_id; quantity, qty_backordered or both.");
            }

            int IndexOf(string name) => csv.TryGetFieldIndex(name, out var index) ? index : -1;
            var columns = new Columns(
                IndexOf("location_id"),
                IndexOf("location_code"),
                IndexOf("sku"),
                IndexOf("variant_id"),
                IndexOf("product_id"),
                IndexOf("quantity"),
                IndexOf("qty_backordered"));
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
                : throw new StockFileException($"{path} has no columns for {string.Join("; ", missing)} in its first line.");
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
                csv.FieldCount > csv.Headers.Count ? $"{csv.FieldCount} fields, but the first line has {csv.Headers.Count} columns"
                : locationId is null && locationCode is null ? "no location_id or location_code"
                : locationId is not null && !IsId(locationId, out location) ? $"location_id '{locationId}' is not an integer of at least 1"
                : identities == 0 ? "no sku, variant_id or product_id"
                : identities > 1 ? "more than one of sku, variant_id and product_id"
                : variantId is not null && !IsId(variantId, out id) ? $"variant_id '{variantId}' is not an integer of at least 1"
                : productId is not null && !IsId(productId, out id) ? $"product_id '{productId}' is not an integer of at least 1"
                : quantity is null && backordered is null ? "no quantity or qty_backordered"
                : !TryParseUnits(quantity, out units) ? NotAnInteger("quantity", quantity!)
                : !TryParseUnits(backordered, out unitsBackordered) ? NotAnInteger("qty_backordered", backordered!)
                : null;
            if (error is not null)
            {
                return (default, $"line {line}: {error}");
            }

            var item = sku is not null ? ItemKey.Sku(sku) : variantId is not null ? ItemKey.Variant(id) : ItemKey.Product(id);
            return (new StockRow(line, locationId is null ? null : location, locationCode, item, units, unitsBackordered), null);
        }

        private static string? Text(CsvReader csv, int column) =>
            column >= 0 && csv.GetString(column) is { Length: > 0 } text ? text : null;

        private static bool TryParseUnits(string? text, out int? units)
        {
            var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            units = isNumber ? number : null;
            return isNumber || text is null;
        }

        private static string NotAnInteger(string column, string text) =>
            $"{column} '{text}' is not an integer from -2147483648 to 2147483647";

        private static bool IsId(string text, out long id) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
    }
}
