using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BigCommerce.Inventory.Webhooks;

/// <summary>Parses the body of a webhook. It is lenient about types and strict about required fields.</summary>
internal static class InventoryWebhookReader
{
    private const string ProducerPrefix = "stores/";

    // The last second that DateTimeOffset can represent: the end of the year 9999.
    private const long MaxUnixSeconds = 253_402_300_799;

    public static bool TryRead(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out InventoryWebhookEvent? webhook,
        [NotNullWhen(false)] out string? problem)
    {
        try
        {
            webhook = Read(utf8Json, out problem);
        }
        catch (JsonException exception)
        {
            webhook = null;
            problem = string.Create(
                CultureInfo.InvariantCulture,
                $"The webhook's body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for a string with invalid UTF-8 or an unpaired surrogate.
            webhook = null;
            problem = "The webhook's body contains text that is not valid Unicode.";
        }

        return webhook is not null;
    }

    private static InventoryWebhookEvent? Read(ReadOnlySpan<byte> utf8Json, out string? problem)
    {
        if (utf8Json.StartsWith("\uFEFF"u8))
        {
            utf8Json = utf8Json["\uFEFF"u8.Length..];
        }

        string? producer = null, scope = null, hash = null;
        long? storeId = null;
        DateTimeOffset? createdAt = null;
        ReadOnlySpan<byte> data = default;

        var reader = new Utf8JsonReader(utf8Json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            problem = "The webhook's body is not a JSON object.";
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("producer"u8))
            {
                producer = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("scope"u8))
            {
                scope = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("hash"u8))
            {
                hash = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("store_id"u8))
            {
                storeId = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("created_at"u8))
            {
                createdAt = ReadInstant(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = utf8Json[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Throws if anything follows the object.
        reader.Read();

        problem =
            string.IsNullOrWhiteSpace(scope) ? "The webhook's body has no \"scope\"."
            : producer is null || !producer.StartsWith(ProducerPrefix, StringComparison.Ordinal) || producer.Length == ProducerPrefix.Length
                ? "The webhook's body has no \"producer\" of the form \"stores/{store hash}\"."
            : null;
        if (problem is not null)
        {
            return null;
        }

        var kind = InventoryWebhookScopes.Classify(scope!, out _);
        var typedData = ReadData(kind, data, out problem);
        return typedData is null ? null : new InventoryWebhookEvent
        {
            Scope = scope!,
            StoreHash = producer![ProducerPrefix.Length..],
            StoreId = storeId,
            CreatedAt = createdAt,
            Hash = hash,
            Data = typedData,
        };
    }

    private static InventoryWebhookData? ReadData(InventoryWebhookKind kind, ReadOnlySpan<byte> json, out string? problem)
    {
        problem = null;
        if (kind == InventoryWebhookKind.Unknown)
        {
            return new UnknownWebhookData { Json = json.IsEmpty ? "null" : Encoding.UTF8.GetString(json) };
        }

        if (kind >= InventoryWebhookKind.ProductInventoryUpdated)
        {
            return ReadCatalogStock(json);
        }

        if (json.IsEmpty || json[0] != (byte)'{')
        {
            problem = "The webhook's body has no object \"data\".";
            return null;
        }

        long? productId = null, variantId = null, locationId = null, metafieldId = null, resourceId = null;
        string? metafieldNamespace = null;

        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("product_id"u8))
            {
                productId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("variant_id"u8))
            {
                variantId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("location_id"u8))
            {
                locationId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("metafield_id"u8))
            {
                metafieldId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("resource_id"u8))
            {
                resourceId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                metafieldNamespace = ReadText(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        string? missing = null;
        InventoryWebhookData result = kind switch
        {
            InventoryWebhookKind.LocationCreated or InventoryWebhookKind.LocationUpdated => new LocationWebhookData
            {
                LocationId = Require(locationId, "location_id"),
            },
            InventoryWebhookKind.LocationMetafieldCreated
                or InventoryWebhookKind.LocationMetafieldUpdated
                or InventoryWebhookKind.LocationMetafieldDeleted => new LocationMetafieldWebhookData
                {
                    MetafieldId = Require(metafieldId, "metafield_id"),
                    LocationId = Require(resourceId, "resource_id"),
                    Namespace = metafieldNamespace,
                },
            _ => new ItemWebhookData
            {
                ProductId = Require(productId, "product_id"),
                VariantId = variantId,
                LocationId = Require(locationId, "location_id"),
            },
        };

        if (missing is null)
        {
            return result;
        }

        problem = $"The webhook's \"data\" has no usable \"{missing}\".";
        return null;

        long Require(long? id, string name)
        {
            missing ??= id is null ? name : null;
            return id.GetValueOrDefault();
        }
    }

    /// <summary>
    /// Parses <c>{"type": "product" | "sku", "id", "inventory": {"product_id", "variant_id", …}}</c>. BigCommerce no longer
    /// documents this format, so other formats are kept as JSON.
    /// </summary>
    private static InventoryWebhookData ReadCatalogStock(ReadOnlySpan<byte> json)
    {
        long? productId = null, variantId = null, id = null;
        var isProduct = false;
        var reader = new Utf8JsonReader(json);
        while (!json.IsEmpty && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("product_id"u8))
            {
                productId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("variant_id"u8))
            {
                variantId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                isProduct = ReadText(ref reader) == "product";
            }
        }

        return (productId ?? (isProduct ? id : null)) is { } product
            ? new CatalogStockWebhookData { ProductId = product, VariantId = variantId }
            : new UnknownWebhookData { Json = json.IsEmpty ? "null" : Encoding.UTF8.GetString(json) };
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static long? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        var number = LenientNumber.Read(ref reader);
        reader.Skip();
        return number;
    }

    /// <summary>Reads an id. 0 counts as missing: some fields use it for "none".</summary>
    private static long? ReadId(ref Utf8JsonReader reader) => ReadNumber(ref reader) is > 0 and var id ? id : null;

    /// <summary>Reads a Unix time in seconds.</summary>
    private static DateTimeOffset? ReadInstant(ref Utf8JsonReader reader) =>
        ReadNumber(ref reader) is >= 0 and <= MaxUnixSeconds and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
