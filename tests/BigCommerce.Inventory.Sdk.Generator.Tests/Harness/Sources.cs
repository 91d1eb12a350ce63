using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigCommerce.Inventory.Generator.Tests.Harness;

/// <summary>Makes compilations of small sources together with the runtime that the product's generated code stands on.</summary>
internal static class Sources
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Refit;
        """;

    // Stands in for the product's serializer, whose JSON context knows the product's own types only.
    private const string Serializer = """
        using System.Net.Http.Json;

        namespace BigCommerce.Inventory.Serialization;

        internal static class WireSerializer
        {
            public static HttpContent ToContent<T>(T value) => JsonContent.Create(value);

            public static async ValueTask<T> ReadAsync<T>(HttpContent content, CancellationToken cancellationToken) =>
                (await content.ReadFromJsonAsync<T>(cancellationToken))!;
        }
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly SyntaxTree[] Runtime = [Parse(GlobalUsings, "GlobalUsings.cs"), Parse(Serializer, "WireSerializer.cs"), .. ParseRuntime()];

    /// <summary>A compilation of the given files, each a path and a text, and the runtime.</summary>
    public static CSharpCompilation Compile(params (string Path, string Text)[] files) =>
        CSharpCompilation.Create(
            "Shop",
            [.. Runtime, .. files.Select(file => Parse(file.Text, file.Path))],
            Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    public static string ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A driver that remembers what each step did.</summary>
    public static GeneratorDriver CreateDriver() =>
        CSharpGeneratorDriver.Create(
            [new ApiGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator and adds what it wrote.</summary>
    public static GeneratorDriverRunResult Generate(Compilation compilation, out Compilation generated) =>
        CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out generated, out _).GetRunResult();

    private static IEnumerable<SyntaxTree> ParseRuntime() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith("Runtime/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Parse(ReadResource(name), name));
}
