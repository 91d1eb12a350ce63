using System.Globalization;
using System.Text.Json;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.AspNetCore.Tests;

/// <summary>The schema for <c>appsettings.json</c> matches the options.</summary>
public class ConfigurationSchemaTests
{
    [Fact]
    public void ConfigurationSchema_Always_HasEveryOptionWithItsDefault()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "BigCommerce.Inventory.Sdk.AspNetCore", "ConfigurationSchema.json"));
        using var schema = JsonDocument.Parse(text);
        var section = InventoryWebhookOptions.SectionName.Split(':')
            .Aggregate(schema.RootElement, (element, key) => element.GetProperty("properties").GetProperty(key));
        var options = new InventoryWebhookOptions();

        Assert.Equal(
            typeof(InventoryWebhookOptions).GetProperties()
                .Select(property => (property.Name, Default: Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture) ?? ""))
                .Select(property => (property.Name, property.Name is nameof(options.ClientSecret) or nameof(options.FurtherClientSecrets) ? "" : property.Default)),
            section.GetProperty("properties").EnumerateObject()
                .Select(property => (property.Name, property.Value.TryGetProperty("default", out var stated) ? stated.ToString() : "")));
    }
}
