using System.Globalization;
using System.Reflection;
using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>Formats a value for a path or query, before escaping and independent of the culture.</summary>
internal sealed class QueryValueFormatter : IUrlParameterFormatter
{
    /// <summary>
    /// Formats booleans in lower case, instants as UTC <c>yyyy-MM-ddTHH:mm:ss</c>, dates as <c>yyyy-MM-dd</c> and other values
    /// with the invariant culture. Returns null for null: Refit omits such a value.
    /// </summary>
    public static string? Format<T>(T value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) => Format(value);
}
