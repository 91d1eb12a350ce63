using System.Collections;
using System.Reflection;
using BigCommerce.Inventory.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigCommerce.Inventory.Generator.Tests;

/// <summary>An edit makes the generator do again what depends on it, and nothing else.</summary>
public sealed class IncrementalTests
{
    private const string Items = """
        public interface IItemsApi
        {
            [Get("/items")]
            Task<Item> ListAsync(Filter? filter = null);

            [Delete("/items")]
            Task DeleteAsync();
        }
        """;

    private const string Locations = """
        public interface ILocationsApi
        {
            [Put("/locations/{id}")]
            Task UpdateAsync(long id);
        }
        """;

    private const string Types = """
        public sealed record Item(string Sku);

        public sealed record Filter
        {
            public int? Page { get; init; }
        }
        """;

    private const string Unsupported = """
        public interface IBrokenApi
        {
            [Get("items")]
            Task ListAsync();
        }
        """;

    private static readonly string[] Steps = [ApiGenerator.DiagnosticsStep, ApiGenerator.ImplementationsStep, ApiGenerator.InterfacesStep];

    private readonly CSharpCompilation _compilation =
        Sources.Compile(("Items.cs", Items), ("Locations.cs", Locations), ("Types.cs", Types), ("Broken.cs", Unsupported));

