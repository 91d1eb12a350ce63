using System.Collections;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Serialization;
using BigCommerce.Inventory.Tests.Support;
using Microsoft.OpenApi;

namespace BigCommerce.Inventory.Tests.Contract;

/// <summary>
/// The client reads responses with the extreme values that BigCommerce's OpenAPI files allow. Without the files these tests check nothing.
/// </summary>
public class ExtremeValueTests
{
    private const int Rounds = 300;

    /// <summary>The operations by their names in <see cref="EveryOperation"/>.</summary>
    private static readonly Dictionary<string, string> Calls = new()
    {
        ["PUT /inventory/adjustments/absolute"] = "PUT absolute",
        ["POST /inventory/adjustments/relative"] = "POST relative",
        ["GET /inventory/items"] = "GET items",
        ["GET /inventory/locations/{location_id}/items"] = "GET location's items",
        ["PUT /inventory/locations/{location_id}/items"] = "PUT location's items",
        ["POST /inventory/locations"] = "POST locations",
        ["GET /inventory/locations"] = "GET locations",
        ["PUT /inventory/locations"] = "PUT locations",
        ["DELETE /inventory/locations"] = "DELETE locations",
        ["GET /inventory/locations/{location_id}/metafields"] = "GET location's metafields",
        ["POST /inventory/locations/{location_id}/metafields"] = "POST metafield",
        ["GET /inventory/locations/{location_id}/metafields/{metafield_id}"] = "GET metafield",
        ["PUT /inventory/locations/{location_id}/metafields/{metafield_id}"] = "PUT metafield",
        ["DELETE /inventory/locations/{location_id}/metafields/{metafield_id}"] = "DELETE metafield",
        ["GET /inventory/locations/metafields"] = "GET metafields",
        ["POST /inventory/locations/metafields"] = "POST metafields",
        ["PUT /inventory/locations/metafields"] = "PUT metafields",
        ["DELETE /inventory/locations/metafields"] = "DELETE metafields",
    };

    [Fact]
    public async Task Responses_WithExtremeValues_AreReadCompletely()
    {
        if (OpenApiFiles.AtHand is not { } files)
        {
            return;
        }

        var values = new SchemaValues(new Random(14));
        var compared = 0;
        foreach (var (name, operation) in files.Operations)
        {
            foreach (var (status, response) in operation.Responses!)
            {
                var schema = response.Content?.FirstOrDefault(
                    content => content.Key.EndsWith("json", StringComparison.Ordinal)).Value?.Schema;
                for (var round = 0; round < (schema is null ? 1 : Rounds); round++)
                {
                    compared += await ReadAsync(
                        name,
                        (HttpStatusCode)int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
                        schema,
                        values);
                }
            }
        }

        Assert.True(compared > 10_000, $"Only {compared} values were compared.");
    }

    private static async Task<int> ReadAsync(string name, HttpStatusCode status, IOpenApiSchema? schema, SchemaValues values)
    {
        var body = schema is null ? null : values.Create(schema);
        var text = body?.ToJsonString() ?? "";
        using var client = new StubHandler().Respond(status, text).Client();
        try
        {
            var call = EveryOperation.Named(Calls[name]).Call(client, null, CancellationToken.None);
            await call;
            var result = call.GetType().GetProperty("Result")?.GetValue(call);
            return body is null || (int)status != 200 ? 0 : Compare(body, result!, name);
        }
        catch (BigCommerceApiException error) when ((int)status >= 400)
        {
            Assert.Equal(status, error.StatusCode);
            return 1;
        }
        catch (Exception error) when (error is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"{name} {status}: {text}", error);
        }
    }

    /// <summary>Compares JSON with the object read from it, member by member, and counts the values.</summary>
    private static int Compare(JsonNode? json, object? read, string path)
    {
        switch (json, read)
        {
            case (JsonObject members, not null):
                var properties = read.GetType().GetProperties().ToDictionary(JsonName);
                return members.Sum(
                    member => properties.TryGetValue(member.Key, out var property)
                        ? Compare(member.Value, property.GetValue(read), $"{path}.{member.Key}")
                        : 0);
            case (JsonArray elements, IEnumerable list):
                var entries = list.Cast<object>().ToArray();
                Assert.True(elements.Count == entries.Length, $"{path}: {elements.ToJsonString()}");
                return elements.Zip(entries, (element, entry) => Compare(element, entry, path + "[]")).Sum();
            case (JsonValue value, long number):
                Same(value.GetValue<long>(), number);
                return 1;
            case (JsonValue value, int number):
                Same((int)Math.Clamp(value.GetValue<long>(), int.MinValue, int.MaxValue), number);
                return 1;
            case (JsonValue value, double degrees):
                Same(value.GetValue<double>(), degrees);
                return 1;
            case (JsonValue value, bool flag):
                Same(value.GetValue<bool>(), flag);
                return 1;
            case (JsonValue value, string text):
                Same(value.GetValue<string>(), text);
                return 1;
            case (JsonValue value, DateTimeOffset instant):
                Same(DateTimeOffset.Parse(value.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture), instant);
                return 1;
            case (JsonValue value, DateOnly day):
                Same(DateOnly.Parse(value.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture), day);
                return 1;
            case (JsonValue value, LocationType or PermissionSet):
                Same(value.GetValue<string>(), read.ToString()!);
                return 1;
            case (null, null):
                return 1;
            default:
                // Invalid times of day and invalid or incomplete coordinates are read as null.
                Assert.True(
                    read is null or TimeOnly
                        && (path.EndsWith(".opening", StringComparison.Ordinal)
                            || path.EndsWith(".closing", StringComparison.Ordinal)
                            || path.EndsWith(".geo_coordinates", StringComparison.Ordinal)),
                    $"{path}: {json?.ToJsonString()} was read as {read ?? "null"}");
                return 0;
        }

        void Same<T>(T expected, T actual) => Assert.True(
            EqualityComparer<T>.Default.Equals(expected, actual),
            $"{path}: {expected} was read as {actual}.");
    }

    private static string JsonName(PropertyInfo property) => WireJson.Options.PropertyNamingPolicy!.ConvertName(property.Name);
}
