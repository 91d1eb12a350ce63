using Microsoft.CodeAnalysis;

namespace BigCommerce.Inventory.Generator;

/// <summary>The attributes that the generator reads, by their full names: they come from a polyfill in the compilation itself.</summary>
internal static class RefitAttributes
{
    public const string AliasAs = "Refit.AliasAsAttribute";
    public const string Body = "Refit.BodyAttribute";
    public const string IgnoreDataMember = "System.Runtime.Serialization.IgnoreDataMemberAttribute";
    public const string JsonIgnore = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    public const string Property = "Refit.PropertyAttribute";
    public const string Query = "Refit.QueryAttribute";

    // Refit's own value of CollectionFormat.Csv.
    private const int Csv = 1;

    /// <summary>The attributes that make a method a request, with the member of <c>HttpMethod</c> that each stands for.</summary>
    public static readonly IReadOnlyDictionary<string, string> Verbs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Refit.GetAttribute"] = "Get",
        ["Refit.PostAttribute"] = "Post",
        ["Refit.PutAttribute"] = "Put",
        ["Refit.DeleteAttribute"] = "Delete",
    };

    public static AttributeData[] VerbsOf(IMethodSymbol method) =>
        [.. method.GetAttributes().Where(a => a.AttributeClass is { } type && Verbs.ContainsKey(type.ToDisplayString()))];

    public static AttributeData? Find(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == attribute);

    /// <summary>The text an attribute was given as its only argument; null if the symbol does not have it.</summary>
    public static string? TextOf(ISymbol symbol, string attribute) =>
        Find(symbol, attribute) is { } found ? TextOf(found) : null;

    public static string TextOf(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";

    /// <summary>Whether <c>[Query]</c> leaves the form of lists open or says Csv.</summary>
    public static bool IsCsv(AttributeData query) =>
        query.ConstructorArguments.FirstOrDefault().Value is null or Csv;
}
