using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>A location's metafields, one at a time: the operations that name a location in their path.</summary>
internal sealed class MetafieldOperations(StoreState store)
{
    public EmulatedAnswer Create(OperationContext context)
    {
        if (!TryReadFields(context, isNew: true, out var fields, out var refusal))
        {
            return refusal;
        }

        if (store.FindLocation(context.Route.LocationId) is not { } location)
        {
            return LocationNotFound(422, context);
        }

        var metafield = fields.Create(store.NextMetafieldId(), location.Id, store.ClientId, new DateTimeOffset(context.NowTicks, TimeSpan.Zero));
        return Save(context, metafield);
    }

    public EmulatedAnswer Get(OperationContext context) => TryFind(context, out var metafield, out var refusal) ? Answer(context, metafield) : refusal;

    public EmulatedAnswer Update(OperationContext context)
    {
        if (!TryReadFields(context, isNew: false, out var fields, out var refusal) || !TryFind(context, out var metafield, out refusal))
        {
            return refusal;
        }

        return metafield.IsWritableBy(store.ClientId)
            ? Save(context, fields.ApplyTo(metafield, new DateTimeOffset(context.NowTicks, TimeSpan.Zero)))
            : EmulatedAnswer.Forbidden();
    }

    public EmulatedAnswer Delete(OperationContext context)
    {
        if (!TryFind(context, out var metafield, out var refusal))
        {
            return refusal;
        }

        if (!metafield.IsWritableBy(store.ClientId))
        {
            return EmulatedAnswer.Forbidden();
        }

        if (!context.ChangesNothing)
        {
            store.RemoveMetafield(metafield.Id);
        }

        return EmulatedAnswer.Empty(204);
    }

    /// <summary>Writes the members of a metafield, or those of them that are asked for.</summary>
    public static void Write(Utf8JsonWriter writer, StoredMetafield metafield, bool newerForms, string[]? only)
    {
        void Text(string name, string value)
        {
            if (only?.Contains(name) != false)
            {
                writer.WriteString(name, value);
            }
        }

        writer.WriteStartObject();
        writer.WriteNumber("id"u8, metafield.Id);
        Text("key", metafield.Key);
        Text("value", metafield.Value);
        Text("namespace", metafield.Namespace);
        Text("permission_set", metafield.PermissionSet);
        Text("description", metafield.Description);
        Text("resource_type", "location");
        if (only?.Contains("resource_id") != false)
        {
            writer.WriteNumber("resource_id"u8, metafield.LocationId);
        }

        Text("date_created", Timestamp(metafield.Created, newerForms));
        Text("date_modified", Timestamp(metafield.Modified, newerForms));
        Text("owner_client_id", metafield.Owner);
        writer.WriteEndObject();
    }

    private static string Timestamp(DateTimeOffset time, bool newerForms) =>
        time.ToString(newerForms ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static EmulatedAnswer LocationNotFound(int status, OperationContext context) =>
        EmulatedAnswer.JsonProblem(status, FormattableString.Invariant($"Location not found, identities: [{context.Route.LocationId}]"));

    private static bool TryReadFields(OperationContext context, bool isNew, out MetafieldFields fields, [NotNullWhen(false)] out EmulatedAnswer? refusal)
    {
        fields = default;
        Dictionary<string, string> errors = [];
        if (JsonBody.Parse(context.Body.Span) is JsonObject row)
        {
            fields = MetafieldFields.Read(row, isNew, errors);
        }
        else
        {
            errors.Add("", "error.expected.jsobject");
        }

        refusal = errors.Count == 0 ? null
            : isNew ? EmulatedAnswer.JsonProblem(422, "JSON data is missing or invalid", errors)
            : EmulatedAnswer.InvalidInput(string.Join("; ", errors.Select(error => error.Key.Length == 0 ? error.Value : $"{error.Key}: {error.Value}")));
        return refusal is null;
    }

    private bool TryFind(OperationContext context, [NotNullWhen(true)] out StoredMetafield? metafield, [NotNullWhen(false)] out EmulatedAnswer? refusal)
    {
        metafield = null;
        if (store.FindLocation(context.Route.LocationId) is null)
        {
            refusal = LocationNotFound(404, context);
            return false;
        }

        metafield = store.FindMetafield(context.Route.MetafieldId);
        if (metafield?.LocationId == context.Route.LocationId)
        {
            refusal = null;
            return true;
        }

        refusal = EmulatedAnswer.JsonProblem(404, "The resource was not found.");
        return false;
    }

    private EmulatedAnswer Save(OperationContext context, StoredMetafield metafield)
    {
        if (store.HasDuplicateOf(metafield))
        {
            return EmulatedAnswer.JsonConflict("The metafield conflicts with another one: its client id, namespace, key, resource type and resource id must be unique together.");
        }

        if (!context.ChangesNothing)
        {
            store.SetMetafield(metafield);
        }

        return Answer(context, metafield);
    }

    private EmulatedAnswer Answer(OperationContext context, StoredMetafield metafield)
    {
        byte[] body = store.WriteJson((context, metafield), static (writer, answer) =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data"u8);
            Write(writer, answer.metafield, answer.context.Options.NewerForms, only: null);
            writer.WriteStartObject("meta"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return new EmulatedAnswer(200, body, EmulatedAnswer.Json);
    }
}
