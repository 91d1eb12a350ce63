namespace BigCommerce.Inventory.Generator.Model;

/// <summary>What the generator found out about one interface: its model, or what keeps it from having one.</summary>
internal sealed record ParsedInterface(ApiInterface? Interface, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>An interface to implement. The model holds names only, never a symbol: symbols keep whole compilations alive.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="FullName">Its name with <c>global::</c>.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="ImplementationName">The name of the generated class.</param>
/// <param name="Methods">Its methods in declared order.</param>
internal sealed record ApiInterface(
    string Namespace,
    string FullName,
    string HintName,
    string ImplementationName,
    EquatableArray<ApiMethod> Methods)
{
    public string ImplementationFullName =>
        Namespace.Length == 0 ? $"global::{ImplementationName}" : $"global::{Namespace}.{ImplementationName}";
}

/// <summary>A method of an interface, one request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Verb">The member of <c>HttpMethod</c>: <c>Get</c>, <c>Post</c>, <c>Put</c> or <c>Delete</c>.</param>
/// <param name="Path">The path, cut at its placeholders.</param>
/// <param name="Parameters">Its parameters in declared order.</param>
/// <param name="Query">The properties of its query object in the order in which they are sent.</param>
/// <param name="ReturnType">The declared return type.</param>
/// <param name="ResultType">What the answer is read as; null when its body is ignored.</param>
internal sealed record ApiMethod(
    string Name,
    string Verb,
    EquatableArray<PathPart> Path,
    EquatableArray<ApiParameter> Parameters,
    EquatableArray<QueryProperty> Query,
    string ReturnType,
    string? ResultType);

/// <summary>A piece of a path: constant text, or the name of the parameter that stands there.</summary>
internal sealed record PathPart(string Text, bool IsParameter);

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="Type">Its type with nullability.</param>
/// <param name="Role">What it is for.</param>
/// <param name="CanBeNull">Whether null can be passed, legally or not.</param>
/// <param name="PropertyKey">The key in the request's options, for <see cref="ParameterRole.Property"/>.</param>
internal sealed record ApiParameter(string Name, string Type, ParameterRole Role, bool CanBeNull, string? PropertyKey);

/// <summary>What a parameter is for.</summary>
internal enum ParameterRole
{
    /// <summary>It stands in the path.</summary>
    Path,

    /// <summary>Its properties are the query.</summary>
    Query,

    /// <summary>It is the JSON body.</summary>
    Body,

    /// <summary>It goes to the handlers in the request's options.</summary>
    Property,

    /// <summary>It cancels the call.</summary>
    CancellationToken,
}

/// <summary>A property of a query object.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="EscapedKey">Its name on the wire, percent-encoded.</param>
/// <param name="ValueType">The value type of the property or of its list's items; null for text.</param>
internal sealed record QueryProperty(string Name, string EscapedKey, string? ValueType);
