using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>Where a public type stands and how its parts are named. Each failure lists the offenders.</summary>
public partial class PublicNameTests
{
    /// <summary>Files with several public types that are one concept.</summary>
    private static readonly string[] OneConcept =
    [
        "ApiError.cs", // and the reasons it gives
        "BigCommerceApiException.cs", // an exception for each status code
        "BigCommerceException.cs", // and the failures without a response
        "InventoryItem.cs", // and what it holds
        "InventoryWebhookData.cs", // the data of each kind of event
        "ItemSettingsUpdate.cs", // and the request that holds several
        "Location.cs", // and what it holds
        "LocationCreate.cs", // and its address
        "LocationUpdate.cs", // and its address
        "Metafield.cs", // and the response that holds it
        "MetafieldBatchResponse.cs", // and what it holds
        "MetafieldBatchResult.cs", // and what it holds
        "MetafieldCreate.cs", // alone and in a batch
        "MetafieldUpdate.cs", // alone and in a batch
        "OperatingHours.cs", // and its days
        "Page.cs", // and what it holds
        "PagedSequence.cs", // and its pages
        "UpsertResult.cs", // and its outcome
    ];

    private static readonly Type[] PublicTypes = typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes();

    [Fact]
    public void File_WithPublicTypes_IsNamedAfterTheOnlyOne() => AssertNone(
        from source in Repository.SdkSources()
        let file = Path.GetFileName(source.Path)
        let types = PublicType().Matches(source.Text).Select(match => match.Groups[1].Value).Distinct().ToArray()
        where types.Length > 0
        where types[0] != Path.GetFileNameWithoutExtension(file) || (types.Length > 1 && !OneConcept.Contains(file))
        select $"{source.Path}: {string.Join(", ", types)}");

    [Fact]
    public void Type_WithASuffix_IsWhatTheSuffixSays() => AssertNone(
        from type in PublicTypes
        let name = type.Name.Split('`')[0]
        where typeof(Exception).IsAssignableFrom(type) != name.EndsWith("Exception", StringComparison.Ordinal)
            || typeof(Attribute).IsAssignableFrom(type) != name.EndsWith("Attribute", StringComparison.Ordinal)
            || type.IsInterface != IsInterfaceName(name)
            || (type is { IsAbstract: true, IsSealed: true }
                && HasExtensions(type)
                && !name.EndsWith("Extensions", StringComparison.Ordinal)
                && name != nameof(StorePipeline))
        select name);

    [Fact]
    public void Member_WithANumber_IsNamedCountAndAListIsAPlural() => AssertNone(
        from type in PublicTypes
        where !IsOptions(type)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        where kind == typeof(int) || kind == typeof(long)
            ? property.Name.EndsWith('s') && property.Name is not nameof(Pagination.TotalPages) // the API's own names
            : property.PropertyType != typeof(string) && typeof(IEnumerable)
                .IsAssignableFrom(property.PropertyType) && property.Name.EndsWith("Count", StringComparison.Ordinal)
        select $"{type.Name}.{property.Name}");

    [Fact]
    public void Method_WithOptionsOrToken_TakesThemLast() => AssertNone(
        from type in PublicTypes
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && method.Name != nameof(Equals)
        let kinds = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray()
        let token = Array.IndexOf(kinds, typeof(CancellationToken))
        let options = Array.IndexOf(kinds, typeof(RequestOptions))
        where (token >= 0 && token != kinds.Length - 1)
            || (options >= 0 && (options != kinds.Length - (token >= 0 ? 2 : 1) || method.GetParameters()[options].Name != "options"))
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void Operation_WithIds_TakesThemFirst() => AssertNone(
        from method in WireInterfaces.Methods
        let ids = method.GetParameters().Select(parameter => parameter.ParameterType == typeof(long)).ToArray()
        where ids.SkipWhile(isId => isId).Contains(true)
        select $"{method.DeclaringType!.Name}.{method.Name}");

    [Fact]
    public void PublicType_ThatIsNoOptions_CannotBeChanged() => AssertNone(
        from type in PublicTypes
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where member switch
        {
            FieldInfo field => !field.IsInitOnly && !field.IsLiteral && !field.IsSpecialName,
            PropertyInfo { SetMethod: { IsPublic: true } setter } =>
                !IsOptions(type) && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
            _ => false,
        }
        select $"{type.Name}.{member.Name}");

    [Fact]
    public void List_OfAnException_NamesATypeOrFileThatExists()
    {
        var files = Repository.SdkSources().Select(source => Path.GetFileName(source.Path)).ToHashSet();

        AssertNone(OneConcept.Where(file => !files.Contains(file)));
    }

    private static bool IsOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    private static bool IsInterfaceName(string name) => name is ['I', >= 'A' and <= 'Z', >= 'a' and <= 'z', ..];

    private static bool HasExtensions(Type type) => type.GetMethods().Any(method => method.IsDefined(typeof(ExtensionAttribute)));

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal([], offenders);

    [GeneratedRegex(@"^public (?:(?:sealed|abstract|static|readonly|partial|ref) )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
