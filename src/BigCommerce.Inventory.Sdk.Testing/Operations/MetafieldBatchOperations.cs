using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Batches of metafields. Unlike all other writes, a batch can succeed in part; its response lists the failures.</summary>
internal sealed class MetafieldBatchOperations(StoreState store)
{
    private const string AlreadyExists = "Metafield with this client id, namespace, key and resource already exists";

    public EmulatedResponse Create(OperationContext context) => Run(context, (element, index, batch) =>
    {
        Dictionary<string, string> errors = [];
        var fields = MetafieldFields.Read(element as JsonObject ?? [], isNew: true, errors);
        string? error = Describe(errors);
        if (error is null
            && (element?["resource_id"] is not JsonValue resource
                || !resource.TryGetValue(out long locationId)
                || store.FindLocation(locationId) is null))
        {
            error = "Location does not exist";
        }

        if (error is not null)
        {
            batch.Failed(Text(index), error);
            return;
        }

        var metafield = fields.Create(store.NextMetafieldId(), element!["resource_id"]!.GetValue<long>(), store.ClientId, batch.Now);
        if (store.HasDuplicateOf(metafield))
        {
            batch.Failed(Text(index), AlreadyExists);
        }
        else
        {
            batch.Saved(metafield);
        }
    });

    public EmulatedResponse Update(OperationContext context) => Run(context, (element, index, batch) =>
    {
        if (ReadId(element is JsonObject row ? row["id"] : null) is not { } id)
        {
            batch.Failed(Text(index), "id: error.path.missing");
            return;
        }

        Dictionary<string, string> errors = [];
        var fields = MetafieldFields.Read((JsonObject)element!, isNew: false, errors);
        if ((Describe(errors) ?? WhyNotWritable(id, "update")) is { } error)
        {
            batch.Failed(Text(id), error);
            return;
        }

        var metafield = fields.ApplyTo(store.FindMetafield(id)!, batch.Now);
        if (store.HasDuplicateOf(metafield))
        {
            batch.Failed(Text(id), AlreadyExists);
        }
        else
        {
            batch.Saved(metafield);
        }
    });

    public EmulatedResponse Delete(OperationContext context) => Run(context, (element, index, batch) =>
    {
        if (ReadId(element) is not { } id)
        {
            batch.Failed(Text(index), "error.expected.jsnumber");
        }
        else if (WhyNotWritable(id, "delete") is { } error)
        {
            batch.Failed(Text(id), error);
        }
        else
        {
            batch.Removed(id);
        }
    });

    private EmulatedResponse Run(OperationContext context, Action<JsonNode?, int, Batch> handle)
    {
        if (JsonBody.Parse(context.Body.Span) is not JsonArray elements)
        {
            return EmulatedResponse.JsonProblem(
                422, "JSON data is missing or invalid", new KeyValuePair<string, string>("", "error.expected.jsarray"));
        }

        var batch = new Batch(store, context, elements.Count);
        for (int i = 0; i < elements.Count; i++)
        {
            handle(elements[i], i, batch);
        }

        return batch.ToResponse();
    }

    private string? WhyNotWritable(long id, string verb) =>
        store.FindMetafield(id) is not { } metafield ? "Metafield does not exist"
        : !metafield.IsWritableBy(store.ClientId) ? $"Unauthorized to {verb}"
        : null;

    /// <summary>Reads an id. The older specification requires strings, so both strings and numbers are accepted.</summary>
    private static long? ReadId(JsonNode? node) =>
        node is not JsonValue value ? null
        : value.TryGetValue(out long id) ? id
        : value.TryGetValue(out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) ? id
        : null;

    private static string? Describe(Dictionary<string, string> errors) =>
        errors.Count == 0 ? null : string.Join("; ", errors.Select(error => $"{error.Key}: {error.Value}"));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The results of a batch.</summary>
    private sealed class Batch(StoreState store, OperationContext context, int total)
    {
        private readonly List<StoredMetafield> _saved = [];
        private readonly List<long> _removed = [];
        private readonly List<(string Key, string Message)> _failed = [];

        public DateTimeOffset Now { get; } = new(context.NowTicks, TimeSpan.Zero);

        public void Saved(StoredMetafield metafield)
        {
            _saved.Add(metafield);
            if (!context.IgnoresWrite)
            {
                store.SetMetafield(metafield);
            }
        }

        public void Removed(long id)
        {
            _removed.Add(id);
            if (!context.IgnoresWrite)
            {
                store.RemoveMetafield(id);
            }
        }

        public void Failed(string key, string message) => _failed.Add((key, message));

        public EmulatedResponse ToResponse() => new(
            _failed.Count == 0 ? 200 : 422,
            store.WriteJson(this, static (writer, batch) => batch.Write(writer)),
            EmulatedResponse.Json);

        private void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data"u8);
            foreach (var metafield in _saved)
            {
                MetafieldOperations.Write(writer, metafield, context.Options.UseNewerSpecification, only: null);
            }

            foreach (long id in _removed)
            {
                writer.WriteNumberValue(id);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("errors"u8);
            if (_failed.Count > 0)
            {
                writer.WriteStartObject();
                EmulatedResponse.WriteProblem(writer, 422, "Bulk operation has failed");
                writer.WriteStartObject("errors"u8);
                foreach (var (key, message) in _failed.DistinctBy(failure => failure.Key))
                {
                    writer.WriteString(key, message);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("meta"u8);
            writer.WriteNumber("total"u8, total);
            writer.WriteNumber("success"u8, total - _failed.Count);
            writer.WriteNumber("failed"u8, _failed.Count);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }
}
