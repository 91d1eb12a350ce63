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
        var implementations = RefitAttributes.Verbs.Keys
            .Select(attribute => RegisterInterfaces(context, attribute))
            .Aggregate(static (left, right) => left.Combine(right).Select(static (both, _) => both.Left.AddRange(both.Right)))
            .Select(static (all, _) => new EquatableArray<(string Interface, string Implementation)>(
                all.OrderBy(static names => names.Interface, StringComparer.Ordinal)))
            .WithTrackingName(ImplementationsStep);
        context.RegisterSourceOutput(implementations, static (output, all) =>
        {
            if (all.Count > 0)
            {
                output.AddSource("ApiFactory.g.cs", Emitter.EmitFactory(all));
            }
        });
    }

    /// <summary>Implements the interfaces whose first request has the attribute. Each verb has its own steps, in which interfaces are
    /// told apart by their place in the source: gathered in one list, a new one would shift and regenerate those after it.</summary>
    private static IncrementalValueProvider<ImmutableArray<(string Interface, string Implementation)>> RegisterInterfaces(
        IncrementalGeneratorInitializationContext context,
        string attribute)
    {
        var parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax },
                InterfaceParser.Parse)
            .Where(static result => result is not null)
            .Select(static (result, _) => result!);

        // Errors carry positions and interfaces do not: moving code about regenerates nothing.
        var diagnostics = parsed
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(DiagnosticsStep);
        var interfaces = parsed
            .Where(static result => result.Interface is not null)
            .Select(static (result, _) => result.Interface!)
            .WithTrackingName(InterfacesStep);

        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
        context.RegisterSourceOutput(interfaces, static (output, api) => output.AddSource(api.HintName, Emitter.EmitImplementation(api)));
        return interfaces
            .Select(static (api, _) => (Interface: api.FullName, Implementation: api.ImplementationFullName))
            .Collect();
    }
}
