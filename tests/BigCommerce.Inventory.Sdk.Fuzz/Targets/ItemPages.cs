using System.Text.Json;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory.Fuzz.Targets;

/// <summary>The reader of item pages reads a page as System.Text.Json does, or leaves it to System.Text.Json.</summary>
internal static class ItemPages
{
    public static void Run(byte[] input)
    {
        Compare<InventoryItem>(input);
        Compare<LocationItem>(input);
    }

    private static void Compare<T>(byte[] json)
    {
        var read = (Page<T>?)ItemPageReader.TryRead(typeof(Page<T>), json);
        Page<T>? generated = null;
        try
        {
            generated = JsonSerializer.Deserialize(json, WireJson.TypeInfo<Page<T>>());
        }
        catch (Exception exception) when (WireSerializer.IsUnreadable(exception))
        {
            FuzzTarget.Require(read is null, "The reader accepts only what the serializer accepts.");
        }

        FuzzTarget.Require(read is null || Text(read) == Text(generated!), "The reader and the serializer read the same.");
    }

    private static string Text<T>(Page<T> page) => JsonSerializer.Serialize(page, WireJson.TypeInfo<Page<T>>());
}
