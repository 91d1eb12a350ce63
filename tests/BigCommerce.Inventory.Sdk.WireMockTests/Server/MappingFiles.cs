using System.Text.Json.Nodes;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>
/// The stub mappings of the suite: <c>Mappings/{operation}/{case}.json</c>, each as WireMock itself would load it.
/// </summary>
internal static class MappingFiles
{
    /// <summary>The folder of the answers that any operation can get; a test sees them at the exact request of its operation.</summary>
    public const string EveryOperation = "every-operation";

    /// <summary>The case whose request stands for the operation.</summary>
    public const string Success = "success";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Mappings");

    /// <summary>The 18 operations, in the order of their names.</summary>
    public static IReadOnlyList<string> Operations { get; } =
        [.. Names(Directory.EnumerateDirectories(Root)).Where(name => name != EveryOperation)];

    /// <summary>The cases that have a file in the folder, in the order of their names.</summary>
    public static IReadOnlyList<string> Cases(string folder) => [.. Names(Directory.EnumerateFiles(Path.Combine(Root, folder), "*.json"))];

    /// <summary>The mappings of a case as its file has them.</summary>
    public static IReadOnlyList<JsonObject> Read(string folder, string @case)
    {
        var file = JsonNode.Parse(File.ReadAllText(PathOf(folder, @case)))!.AsObject();
        return file["mappings"] is JsonArray several ? [.. several.Select(mapping => mapping!.DeepClone().AsObject())] : [file];
    }

    /// <summary>
    /// The mappings of a case of an operation: its own file, or the request of its success with the answer that every operation can get.
    /// </summary>
    public static IReadOnlyList<JsonObject> Find(string operation, string @case)
    {
        if (File.Exists(PathOf(operation, @case)))
        {
            return Read(operation, @case);
        }

        var mapping = Read(operation, Success)[0];
        mapping["response"] = Read(EveryOperation, @case)[0]["response"]!.DeepClone();
        return [mapping];
    }

    /// <summary>The verb and the URL below <c>/stores/{hash}/v3</c> that a mapping answers.</summary>
    public static string RequestLine(JsonObject mapping)
    {
        var request = mapping["request"]!;
        return $"{request["method"]} {request["url"]!.GetValue<string>().Replace("/stores/storehash/v3", "", StringComparison.Ordinal)}";
    }

    private static string PathOf(string folder, string @case) => Path.Combine(Root, folder, @case + ".json");

    private static IEnumerable<string> Names(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);
}
