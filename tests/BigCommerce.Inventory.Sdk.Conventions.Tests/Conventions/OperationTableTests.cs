using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Refit;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>The interfaces have exactly the 18 operations that the API documents.</summary>
public partial class OperationTableTests
{
    private const string Items = "sku:in, variant_id:in, product_id:in";
    private const string Metafields =
        "page, limit, key, key:in, namespace, namespace:in, direction, include_fields, date_created:min, date_created:max, date_modified:min, date_modified:max, before, after";

    private static readonly (string Verb, string Path, string Filters, string Body)[] Api =
    [
        ("PUT", "/inventory/adjustments/absolute", "", "object"),
        ("POST", "/inventory/adjustments/relative", "", "object"),
        ("GET", "/inventory/items", $"{Items}, location_id:in, location_code:in, page, limit", ""),
        ("GET", "/inventory/locations/{location_id}/items", $"{Items}, page, limit", ""),
        ("PUT", "/inventory/locations/{location_id}/items", "", "object"),
        ("POST", "/inventory/locations", "", "array"),
        (
            "GET",
            "/inventory/locations",
            "location_id:in, location_code:in, type_id:in, is_default, managed_by_external_source, is_active, storefront_visibility, page, limit",
            ""),
        ("PUT", "/inventory/locations", "", "array"),
        ("DELETE", "/inventory/locations", "location_id:in", ""),
        ("GET", "/inventory/locations/{location_id}/metafields", Metafields, ""),
        ("POST", "/inventory/locations/{location_id}/metafields", "", "object"),
        ("GET", "/inventory/locations/{location_id}/metafields/{metafield_id}", "", ""),
        ("PUT", "/inventory/locations/{location_id}/metafields/{metafield_id}", "", "object"),
        ("DELETE", "/inventory/locations/{location_id}/metafields/{metafield_id}", "", ""),
        ("GET", "/inventory/locations/metafields", Metafields, ""),
        ("POST", "/inventory/locations/metafields", "", "array"),
        ("PUT", "/inventory/locations/metafields", "", "array"),
        ("DELETE", "/inventory/locations/metafields", "", "array"),
    ];

    [Fact]
    public void WireInterfaces_Always_HoldTheApisOperations()
    {
        var operations = WireInterfaces.Methods.Select(Describe).Order(StringComparer.Ordinal);

        Assert.Equal(Api.Select(Line).Order(StringComparer.Ordinal), operations);
        Assert.Equal(18, Api.Length);
    }

    [Fact]
    public void PathPlaceholders_Always_AreParameters()
    {
        foreach (var method in WireInterfaces.Methods)
        {
            var names = Placeholder().Matches(WireInterfaces.Verb(method).Path).Select(match => match.Groups[1].Value);

            Assert.Equal(
                names,
                method.GetParameters().Where(parameter => parameter.ParameterType == typeof(long)).Select(parameter => parameter.Name!));
        }
    }

    private static string Line((string Verb, string Path, string Filters, string Body) row) =>
        $"{row.Verb} {row.Path} ? {row.Filters} > {row.Body}";

    private static string Describe(MethodInfo method)
    {
        var (verb, path) = WireInterfaces.Verb(method);
        var filters = "";
        var body = "";
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.IsDefined(typeof(BodyAttribute)))
            {
                body = typeof(IEnumerable).IsAssignableFrom(parameter.ParameterType) ? "array" : "object";
            }
            else if (!parameter.IsDefined(typeof(PropertyAttribute)) && parameter.ParameterType.IsClass)
            {
                filters = string.Join(", ", parameter.ParameterType.GetProperties().Select(property => property.Alias()));
            }
        }

        var names = Placeholder().Replace(
            path,
            match => $"{{{Capital().Replace(match.Groups[1].Value, letter => $"_{letter.Value.ToLowerInvariant()}")}}}");
        return Line((verb, names, filters, body));
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}

internal static class WireInterfaces
{
    public static readonly Type[] All =
    [
        typeof(IInventoryItemsApi),
        typeof(IInventoryAdjustmentsApi),
        typeof(ILocationsApi),
        typeof(ILocationMetafieldsApi),
    ];

    public static IEnumerable<MethodInfo> Methods => All.SelectMany(api => api.GetMethods());

    public static (string Verb, string Path) Verb(MethodInfo method)
    {
        var attribute = Assert.Single(method.GetCustomAttributes<HttpMethodAttribute>());
        return (attribute.Method.Method, attribute.Path);
    }

    public static string Alias(this PropertyInfo property) => Assert.Single(property.GetCustomAttributes<AliasAsAttribute>()).Name;
}
