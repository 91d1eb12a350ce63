using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>
/// The mapping files: <c>Mappings/{operation}/{case}.json</c> is a list of exchanges, <c>Mappings/every-operation/{case}.json</c> a
/// response to any request.
/// </summary>
internal static class MappingFiles
{
    /// <summary>The folder of the responses that any operation can get.</summary>
    public const string EveryOperation = "every-operation";

    /// <summary>The case whose request stands for the operation.</summary>
    public const string Success = "success";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Mappings");

    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The 18 operations, in the order of their names.</summary>
    public static IReadOnlyList<string> Operations { get; } =
        [.. Names(Directory.EnumerateDirectories(Root)).Where(name => name != EveryOperation)];

    /// <summary>The cases that have a file in the folder, in the order of their names.</summary>
    public static IReadOnlyList<string> Cases(string folder) => [.. Names(Directory.EnumerateFiles(Path.Combine(Root, folder), "*.json"))];

    /// <summary>The exchanges of an operation's own case.</summary>
    public static IReadOnlyList<Exchange> Exchanges(string operation, string @case) =>
        Parse<Exchange[]>(File.ReadAllText(PathOf(operation, @case)));

    /// <summary>The response of a case that any operation can get.</summary>
    public static StubResponse Response(string @case) => Parse<StubResponse>(File.ReadAllText(PathOf(EveryOperation, @case)));

    /// <summary>
    /// The exchanges of a case of an operation: those of its own file, or the request of its success with the response that every
    /// operation can get.
    /// </summary>
    public static IReadOnlyList<Exchange> Find(string operation, string @case) => File.Exists(PathOf(operation, @case))
        ? Exchanges(operation, @case)
        : [Exchanges(operation, Success)[0] with { Response = Response(@case) }];

    /// <summary>Reads a mapping file; an unknown, repeated or missing member is an error.</summary>
    internal static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Format)!;

    private static string PathOf(string folder, string @case) => Path.Combine(Root, folder, @case + ".json");

    private static IEnumerable<string> Names(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);
}
