using BigCommerce.Inventory.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BigCommerce.Inventory.Generator;

/// <summary>Reads the properties of a query object in the order in which they are sent.</summary>
internal static class QueryObjectParser
{
    /// <summary>Whether a type is a class or record with properties to send.</summary>
    public static bool IsQueryObject(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named
        && !named.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable)
        && PropertiesOf(named).Any();

    /// <summary>Reads the properties. Those that another assembly declares are reported at the parameter.</summary>
    public static IReadOnlyList<QueryProperty> Parse(INamedTypeSymbol type, IParameterSymbol parameter, DiagnosticSink diagnostics)
    {
        List<QueryProperty> properties = [];
        var ownersByKey = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in PropertiesOf(type))
        {
            var location = property.Locations[0].IsInSource ? property.Locations[0] : parameter.Locations[0];

            if (RefitAttributes.Find(property, RefitAttributes.Query) is { } query && !RefitAttributes.IsCsv(query))
            {
                diagnostics.Report(
                    Diagnostics.CollectionFormat,
                    query.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? location,
                    property.Name);
            }

            var key = RefitAttributes.TextOf(property, RefitAttributes.AliasAs) ?? property.Name;
            if (key.Length == 0)
            {
                diagnostics.Report(Diagnostics.QueryKey, location, property.Name, type.Name, "has an empty [AliasAs]; name the query's key");
            }
            else if (ownersByKey.TryGetValue(key, out var owner))
            {
                diagnostics.Report(
                    Diagnostics.QueryKey,
                    location,
                    property.Name,
                    type.Name,
                    $"is sent as '{key}' like '{owner}'; give one of them another name");
            }
            else
            {
                ownersByKey.Add(key, property.Name);
            }

            if (property.Type.TypeKind == TypeKind.Error)
            {
                diagnostics.LeaveToCompiler();
            }
            else if (TryGetValueType(property.Type, out var valueType))
            {
                properties.Add(new QueryProperty(TypeNames.Identifier(property.Name), Uri.EscapeDataString(key), valueType));
            }
            else
            {
                diagnostics.Report(Diagnostics.QueryPropertyType, location, property.Name, type.Name, property.Type.ToDisplayString());
            }
        }

        return properties;
    }

    // A class's own properties come before those of its base, as in Refit.
    private static IEnumerable<IPropertySymbol> PropertiesOf(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (IsSent(property) && seen.Add(property.Name))
                {
                    yield return property;
                }
            }
        }
    }

    private static bool IsSent(IPropertySymbol property) =>
        property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false }
        && property.GetMethod?.DeclaredAccessibility == Accessibility.Public
        && RefitAttributes.Find(property, RefitAttributes.JsonIgnore) is null
        && RefitAttributes.Find(property, RefitAttributes.IgnoreDataMember) is null;

    /// <summary>The value type of a scalar or of a list's items, null for text; false if it cannot be sent.</summary>
    private static bool TryGetValueType(ITypeSymbol type, out string? valueType)
    {
        var isList = type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyList_T;
        var isNullable = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        var value = isList || isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

        valueType = value.SpecialType == SpecialType.System_String ? null : TypeNames.Of(value);
        return (value.SpecialType is SpecialType.System_String or SpecialType.System_Int64 or SpecialType.System_Int32)
            || IsOwnFormattable(value)
            || (!isList && IsScalarOnly(value));
    }

    private static bool IsScalarOnly(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean || type.ToDisplayString() is "System.DateTimeOffset" or "System.DateOnly";

    // Others of the framework's own types would be written in forms that the API does not take.
    private static bool IsOwnFormattable(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Struct
        && type.SpecialType == SpecialType.None
        && !TypeNames.IsFrameworkType(type)
        && type.AllInterfaces.Any(i => i.ToDisplayString() == "System.IFormattable");
}
