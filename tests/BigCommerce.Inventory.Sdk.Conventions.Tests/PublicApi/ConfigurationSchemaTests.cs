using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Redis;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.PublicApi;

/// <summary>The schema for <c>appsettings.json</c> matches the options.</summary>
public class ConfigurationSchemaTests
{
    [Theory]
    [InlineData("", BigCommerceInventoryOptions.SectionName, typeof(BigCommerceInventoryOptions))]
    [InlineData(".AspNetCore", InventoryWebhookOptions.SectionName, typeof(InventoryWebhookOptions))]
    [InlineData(".Redis", RedisInventoryOptions.SectionName, typeof(RedisInventoryOptions))]
    public void ConfigurationSchema_Always_HasEveryOptionWithDefaultAndRange(string package, string sectionName, Type options)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "BigCommerce.Inventory.Sdk" + package, "ConfigurationSchema.json"));
        using var schema = JsonDocument.Parse(text);
        var section = sectionName.Split(':')
            .Aggregate(schema.RootElement, (element, key) => element.GetProperty("properties").GetProperty(key));

        string[] further = options == typeof(BigCommerceInventoryOptions) ? ["Stores"] : [];
        Compare(Activator.CreateInstance(options)!, section.GetProperty("properties"), further);
    }

    private static void Compare(object options, JsonElement schema, params string[] further)
    {
        var properties = options.GetType().GetProperties()
            .Where(property => property.SetMethod?.IsPublic == true || property.GetValue(options) is ICollection<string>)
            .ToArray();
        Assert.Equal(
            properties.Select(property => property.Name).Concat(further).Order(StringComparer.Ordinal),
            schema.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));

        foreach (var property in properties)
        {
            var described = schema.GetProperty(property.Name);
            Assert.NotEqual("", described.GetProperty("description").GetString());
            var value = property.GetValue(options);
            if (property.PropertyType.Namespace == typeof(BigCommerceInventoryOptions).Namespace)
            {
                Assert.Equal("object", described.GetProperty("type").GetString());
                Compare(value!, described.GetProperty("properties"));
                continue;
            }

            Assert.Equal(
                (property.Name, TypeOf(property), Text(value)),
                (property.Name, described.GetProperty("type").GetString(), Default(described, value)));
            if (value is int or double or TimeSpan)
            {
                // The other packages check their ranges in code. JSON schema has no ranges for times, because they are strings.
                var range = property.GetCustomAttribute<OptionRangeAttribute>();
                Assert.True(range is not null || property.DeclaringType!.Assembly != typeof(OptionRangeAttribute).Assembly, property.Name);
                if (range is not null && value is not TimeSpan)
                {
                    Assert.Equal(
                        (property.Name, range.Min, range.Max),
                        (property.Name, Number("minimum"), Number("maximum") ?? int.MaxValue));
                }
            }

            double? Number(string keyword) => described.TryGetProperty(keyword, out var stated) ? stated.GetDouble() : null;
        }
    }

    private static string TypeOf(PropertyInfo property) => Type.GetTypeCode(property.PropertyType) switch
    {
        TypeCode.Boolean => "boolean",
        TypeCode.Int32 => "integer",
        TypeCode.Double => "number",
        TypeCode.Object when property.PropertyType == typeof(IList<string>) => "array",
        _ => "string",
    };

    private static string? Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        ICollection<string> => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null,
    };

    /// <summary>The schema's default, with a time in .NET's long format. Times must match the schema's pattern.</summary>
    private static string? Default(JsonElement described, object? value)
    {
        if (!described.TryGetProperty("default", out var stated))
        {
            return null;
        }

        if (value is not TimeSpan)
        {
            return stated.ToString() is "True" or "False" ? stated.GetRawText() : stated.ToString();
        }

        Assert.Matches(new Regex(described.GetProperty("pattern").GetString()!), stated.GetString()!);
        return TimeSpan.Parse(stated.GetString()!, CultureInfo.InvariantCulture).ToString();
    }
}
