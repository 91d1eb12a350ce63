using System.Collections.Immutable;
using BigCommerce.Inventory.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigCommerce.Inventory.Generator;

/// <summary>
/// Implements the wire interfaces, which are written with Refit's attributes, at compile time. It supports the part of Refit that they
/// use and reports an error for everything else.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ApiGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose outputs are the interfaces to implement.</summary>
    public const string InterfacesStep = "Interfaces";

    /// <summary>The name of the step whose outputs are the errors.</summary>
    public const string DiagnosticsStep = "Diagnostics";

    /// <summary>The name of the step whose output is the list of all implementations.</summary>
    public const string ImplementationsStep = "Implementations";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = RefitAttributes.Verbs.Keys
            .Select(attribute => context.SyntaxProvider
                .ForAttributeWithMetadataName(
                    attribute,
                    static (node, _) => node is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax },
                    InterfaceParser.Parse)
                .Collect())
            .Aggregate((left, right) => left.Combine(right).Select(static (both, _) => both.Left.AddRange(both.Right)))
            .SelectMany(static (all, _) => all.OfType<ParsedInterface>());

        // Errors carry positions and interfaces do not: moving code about regenerates nothing.
        var diagnostics = parsed
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(DiagnosticsStep);
        var interfaces = parsed
            .SelectMany(static (result, _) => result.Interface is { } api ? ImmutableArray.Create(api) : ImmutableArray<ApiInterface>.Empty)
            .WithTrackingName(InterfacesStep);
        var implementations = interfaces
            .Select(static (api, _) => (Interface: api.FullName, Implementation: api.ImplementationFullName))
            .Collect()
            .Select(static (all, _) => new EquatableArray<(string Interface, string Implementation)>(
                all.OrderBy(static names => names.Interface, StringComparer.Ordinal)))
            .WithTrackingName(ImplementationsStep);

        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
        context.RegisterSourceOutput(interfaces, static (output, api) => output.AddSource(api.HintName, Emitter.EmitImplementation(api)));
        context.RegisterSourceOutput(implementations, static (output, all) =>
        {
            if (all.Count > 0)
            {
                output.AddSource("ApiFactory.g.cs", Emitter.EmitFactory(all));
            }
        });
    }
}