    [Theory]
    [InlineData("Types.cs", "\npublic sealed class Unrelated { public int Number; }")]
    [InlineData("Items.cs", "\npublic sealed class Unrelated { public int Number; }")]
    [InlineData("Broken.cs", "\n// A comment.")]
    public void An_unrelated_edit_changes_no_step(string file, string addition)
    {
        var result = RunAfter(Edit(file, text => text + addition));

        Assert.Equal(Steps, result.TrackedSteps.Keys.Intersect(Steps).Order(StringComparer.Ordinal));
        Assert.All(Steps.SelectMany(step => Reasons(result, step)), AssertUnchanged);
        Assert.All(result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs), output => AssertUnchanged(output.Reason));
    }

    [Fact]
    public void Moving_an_interface_within_its_file_regenerates_nothing()
    {
        var edited = Edit("Items.cs", text => "// A comment.\n\n" + text.Replace("    Task", "\n    Task", StringComparison.Ordinal));

        Assert.All(Reasons(RunAfter(edited), ApiGenerator.InterfacesStep), AssertUnchanged);
        Assert.Empty(FilesRegeneratedBy(edited));
    }

    [Fact]
    public void Moving_an_error_reports_it_at_its_new_place()
    {
        var edited = Edit("Broken.cs", text => "// A comment.\n" + text);

        Assert.Equal("Broken.cs: (3,9)-(3,16)", Assert.Single(RunAfter(edited).Diagnostics).Location.GetLineSpan().ToString());
        Assert.Empty(FilesRegeneratedBy(edited));
    }

    [Theory]
    [InlineData("Items.cs", "\"/items\"", "\"/things\"", "IItemsApi.g.cs")]
    [InlineData("Locations.cs", "long id", "int id", "ILocationsApi.g.cs")]
    [InlineData("Types.cs", "int? Page", "long? Page", "IItemsApi.g.cs")]
    [InlineData("Types.cs", "Page {", "Limit {", "IItemsApi.g.cs")]
    public void An_edit_to_one_interface_or_its_types_regenerates_that_interface_only(string file, string old, string @new, string regenerated)
    {
        var edited = Edit(file, text => text.Replace(old, @new, StringComparison.Ordinal));

        Assert.Equal([regenerated], FilesRegeneratedBy(edited));
        Assert.All(Reasons(RunAfter(edited), ApiGenerator.ImplementationsStep), AssertUnchanged);
    }

    [Fact]
    public void A_new_interface_adds_its_file_and_changes_the_factory()
    {
        var edited = _compilation.AddSyntaxTrees(Sources.Parse("public interface INewApi { [Post(\"/new\")] Task AddAsync(); }", "New.cs"));

        Assert.Equal(["ApiFactory.g.cs", "INewApi.g.cs"], FilesRegeneratedBy(edited));
    }

    [Fact]
    public void A_removed_interface_leaves_nothing_behind()
    {
        var result = RunAfter(Edit("Locations.cs", _ => ""));

        Assert.Equal(["ApiFactory.g.cs", "IItemsApi.g.cs"], FileNames(result));
        Assert.DoesNotContain("ILocationsApi", TextOf(result, "ApiFactory.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_in_several_files_is_implemented_once()
    {
        var result = Sources.Generate(
            Sources.Compile(
                ("A.cs", "public partial interface IApi { [Post(\"/a\")] Task AAsync(); }"),
                ("B.cs", "public partial interface IApi { [Get(\"/b\")] Task BAsync(); }")),
            out var generated).Results[0];

        Assert.Equal(["ApiFactory.g.cs", "IApi.g.cs"], FileNames(result));
        Assert.Empty(generated.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void The_model_holds_no_part_of_a_compilation()
    {
        var result = Sources.Generate(_compilation, out _);

        var outputs = Steps.SelectMany(step => result.Results[0].TrackedSteps[step]).SelectMany(run => run.Outputs).ToArray();

        Assert.Equal(4, outputs.Length);
        Assert.All(outputs, output => AssertFreeOfRoslyn(output.Value, []));
    }

    [Fact]
    public void Equal_sources_give_equal_models()
    {
        var first = Sources.Generate(_compilation, out _).Results[0];
        var second = Sources.Generate(
            Sources.Compile(("Items.cs", Items), ("Locations.cs", Locations), ("Types.cs", Types), ("Broken.cs", Unsupported)),
            out _).Results[0];

        Assert.All(Steps, step =>
        {
            var models = Values(first, step);
            Assert.Equal(models, Values(second, step));
            Assert.Equal(models.Select(model => model.GetHashCode()), Values(second, step).Select(model => model.GetHashCode()));
        });

        static List<object> Values(GeneratorRunResult result, string step) =>
            [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Value)];
    }

    private static void AssertUnchanged(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"The step was {reason}.");

    private static void AssertFreeOfRoslyn(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || value is DiagnosticDescriptor || !seen.Add(value))
        {
            return;
        }

        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or Diagnostic or SyntaxReference or AttributeData,
            $"The model holds a {value.GetType()}.");
        foreach (var item in value as IEnumerable ?? Array.Empty<object>())
        {
            AssertFreeOfRoslyn(item, seen);
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            AssertFreeOfRoslyn(field.GetValue(value), seen);
        }
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static IEnumerable<string> FileNames(GeneratorRunResult result) =>
        result.GeneratedSources.Select(source => source.HintName).Order(StringComparer.Ordinal);

    private static string TextOf(GeneratorRunResult result, string hintName) =>
        result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    private CSharpCompilation Edit(string file, Func<string, string> edit)
    {
        var tree = _compilation.SyntaxTrees.Single(t => t.FilePath == file);
        var edited = edit(tree.ToString());
        Assert.NotEqual(tree.ToString(), edited);
        return _compilation.ReplaceSyntaxTree(tree, Sources.Parse(edited, file));
    }

    private GeneratorRunResult RunAfter(Compilation edited) =>
        Sources.CreateDriver().RunGenerators(_compilation).RunGenerators(edited).GetRunResult().Results[0];

    // A file that is not written again keeps its very text.
    private IEnumerable<string> FilesRegeneratedBy(Compilation edited)
    {
        var driver = Sources.CreateDriver().RunGenerators(_compilation);
        var before = driver.GetRunResult().Results[0].GeneratedSources.Select(source => source.SourceText).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return driver.RunGenerators(edited).GetRunResult().Results[0].GeneratedSources
            .Where(source => !before.Contains(source.SourceText))
            .Select(source => source.HintName)
            .Order(StringComparer.Ordinal);
    }
}
