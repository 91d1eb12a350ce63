using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BigCommerce.Inventory.Generator.Model;

/// <summary>A diagnostic as comparable data: Roslyn's own holds on to the syntax tree it points into.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor,
    string FilePath,
    TextSpan Span,
    LinePositionSpan Lines,
    EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        new(descriptor, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span, new(arguments));

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location.Create(FilePath, Span, Lines), [.. Arguments]);
}
