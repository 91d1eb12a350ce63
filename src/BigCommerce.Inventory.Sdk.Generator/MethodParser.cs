using BigCommerce.Inventory.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigCommerce.Inventory.Generator;

/// <summary>Reads one method: its path, its result, and what each parameter is for.</summary>
internal sealed class MethodParser
{
    private readonly IMethodSymbol _method;
    private readonly string _verb;
    private readonly IReadOnlyList<PathPart> _path;
    private readonly DiagnosticSink _diagnostics;
    private readonly Dictionary<string, string> _pathParameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _propertyKeys = new(StringComparer.Ordinal);
    private IReadOnlyList<QueryProperty> _query = [];
    private bool _hasQuery;
    private bool _hasBody;

    private MethodParser(IMethodSymbol method, string verb, IReadOnlyList<PathPart> path, DiagnosticSink diagnostics)
    {
        _method = method;
        _verb = verb;
        _path = path;
        _diagnostics = diagnostics;
    }

    /// <summary>Reads the method; null after a problem, which is then among the diagnostics.</summary>
    public static ApiMethod? Parse(IMethodSymbol method, DiagnosticSink diagnostics)
    {
        var verbs = RefitAttributes.VerbsOf(method);
        if (verbs.Length == 0)
        {
            diagnostics.Report(Diagnostics.MethodWithoutVerb, method, method.Name, method.ContainingType.Name);
            return null;
        }

        if (verbs.Length > 1)
        {
            diagnostics.Report(Diagnostics.SeveralVerbs, method, method.Name);
            return null;
        }

        if (method.IsGenericMethod)
        {
            diagnostics.Report(Diagnostics.Generic, method, method.Name);
        }

        if (verbs[0].ConstructorArguments.IsEmpty)
        {
            diagnostics.LeaveToCompiler();
            return null;
        }

        var path = RefitAttributes.TextOf(verbs[0]);
        if (PathTemplate.Parse(path, out var parts) is { } problem)
        {
            diagnostics.Report(Diagnostics.Path, ArgumentOf(verbs[0], method), path, method.Name, problem);
            return null;
        }

        var verb = RefitAttributes.Verbs[verbs[0].AttributeClass!.ToDisplayString()];
        return new MethodParser(method, verb, parts, diagnostics).Parse(verbs[0]);
    }

    private ApiMethod Parse(AttributeData verb)
    {
        var resultType = ParseResultType();
        var parameters = _method.Parameters.Select(ParseParameter).OfType<ApiParameter>().ToArray();

        foreach (var placeholder in _path.Where(part => part.IsParameter && !_method.Parameters.Any(p => IsFor(p, part))))
        {
            _diagnostics.Report(Diagnostics.PlaceholderWithoutParameter, ArgumentOf(verb, _method), _method.Name, placeholder.Text);
        }

        return new ApiMethod(
            TypeNames.Identifier(_method.Name),
            _verb,
            new(_path.Select(part => _pathParameters.TryGetValue(part.Text, out var name) && part.IsParameter ? part with { Text = name } : part)),
            new(parameters),
            new(_query),
            TypeNames.Of(_method.ReturnType),
            resultType);
    }

    private string? ParseResultType()
    {
        if (_method.ReturnType is INamedTypeSymbol { ContainingNamespace: var @namespace, Name: "Task" } task
            && @namespace.ToDisplayString() == "System.Threading.Tasks")
        {
            if (!task.IsGenericType)
            {
                return null;
            }

            var result = task.TypeArguments[0];
            if (result.TypeKind == TypeKind.Error)
            {
                _diagnostics.LeaveToCompiler();
                return null;
            }

            if (!TypeNames.IsRaw(result))
            {
                return TypeNames.Of(result);
            }
        }
        else if (_method.ReturnType.TypeKind == TypeKind.Error)
        {
            _diagnostics.LeaveToCompiler();
            return null;
        }

        var syntax = _method.DeclaringSyntaxReferences[0].GetSyntax() as MethodDeclarationSyntax;
        _diagnostics.Report(
            Diagnostics.ReturnType,
            syntax?.ReturnType.GetLocation() ?? _method.Locations[0],
            _method.Name,
            _method.ReturnType.ToDisplayString());
        return null;
    }

