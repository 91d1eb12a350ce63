using Microsoft.CodeAnalysis;

namespace BigCommerce.Inventory.Generator;

/// <summary>What the generator refuses. It implements a small part of Refit, and says so at build time about everything else.</summary>
internal static class Diagnostics
{
    private const string Category = "BigCommerce.Inventory.Generator";

    public static readonly DiagnosticDescriptor MethodWithoutVerb = new(
        "BCI001",
        "Method without a verb",
        "Method '{0}' has no [Get], [Post], [Put] or [Delete]; add one, or move the method out of '{1}', for instance to an extension method",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SeveralVerbs = new(
        "BCI002",
        "Method with several verbs",
        "Method '{0}' has more than one of [Get], [Post], [Put] and [Delete]; keep one and declare a method for each other request",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnsupportedMember = new(
        "BCI003",
        "Member that is not a request",
        "'{0}' is {1}, and only methods without a body can be requests; remove it from '{2}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Generic = new(
        "BCI004",
        "Generic method or interface",
        "'{0}' has type parameters; declare it once for each concrete type",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ReturnType = new(
        "BCI005",
        "Unsupported return type",
        "Method '{0}' returns '{1}'; return Task<T> to read T from the answer's JSON, or Task to ignore the answer",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Path = new(
        "BCI006",
        "Malformed path",
        "The path \"{0}\" of method '{1}' {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PlaceholderWithoutParameter = new(
        "BCI007",
        "Placeholder without a parameter",
        "Method '{0}' has no parameter for '{{{1}}}' in its path; add one of that name, or with [AliasAs(\"{1}\")]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PathParameterType = new(
        "BCI008",
        "Unsupported type in a path",
        "Parameter '{0}' stands in the path and is '{1}'; make it long, int or string, and not nullable",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ParameterWithoutMeaning = new(
        "BCI009",
        "Parameter without a meaning",
        "Parameter '{0}' of method '{1}' is not sent: {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SeveralBodies = new(
        "BCI010",
        "Several bodies",
        "Parameter '{0}' is a second body of method '{1}'; a request has one, so put both in one type",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Body = new(
        "BCI011",
        "Body that cannot be sent",
        "Parameter '{0}' of method '{1}' cannot be the body: {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SeveralQueryObjects = new(
        "BCI012",
        "Several query objects",
        "Parameter '{0}' is a second query object of method '{1}'; put the properties of both in one type",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor CancellationTokenNotLast = new(
        "BCI013",
        "CancellationToken that is not last",
        "Parameter '{0}' of method '{1}' is a CancellationToken; a method takes one, as its last parameter",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SeveralRoles = new(
        "BCI014",
        "Parameter with several meanings",
        "Parameter '{0}' of method '{1}' is {2} and {3} at once; keep one of the two",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor QueryPropertyType = new(
        "BCI015",
        "Unsupported type in a query",
        "Property '{0}' of query object '{1}' is '{2}'; use long, int, bool, string, DateTimeOffset, DateOnly, "
        + "your own struct that is IFormattable, or IReadOnlyList<> of long, int, string or such a struct",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor CollectionFormat = new(
        "BCI016",
        "Unsupported collection format",
        "'{0}' asks for a collection format other than Csv; write [Query(CollectionFormat.Csv)], the form in which the API takes lists",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor QueryKey = new(
        "BCI017",
        "Unusable query key",
        "Property '{0}' of query object '{1}' {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Interface = new(
        "BCI018",
        "Interface that cannot be implemented",
        "'{0}' {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PropertyKey = new(
        "BCI019",
        "Unusable [Property] key",
        "Parameter '{0}' of method '{1}' {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);
}
