using System.Text.Json;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>The members of an error body. Members that are absent or unreadable are null or empty.</summary>
internal readonly record struct ApiErrorBody(string? Title, string? Type, string? Detail, IReadOnlyDictionary<string, string> FieldErrors)
{
    private static readonly ApiErrorBody None = new(null, null, null, ApiError.EmptyErrors);

    /// <summary>Parses a body. Never throws: a body that is not the documented JSON has no members.</summary>
    public static ApiErrorBody Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new ApiErrorBody(Text(root, "title"), Text(root, "type"), Text(root, "detail"), Fields(root))
                : None;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return None;
        }
    }

    /// <summary>Applies a function to every text.</summary>
    public ApiErrorBody Select(Func<string, string> map)
    {
        var errors = new Dictionary<string, string>(FieldErrors.Count);
        foreach (var (field, message) in FieldErrors)
        {
            errors[map(field)] = map(message);
        }

        return new ApiErrorBody(
            Title is null ? null : map(Title),
            Type is null ? null : map(Type),
            Detail is null ? null : map(Detail),
            errors);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static IReadOnlyDictionary<string, string> Fields(JsonElement root) =>
        root.TryGetProperty("errors", out var errors) ? FieldErrorsConverter.Flatten(errors) : ApiError.EmptyErrors;
}