    private ApiParameter? ParseParameter(IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None)
        {
            return ReportUnsent(parameter, "it is passed by reference; pass it by value");
        }

        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            _diagnostics.LeaveToCompiler();
            return null;
        }

        var query = RefitAttributes.Find(parameter, RefitAttributes.Query);
        var property = RefitAttributes.Find(parameter, RefitAttributes.Property);
        (bool Applies, ParameterRole Role, string Description)[] possible =
        [
            (_path.Any(part => IsFor(parameter, part)), ParameterRole.Path, "in the path"),
            (RefitAttributes.Find(parameter, RefitAttributes.Body) is not null, ParameterRole.Body, "the body"),
            (query is not null, ParameterRole.Query, "the query"),
            (property is not null, ParameterRole.Property, "a request option"),
            (TypeNames.IsCancellationToken(parameter.Type), ParameterRole.CancellationToken, "the CancellationToken"),
        ];
        var meanings = possible.Where(meaning => meaning.Applies).ToArray();
        if (meanings.Length == 0)
        {
            return ParseUnmarked(parameter);
        }

        if (meanings.Length > 1)
        {
            Report(Diagnostics.SeveralRoles, parameter, meanings[0].Description, meanings[1].Description);
            return null;
        }

        return meanings[0].Role switch
        {
            ParameterRole.Path => ParsePathParameter(parameter),
            ParameterRole.Body => ParseBody(parameter),
            ParameterRole.Query => ParseQuery(parameter, query),
            ParameterRole.Property => ParseProperty(parameter, RefitAttributes.TextOf(property!)),
            _ => ParseCancellationToken(parameter),
        };
    }

    private ApiParameter? ParseUnmarked(IParameterSymbol parameter)
    {
        if (RefitAttributes.TextOf(parameter, RefitAttributes.AliasAs) is { } alias)
        {
            return ReportUnsent(parameter, $"the path has no '{{{alias}}}'; add it there or remove [AliasAs]");
        }

        if (!QueryObjectParser.IsQueryObject(parameter.Type))
        {
            return ReportUnsent(
                parameter,
                "add it to the path as a placeholder, move it into a query object, or mark it with [Body] or [Property]");
        }

        // Refit takes an unmarked object of such a request for its body, unless another one is.
        return _verb is "Post" or "Put" && !_method.Parameters.Any(p => RefitAttributes.Find(p, RefitAttributes.Body) is not null)
            ? ReportUnsent(parameter, "mark it with [Body] to send it as JSON, or with [Query] to send its properties in the query")
            : ParseQuery(parameter, attribute: null);
    }

    private ApiParameter? ParsePathParameter(IParameterSymbol parameter)
    {
        var placeholder = PlaceholderOf(parameter);
        if (!TypeNames.IsPathValue(parameter.Type))
        {
            _diagnostics.Report(Diagnostics.PathParameterType, parameter, parameter.Name, parameter.Type.ToDisplayString());
        }

        if (_pathParameters.TryGetValue(placeholder, out var other))
        {
            return ReportUnsent(parameter, $"'{{{placeholder}}}' stands for '{other}' already; remove one of the two");
        }

        _pathParameters.Add(placeholder, TypeNames.Identifier(parameter.Name));
        return Create(parameter, ParameterRole.Path);
    }

    private ApiParameter? ParseBody(IParameterSymbol parameter)
    {
        if (_hasBody)
        {
            Report(Diagnostics.SeveralBodies, parameter);
        }
        else if (_verb == "Get")
        {
            Report(Diagnostics.Body, parameter, "a GET request has none; use another verb or a query object");
        }
        else if (TypeNames.CanBeNull(parameter.Type))
        {
            Report(Diagnostics.Body, parameter, "it can be null; make its type non-nullable");
        }
        else if (TypeNames.IsRaw(parameter.Type))
        {
            Report(Diagnostics.Body, parameter, $"a body is JSON, and a {parameter.Type.Name} would be sent as it is; use a type of your own");
        }

        _hasBody = true;
        return Create(parameter, ParameterRole.Body);
    }

    private ApiParameter? ParseQuery(IParameterSymbol parameter, AttributeData? attribute)
    {
        if (_hasQuery)
        {
            Report(Diagnostics.SeveralQueryObjects, parameter);
            return null;
        }

        if (!QueryObjectParser.IsQueryObject(parameter.Type))
        {
            return ReportUnsent(parameter, "[Query] takes a class or record with public properties, one for each pair");
        }

        if (attribute is not null && !RefitAttributes.IsCsv(attribute))
        {
            _diagnostics.Report(Diagnostics.CollectionFormat, LocationOf(attribute, parameter), parameter.Name);
        }

        _hasQuery = true;
        _query = QueryObjectParser.Parse((INamedTypeSymbol)parameter.Type, parameter, _diagnostics);
        return Create(parameter, ParameterRole.Query);
    }

    private ApiParameter? ParseProperty(IParameterSymbol parameter, string key)
    {
        if (key.Length == 0)
        {
            Report(Diagnostics.PropertyKey, parameter, "has an empty key; name the one under which the handlers look");
        }
        else if (_propertyKeys.TryGetValue(key, out var other))
        {
            Report(Diagnostics.PropertyKey, parameter, $"has the key \"{key}\" of '{other}'; give it another one");
        }
        else
        {
            _propertyKeys.Add(key, parameter.Name);
        }

        return Create(parameter, ParameterRole.Property, key);
    }

    private ApiParameter? ParseCancellationToken(IParameterSymbol parameter)
    {
        if (parameter.Ordinal != _method.Parameters.Length - 1)
        {
            Report(Diagnostics.CancellationTokenNotLast, parameter);
        }

        return Create(parameter, ParameterRole.CancellationToken);
    }

    private ApiParameter? ReportUnsent(IParameterSymbol parameter, string reason)
    {
        Report(Diagnostics.ParameterWithoutMeaning, parameter, reason);
        return null;
    }

    private void Report(DiagnosticDescriptor descriptor, IParameterSymbol parameter, params string[] details) =>
        _diagnostics.Report(descriptor, parameter, [parameter.Name, _method.Name, .. details]);

    private static ApiParameter Create(IParameterSymbol parameter, ParameterRole role, string? propertyKey = null) =>
        new(
            TypeNames.Identifier(parameter.Name),
            TypeNames.Of(parameter.Type),
            role,
            parameter.Type.IsReferenceType || TypeNames.CanBeNull(parameter.Type),
            propertyKey);

    private static string PlaceholderOf(IParameterSymbol parameter) =>
        RefitAttributes.TextOf(parameter, RefitAttributes.AliasAs) ?? parameter.Name;

    private static bool IsFor(IParameterSymbol parameter, PathPart part) =>
        part.IsParameter && string.Equals(part.Text, PlaceholderOf(parameter), StringComparison.OrdinalIgnoreCase);

    private static Location LocationOf(AttributeData attribute, ISymbol owner) =>
        attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? owner.Locations[0];

    // The text of the path itself, so that the error stands under it.
    private static Location ArgumentOf(AttributeData attribute, ISymbol owner) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
            ? arguments[0].GetLocation()
            : owner.Locations[0];
}
