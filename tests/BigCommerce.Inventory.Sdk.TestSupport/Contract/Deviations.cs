using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace BigCommerce.Inventory.Tests.Contract;

/// <summary>How a request or a response deviates from the OpenAPI files, and which deviations are intended.</summary>
internal static class Deviations
{
    private const string AnyOperation = "*";

    private const string Backorders = "Backorders came after the files, on 3 April 2026";
    private const string General = "BigCommerce lists it among the statuses of every operation";
    private const string Observed = "users of the live API observe it";
    private const string NewerFile = "the newer file has it";
    private const string OpenObject = "the file's object is open, and the counts of a batch are what its other responses have";
    private const string OtherLinks = "the file shows the links of a first and only page";

    /// <summary>
    /// The deviations that are intended, with the reason for each. The operation <c>*</c> stands for all. Responses
    /// to bad requests are in the second list: no test provokes all of them at once.
    /// </summary>
    public static readonly IReadOnlyList<(string Operation, string What, string Reason)> OfRequestsAndSuccesses =
    [
        ("PUT /inventory/adjustments/absolute", "request items[].qty_backordered: not described", Backorders),
        (
            "PUT /inventory/adjustments/absolute",
            "request items[].quantity: missing",
            Backorders + ": a row that sets backorders alone has no quantity"),
        ("POST /inventory/adjustments/relative", "request items[].qty_backordered: not described", Backorders),
        (
            "POST /inventory/adjustments/relative",
            "request items[].quantity: missing",
            Backorders + ": a change of backorders alone has no quantity"),
        ("PUT /inventory/locations/{location_id}/items", "request settings[].backorder_limit: not described", Backorders),
        ("PUT /inventory/locations/metafields", "request [].id: number in place of string", NewerFile + " as an integer"),
        (
            "PUT /inventory/locations",
            "request [].address.country_code: none of the listed values",
            "the file lists the United States alone; the user decides"),
        (
            "GET /inventory/locations/{location_id}/metafields",
            "request ?include_fields: none of the listed values",
            "the file spells date_modified with a space; responses do not"),
        (
            "GET /inventory/locations/metafields",
            "request ?include_fields: none of the listed values",
            "the file spells date_modified with a space; responses do not"),

        ("GET /inventory/items", "200 data[].locations[].qty_backordered: not described", Backorders),
        ("GET /inventory/items", "200 data[].locations[].settings.backorder_limit: not described", Backorders),
        ("GET /inventory/items", "200 data[].locations[].settings.backorder_message: not described", Backorders),
        ("GET /inventory/locations/{location_id}/items", "200 data[].qty_backordered: not described", Backorders),
        ("GET /inventory/locations/{location_id}/items", "200 data[].settings.backorder_limit: not described", Backorders),
        ("GET /inventory/locations/{location_id}/items", "200 data[].settings.backorder_message: not described", Backorders),
        (
            "GET /inventory/locations/{location_id}/metafields",
            "200 meta.cursor_pagination: not described",
            "the same list of all locations has it, and the operation takes cursors"),
        ("GET /inventory/locations/{location_id}/metafields", "200 meta.pagination.links.next: not described", OtherLinks),
        ("GET /inventory/locations/{location_id}/metafields", "200 meta.pagination.links.previous: not described", OtherLinks),
        ("POST /inventory/locations/metafields", "200 meta.total: not described", OpenObject),
        ("POST /inventory/locations/metafields", "200 meta.success: not described", OpenObject),
        ("POST /inventory/locations/metafields", "200 meta.failed: not described", OpenObject),
        ("PUT /inventory/locations/metafields", "200 meta.total: not described", OpenObject),
        ("PUT /inventory/locations/metafields", "200 meta.success: not described", OpenObject),
        ("PUT /inventory/locations/metafields", "200 meta.failed: not described", OpenObject),
    ];

