using System.Globalization;
using System.Reflection;
using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>How a value is written in a path or query, before escaping and the same in every culture.</summary>
internal sealed class QueryValueFormatter : IUrlParameterFormatter
{
    /// <summary>
    /// Writes booleans in lower case, instants as UTC <c>yyyy-MM-ddTHH:mm:ss</c>, dates as <c>yyyy-MM-dd</c> and everything else
    /// invariantly. Null stays null: such a value is left out.
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
