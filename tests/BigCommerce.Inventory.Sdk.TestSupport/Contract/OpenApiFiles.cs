using System.Text.RegularExpressions;
using BigCommerce.Inventory.Tests.Conventions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace BigCommerce.Inventory.Tests.Contract;

/// <summary>BigCommerce's OpenAPI files, if this machine has them.</summary>
internal sealed partial class OpenApiFiles
{
    private static readonly string[] Names = ["inventory.v3.yml", "locations.v3.yml"];

    private readonly Dictionary<string, OpenApiDocument> _documents;

    private OpenApiFiles(string folder) => _documents = Names.ToDictionary(name => name, name => Read(Path.Combine(folder, name)));

    /// <summary>
    /// The files in the folder <c>BIGCOMMERCE_OPENAPI</c>, or else in a folder <c>spec</c> of a sibling of the repository. Null if
    /// neither exists.
    /// </summary>
    public static OpenApiFiles? AtHand { get; } = FindFolder() is { } folder ? new OpenApiFiles(folder) : null;

    /// <summary>Every operation, as <c>GET /inventory/items</c>.</summary>
    public IReadOnlyDictionary<string, OpenApiOperation> Operations => field ??= (
        from document in _documents.Values
        from path in document.Paths
        from operation in path.Value.Operations!
        select (Name: $"{operation.Key} {path.Key}", operation.Value)).ToDictionary(entry => entry.Name, entry => entry.Value);

    /// <summary>The operation of a request; null if the files do not have its path or verb.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="path">The path after the store's prefix, such as <c>/inventory/items</c>.</param>
    public string? FindOperation(string method, string path)
    {
        var name = $"{method} {path}";
        return Operations.ContainsKey(name)
            ? name
            : Operations.Keys.FirstOrDefault(template => Regex.IsMatch(name, $"^{Placeholder().Replace(template, "[0-9]+")}$"));
    }

    /// <summary>The members of a schema and of those below it, as <c>locations[].settings.safety_stock</c>.</summary>
    public IEnumerable<string> Members(string file, string schema) => Members(_documents[file].Components!.Schemas![schema], "");

    /// <summary>The members of an object, including those of its <c>allOf</c> and <c>oneOf</c> schemas.</summary>
    public static IEnumerable<KeyValuePair<string, IOpenApiSchema>> Properties(IOpenApiSchema schema) =>
        (schema.AllOf ?? [])
            .Concat(schema.OneOf ?? [])
            .SelectMany(Properties)
            .Concat(schema.Properties ?? new Dictionary<string, IOpenApiSchema>());

    /// <inheritdoc cref="Members(string, string)"/>
    public static IEnumerable<string> Members(IOpenApiSchema schema, string path)
    {
        KeyValuePair<string, IOpenApiSchema>[] properties = [.. Properties(schema).DistinctBy(property => property.Key)];
        return schema.Items is { } items ? Members(items, path + "[]")
            : properties.Length > 0 ? properties.SelectMany(
                member => Members(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}"))
            : [path];
    }

    private static string? FindFolder() =>
        Environment.GetEnvironmentVariable("BIGCOMMERCE_OPENAPI") is { Length: > 0 } named ? named
        : Directory.GetParent(Repository.Root)?.EnumerateDirectories().Select(folder => Path.Combine(folder.FullName, "spec"))
            .FirstOrDefault(folder => Names.All(name => File.Exists(Path.Combine(folder, name))));

    private static OpenApiDocument Read(string path)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        using var stream = new MemoryStream(File.ReadAllBytes(path));
        return OpenApiDocument.Load(stream, "yaml", settings).Document!;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
