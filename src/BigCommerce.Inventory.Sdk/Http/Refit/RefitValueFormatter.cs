using System.Reflection;
using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>Lets Refit write values in paths and queries as the other build does.</summary>
internal sealed class RefitValueFormatter : IUrlParameterFormatter
{
    public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) => QueryValueFormatter.Format(value);
}
