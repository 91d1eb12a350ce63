using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace BigCommerce.Inventory.Tests.Contract;

/// <summary>Generates values that conform to an OpenAPI schema, including its extremes.</summary>
internal sealed class SchemaValues(Random random)
{
    private static readonly long[] Integers =
    [
        0, 1, -1, int.MaxValue, int.MinValue, int.MaxValue + 1L, int.MinValue - 1L, long.MaxValue, long.MinValue,
    ];

    private static readonly double[] Numbers = [0, -0.000001, 40.774378, 90, -180, 1e15, -1e-15];

    private static readonly string[] Texts = ["", " ", "x", "0", "null", "\"\\/\b\t\n", "Größe 😀", "\u2028", new('x', 3000)];

    private static readonly string[] Instants =
    [
        "2022-05-30T12:18:02Z",
        "2022-05-30T12:18:02.1234567+14:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2022-04-14T23:06:45+00:00",
    ];

    /// <summary>A value, or null if the schema or its description allows null.</summary>
    public JsonNode? Create(IOpenApiSchema schema)
    {
        if (schema.Description?.Contains("`null`", StringComparison.Ordinal) == true && random.Next(3) == 0)
        {
            return null;
        }

        return schema switch
        {
            { Enum: { Count: > 0 } values } => values[random.Next(values.Count)].DeepClone(),
            { Type: JsonSchemaType.Integer } => Pick(
                [
                    .. Integers.Where(
                        number => !(number < SchemaCheck.Bound(schema.Minimum)) && !(number > SchemaCheck.Bound(schema.Maximum)))]),
            { Type: JsonSchemaType.Number } => Pick(Numbers),
            { Type: JsonSchemaType.Boolean } => random.Next(2) == 0,
            { Type: JsonSchemaType.String } => Text(schema),
            { Type: JsonSchemaType.Array } => Elements(schema),
            _ => Members(schema),
        };
    }

    private JsonNode Text(IOpenApiSchema schema) => schema.Format switch
    {
        "date-time" => Pick(Instants),
        "date" => Pick(["2022-09-29", "0001-01-01", "9999-12-31"]),
        "email" => Pick(["a@b", "admin@example.com"]),
        _ => Pick([.. Texts.Where(text => !(text.Length < schema.MinLength) && !(text.Length > schema.MaxLength))]),
    };

    private JsonArray Elements(IOpenApiSchema schema)
    {
        // The files describe a list without an element schema as empty.
        var count = schema.Items is { Type: null, AllOf: not { Count: > 0 } } ? 0 : random.Next(4);
        return [.. Enumerable.Range(0, count).Select(_ => Create(schema.Items!))];
    }

    private JsonObject Members(IOpenApiSchema schema)
    {
        var members = new JsonObject();
        foreach (var (name, property) in OpenApiFiles.Properties(schema).DistinctBy(property => property.Key))
        {
            // A page always has its list.
            if (name == "data" || random.Next(6) > 0)
            {
                members[name] = Create(property);
            }
        }

        if (random.Next(8) == 0)
        {
            members["added_later"] = new JsonArray(1, "x", new JsonObject());
        }

        return members;
    }

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