    /// <inheritdoc cref="OfRequestsAndSuccesses"/>
    public static readonly IReadOnlyList<(string Operation, string What, string Reason)> OfRefusalsAndOptions =
    [
        .. ((string[])["400", "401", "403", "404", "406", "413", "414", "415", "429", "507"])
            .Select(status => (AnyOperation, status + " not listed", General)),
        (AnyOperation, "422 not listed", Observed + ": an unknown filter is refused so"),
        (
            "PUT /inventory/locations/{location_id}/metafields/{metafield_id}",
            "409 not listed",
            General + "; a duplicate is documented for creating alone"),
        .. from verb in (string[])["POST", "PUT", "DELETE"]
           let operation = verb + " /inventory/locations/metafields"
           let reason = Observed + ": an object in place of the array is refused as a whole, not as a batch"
           from member in (string[])["status", "title", "type"]
           select (operation, $"422 {member}: not described", reason),
        .. from verb in (string[])["POST", "PUT", "DELETE"]
           select (
               verb + " /inventory/locations/metafields",
               "422 errors: object in place of array",
               Observed + ": an object in place of the array is refused as a whole, not as a batch"),

        // Options of the emulator.
        (
            "GET /inventory/items",
            "200 data[].identity.sku_id: null in place of integer",
            "NullSkuIds: the file's text says that it is null, its schema does not"),
        ("GET /inventory/locations", "200 data[].address.geo_coordinates.latitude: string in place of number", "NewerForms"),
        ("GET /inventory/locations", "200 data[].address.geo_coordinates.longitude: string in place of number", "NewerForms"),
        ("GET /inventory/locations", "200 data[].created_at: no date-time", "NewerForms: without a zone"),
        ("GET /inventory/locations", "200 data[].updated_at: no date-time", "NewerForms: without a zone"),
        ("GET /inventory/locations/metafields", "200 data[].date_created: no date-time", "NewerForms: without a zone"),
        ("GET /inventory/locations/metafields", "200 data[].date_modified: no date-time", "NewerForms: without a zone"),
        ("DELETE /inventory/locations", "204 not listed", "NewerForms: " + NewerFile),
        ("POST /inventory/locations/{location_id}/metafields", "200 meta: array in place of object", "EmptyObjectsAsArrays: " + Observed),
        (AnyOperation, "404 errors: array in place of object", "EmptyObjectsAsArrays: " + Observed),
    ];

    /// <summary>Every intended deviation.</summary>
    private static readonly HashSet<(string Operation, string What)> Intended =
        [.. OfRequestsAndSuccesses.Concat(OfRefusalsAndOptions).Select(entry => (entry.Operation, entry.What))];

    public static bool IsIntended(string operation, string what) =>
        Intended.Contains((operation, what)) || Intended.Contains((AnyOperation, what));

    /// <summary>Where a request deviates: its query, its headers and its body.</summary>
    public static IEnumerable<string> OfRequest(
        OpenApiOperation operation,
        string query,
        IReadOnlyDictionary<string, string> headers,
        string? body)
    {
        var parameters = (operation.Parameters ?? [])
            .Where(parameter => parameter.In == ParameterLocation.Query)
            .ToDictionary(parameter => parameter.Name!);
        foreach (var (name, value) in Pairs(query))
        {
            if (!parameters.TryGetValue(name, out var parameter))
            {
                yield return $"request ?{name}: not described";
                continue;
            }

            foreach (var deviation in SchemaCheck.Find(parameter.Schema!, Typed(parameter.Schema!, value)))
            {
                yield return $"request ?{name}{deviation.Replace("[]", "", StringComparison.Ordinal)}";
            }
        }

        if (headers.GetValueOrDefault("Accept") != "application/json")
        {
            yield return "request Accept: missing";
        }

        if (operation.RequestBody?.Content?["application/json"].Schema is { } schema)
        {
            if (headers.GetValueOrDefault("Content-Type") != "application/json")
            {
                yield return "request Content-Type: missing";
            }

            foreach (var deviation in SchemaCheck.Find(schema, JsonNode.Parse(body!)))
            {
                yield return "request " + deviation;
            }
        }
        else if (!string.IsNullOrEmpty(body))
        {
            yield return "request body: not described";
        }
    }

    /// <summary>Where a response deviates: its status and its body.</summary>
    public static IEnumerable<string> OfResponse(OpenApiOperation operation, int status, string body)
    {
        if (!operation.Responses!.TryGetValue(FormattableString.Invariant($"{status}"), out var response))
        {
            return [FormattableString.Invariant($"{status} not listed")];
        }

        var schema = response.Content?.FirstOrDefault(content => content.Key.EndsWith("json", StringComparison.Ordinal)).Value?.Schema;
        return schema is null
            ? body.Length == 0 ? [] : [FormattableString.Invariant($"{status} body: not described")]
            : SchemaCheck.Find(schema, JsonNode.Parse(body)).Select(deviation => FormattableString.Invariant($"{status} {deviation}"));
    }

    /// <summary>The names and values of a query.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(string query) =>
        from pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]));

    /// <summary>
    /// A query's value as the JSON that its schema describes. Where the files call a list of ids an integer, the first id stands for all.
    /// </summary>
    private static JsonNode Typed(IOpenApiSchema schema, string value) => schema.Type switch
    {
        JsonSchemaType.Array => new JsonArray([.. value.Split(',').Select(element => (JsonNode)element)]),
        JsonSchemaType.String => value,
        _ => TryParse(value.Split(',')[0]) ?? value,
    };

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
