using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigCommerce.Inventory.Generator;

/// <summary>Tells types apart and writes their names.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The full name with <c>global::</c> and nullability.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>The name as an identifier, also where it is a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"@{name}";

    public static bool CanBeNull(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static bool IsCancellationToken(ITypeSymbol type) =>
        type.ToDisplayString() == "System.Threading.CancellationToken";

    /// <summary>Whether the type's namespace is <c>System</c> or below.</summary>
    public static bool IsFrameworkType(ITypeSymbol type)
    {
        var name = type.ContainingNamespace.ToDisplayString();
        return name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
    }

    /// <summary>Whether Refit sends and returns the type as it is, where we would write and read it as JSON.</summary>
    public static bool IsRaw(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.SpecialType == SpecialType.System_String
                || current.ToDisplayString() is "System.IO.Stream" or "System.Net.Http.HttpContent" or "System.Net.Http.HttpResponseMessage")
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsPathValue(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Int64 or SpecialType.System_Int32
        || (type.SpecialType == SpecialType.System_String && !CanBeNull(type));
}
