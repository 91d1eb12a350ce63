using System.Text.Json;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Testing;

namespace StoreEmulator;

/// <summary>The detail that the page shows of one request.</summary>
/// <param name="Number">The number of the request.</param>
/// <param name="Operation">The operation; null if the request matches none.</param>
/// <param name="DurationMs">The duration in milliseconds; null while there is no response.</param>
/// <param name="CorrelationId">The value of the header <c>X-Correlation-Id</c>.</param>
/// <param name="TransactionId">The id of the transaction; null if the request changed nothing.</param>
/// <param name="Reason">The reason of an adjustment.</param>
/// <param name="BodyLength">The length of the body in bytes.</param>
/// <param name="RowCount">The number of rows in the body; null if the body has none or was not recorded completely.</param>
/// <param name="Rows">The first rows that are not refused, as JSON.</param>
/// <param name="RefusedRows">The rows that the title of the error names, as JSON.</param>
internal sealed record RequestDetail(
    long Number,
    string? Operation,
    double? DurationMs,
    string? CorrelationId,
    string? TransactionId,
    string? Reason,
    int BodyLength,
    int? RowCount,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> RefusedRows)
{
    private const int MaxRows = 20;

    private static readonly string[] ItemNames = ["sku", "variant_id", "product_id"];

    public static RequestDetail From(RecordedRequest request)
    {
        var (reason, rows) = Read(request);
        var refused = rows.Where(row => request.ErrorTitle is { } title && Names(title, row)).ToList();
        return new RequestDetail(
            request.Number,
            request.Operation?.ToString(),
            request.Duration?.TotalMilliseconds,
            request.CorrelationId,
            request.TransactionId,
            reason,
            request.BodyLength,
            rows.Count > 0 ? rows.Count : null,
            [.. rows.Except(refused).Take(MaxRows).Select(row => row.GetRawText())],
            [.. refused.Take(MaxRows).Select(row => row.GetRawText())]);
    }

    private static (string? Reason, List<JsonElement> Rows) Read(RecordedRequest request)
    {
        try
        {
            var body = JsonDocument.Parse(request.Body).RootElement;
            if (body.ValueKind == JsonValueKind.Array)
            {
                return (null, [.. body.EnumerateArray()]);
            }

            var rows = Member(body, "items") ?? Member(body, "settings");
            return (
                Member(body, "reason") is { ValueKind: JsonValueKind.String } reason ? reason.GetString() : null,
                rows is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : []);
        }
        catch (JsonException)
        {
            // The body is empty, not JSON, or longer than what is recorded.
            return (null, []);
        }
    }

    /// <summary>Whether an error's title has the item of a row, such as <c>sku RE-130</c>, or its location.</summary>
    private static bool Names(string title, JsonElement row)
    {
        // Settings have their item in an object.
        var item = Member(row, "identity") ?? row;
        var names = ItemNames.Where(name => Member(item, name) is not null).Select(name => $"{name} {Member(item, name)}");
        if (title.StartsWith("Location ", StringComparison.Ordinal) && Member(row, "location_id") is { } location)
        {
            names = [location.ToString()];
        }

        return names.Any(name => Regex.IsMatch(title, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])"));
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
