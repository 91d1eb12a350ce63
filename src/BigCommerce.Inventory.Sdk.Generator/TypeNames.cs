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

    public static bool IsPathValue(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Int64 or SpecialType.System_Int32
        || (type.SpecialType == SpecialType.System_String && !CanBeNull(type));
}
