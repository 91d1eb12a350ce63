using BigCommerce.Inventory.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BigCommerce.Inventory.Generator;

/// <summary>Reads an interface into a model, or into what has to change before it can be implemented.</summary>
internal static class InterfaceParser
{
    /// <summary>Reads the interface around a request; null if that is not its first request, which stands for them all.</summary>
    public static ParsedInterface? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var type = context.TargetSymbol.ContainingType;
        var firstVerb = type.GetMembers().OfType<IMethodSymbol>().SelectMany(RefitAttributes.VerbsOf).First();
        if (!IsSame(firstVerb, context.Attributes[0]))
        {
            return null;
        }

        var diagnostics = new DiagnosticSink();
        CheckInterface(type, diagnostics);

        List<ApiMethod> methods = [];
        foreach (var member in type.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAbstract: true, IsStatic: false } method)
            {
                if (MethodParser.Parse(method, diagnostics) is { } parsed)
                {
                    methods.Add(parsed);
                }
            }
            else
            {
                CheckOtherMember(member, diagnostics);
            }
        }

        return new ParsedInterface(diagnostics.HasErrors ? null : CreateModel(type, methods), diagnostics.ToEquatable());
    }

    private static bool IsSame(AttributeData left, AttributeData right) =>
        left.ApplicationSyntaxReference is { } a
        && right.ApplicationSyntaxReference is { } b
        && a.SyntaxTree == b.SyntaxTree
        && a.Span == b.Span;

    private static ApiInterface CreateModel(INamedTypeSymbol type, List<ApiMethod> methods)
    {
        var name = type.Name;
        var bareName = name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name;
        return new ApiInterface(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            $"{type.ToDisplayString()}.g.cs",
            $"Generated{bareName}",
            new(methods));
    }

    private static void CheckInterface(INamedTypeSymbol type, DiagnosticSink diagnostics)
    {
        if (type.IsGenericType)
        {
            diagnostics.Report(Diagnostics.Generic, type, type.Name);
        }

        if (type.ContainingType is { } outer)
        {
            diagnostics.Report(Diagnostics.Interface, type, type.Name, $"is nested in '{outer.Name}'; declare it directly in a namespace");
        }

        if (type.IsFileLocal)
        {
            diagnostics.Report(Diagnostics.Interface, type, type.Name, "is visible in its own file only; make it internal or public");
        }

        if (type.AllInterfaces.FirstOrDefault(i => !i.GetMembers().IsEmpty) is { } inherited)
        {
            diagnostics.Report(
                Diagnostics.Interface,
                type,
                type.Name,
                $"inherits the members of '{inherited.Name}'; declare all its requests itself");
        }
    }

    private static void CheckOtherMember(ISymbol member, DiagnosticSink diagnostics)
    {
        var kind = member switch
        {
            IMethodSymbol { IsAbstract: false } method when RefitAttributes.VerbsOf(method).Length > 0 => "a method with a body",
            { IsAbstract: false } or INamedTypeSymbol or IMethodSymbol { AssociatedSymbol: not null } => null,
            { IsStatic: true } => "a static member",
            IPropertySymbol { IsIndexer: true } => "an indexer",
            IPropertySymbol => "a property",
            _ => "an event",
        };
        if (kind is not null)
        {
            diagnostics.Report(Diagnostics.UnsupportedMember, member, member.Name, kind, member.ContainingType.Name);
        }
    }
}
