using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>Rules for the XML documentation that code can check. Each failure lists the offenders.</summary>
public class XmlDocumentationTests
{
    private static readonly (MethodInfo Method, XElement? Text)[] Methods =
    [
        .. Described(typeof(BigCommerceInventoryClient)),
        .. Described(typeof(InventoryEmulator)),
        .. Described(typeof(InventoryWebhookOptions)),
    ];

    [Fact]
    public void WireMethodDocs_Always_NameRequestAndScope()
    {
        var operations = Methods.Where(method => WireInterfaces.All.Contains(method.Method.DeclaringType)).ToArray();

        Assert.Equal(18, operations.Length);
        AssertNone(
            from operation in operations
            let request = WireInterfaces.Verb(operation.Method)
            let path = request.Path.Replace("{locationId}", "{location_id}", StringComparison.Ordinal)
                .Replace("{metafieldId}", "{metafield_id}", StringComparison.Ordinal)
            let summary = operation.Text?.Element("summary")
            let code = summary?.Elements("c").Select(element => element.Value)
            where code?.Contains($"{request.Verb} {path}") != true || !code.Contains(OAuthScope.For(new HttpMethod(request.Verb), path))
            select Name(operation.Method));
    }

    [Fact]
    public void MethodDocs_Always_DescribeEveryParameter() => AssertNone(
        from method in Methods
        where method.Text is null || !Inherits(method.Text)
        let described = method.Text?.Elements("param")
            .Where(parameter => parameter.Value.Trim().Length > 0 || parameter.HasElements)
            .Select(parameter => parameter.Attribute("name")!.Value) ?? []
        where !method.Method.GetParameters().Select(parameter => parameter.Name!).SequenceEqual(described)
        select Name(method.Method));

    [Fact]
    public void AsyncMethodDocs_Always_DescribeResultAndExceptions() => AssertNone(
        from method in Methods
        let result = method.Method.ReturnType
        where typeof(Task).IsAssignableFrom(result)
            || result == typeof(ValueTask)
            || (result.IsGenericType
                && result.GetGenericTypeDefinition() is var kind
                && (kind == typeof(ValueTask<>) || kind == typeof(IAsyncEnumerable<>)))
        where method.Text is null || !Inherits(method.Text)
        where method.Text?.Element("exception") is null || (method.Text.Element("returns") is null && result.IsGenericType)
        select Name(method.Method));

    [Fact]
    public void OptionDocs_Always_StateTheDefault()
    {
        var documentation = Load(typeof(BigCommerceInventoryClient).Assembly);

        AssertNone(
            from type in new[]
            {
                typeof(BigCommerceInventoryOptions),
                typeof(ResilienceOptions),
                typeof(RateLimitOptions),
                typeof(CircuitBreakerOptions),
                typeof(BulkOptions),
                typeof(ReconcileOptions),
            }
            from property in type.GetProperties()
            where property.SetMethod?.IsPublic == true && (property.PropertyType.IsValueType || property.PropertyType == typeof(string))
            where documentation[$"P:{type.FullName}.{property.Name}"]
                .Element("value")?.Value.Contains("default", StringComparison.Ordinal) != true
            select $"{type.Name}.{property.Name}");
    }

    [Theory]
    [InlineData(typeof(BigCommerceInventoryClient))]
    [InlineData(typeof(InventoryEmulator))]
    [InlineData(typeof(InventoryWebhookOptions))]
    public void NullablePropertyDocs_Always_ExplainNull(Type member)
    {
        var documentation = Load(member.Assembly);
        var nullability = new NullabilityInfoContext();

        AssertNone(
            from type in member.Assembly.GetExportedTypes()
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where !property.PropertyType.IsGenericParameter && nullability.Create(property).ReadState == NullabilityState.Nullable
            let id = type.FullName!.Replace('+', '.')
            where !SaysNull($"P:{id}.{property.Name}") && !SaysNull($"T:{id}")
            select $"{type.Name}.{property.Name}");

        bool SaysNull(string id) => documentation.TryGetValue(id, out var text)
            && (text.ToString().Contains("null", StringComparison.OrdinalIgnoreCase) || Inherits(text));
    }

    /// <summary>The declared public methods of an assembly, each with the documentation of the same parameters.</summary>
    private static IEnumerable<(MethodInfo Method, XElement? Text)> Described(Type member)
    {
        var documentation = Load(member.Assembly);
        return
            from type in member.Assembly.GetExportedTypes()
            where !typeof(Delegate).IsAssignableFrom(type)
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && method.GetBaseDefinition() == method && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            let id = $"M:{type.FullName!.Replace('+', '.')}.{method.Name}"
            let candidates = documentation.Where(
                entry => entry.Key == id
                    || entry.Key.StartsWith(id + "(", StringComparison.Ordinal)
                    || entry.Key.StartsWith(id + "``", StringComparison.Ordinal))
                .Select(entry => entry.Value)
                .ToArray()
            select (method, Array.Find(candidates, text => text.Elements("param").Select(parameter => parameter.Attribute("name")!.Value).SequenceEqual(method.GetParameters().Select(parameter => parameter.Name)))
                ?? Array.Find(candidates, Inherits));
    }

    private static Dictionary<string, XElement> Load(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(element => element.Attribute("name")!.Value);

    private static bool Inherits(XElement text) => text.Element("inheritdoc") is not null;

    private static string Name(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})";

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal([], offenders);
}
