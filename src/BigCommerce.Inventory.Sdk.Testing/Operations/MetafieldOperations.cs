using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>The operations on a single metafield of a location.</summary>
internal sealed class MetafieldOperations(StoreState store)
{
    public EmulatedResponse Create(OperationContext context)
    {
        if (!TryReadFields(context, isNew: true, out var fields, out var rejection))
        {
            return rejection;
        }

        if (store.FindLocation(context.Route.LocationId) is not { } location)
        {
            return LocationNotFound(422, context);
        }

        var now = new DateTimeOffset(context.NowTicks, TimeSpan.Zero);
        return Save(context, fields.Create(store.NextMetafieldId(), location.Id, store.ClientId, now));
    }

    public EmulatedResponse Get(OperationContext context) =>
        TryFind(context, out var metafield, out var rejection) ? ToResponse(context, metafield) : rejection;

    public EmulatedResponse Update(OperationContext context)
    {
        if (!TryReadFields(context, isNew: false, out var fields, out var rejection) || !TryFind(context, out var metafield, out rejection))
        {
            return rejection;
        }

        return metafield.IsWritableBy(store.ClientId)
            ? Save(context, fields.ApplyTo(metafield, new DateTimeOffset(context.NowTicks, TimeSpan.Zero)))
            : EmulatedResponse.Forbidden();
    }

    public EmulatedResponse Delete(OperationContext context)
    {
        if (!TryFind(context, out var metafield, out var rejection))
        {
            return rejection;
        }

        if (!metafield.IsWritableBy(store.ClientId))
        {
            return EmulatedResponse.Forbidden();
        }

        if (!context.IgnoresWrite)
        {
            store.RemoveMetafield(metafield.Id);
        }

        return EmulatedResponse.Empty(204);
    }

    /// <summary>Writes a metafield; with <paramref name="only"/>, just the members in the list and the id.</summary>
    public static void Write(Utf8JsonWriter writer, StoredMetafield metafield, bool newerSpecification, string[]? only)
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

        Text("date_created", Timestamp(metafield.Created, newerSpecification));
        Text("date_modified", Timestamp(metafield.Modified, newerSpecification));
        Text("owner_client_id", metafield.Owner);
        writer.WriteEndObject();
    }

    private static string Timestamp(DateTimeOffset time, bool newerSpecification) =>
        time.ToString(newerSpecification ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static EmulatedResponse LocationNotFound(int status, OperationContext context) =>
        EmulatedResponse.JsonProblem(status, FormattableString.Invariant($"Location not found, identities: [{context.Route.LocationId}]"));

    private static bool TryReadFields(
        OperationContext context, bool isNew, out MetafieldFields fields, [NotNullWhen(false)] out EmulatedResponse? rejection)
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

        rejection = errors.Count == 0 ? null
            : isNew ? EmulatedResponse.JsonProblem(422, "JSON data is missing or invalid", errors)
            : EmulatedResponse.InvalidInput(
                string.Join("; ", errors.Select(error => error.Key.Length == 0 ? error.Value : $"{error.Key}: {error.Value}")));
        return rejection is null;
    }

    private bool TryFind(
        OperationContext context,
        [NotNullWhen(true)] out StoredMetafield? metafield,
        [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        metafield = null;
        if (store.FindLocation(context.Route.LocationId) is null)
        {
            rejection = LocationNotFound(404, context);
            return false;
        }

        metafield = store.FindMetafield(context.Route.MetafieldId);
        if (metafield?.LocationId == context.Route.LocationId)
        {
            rejection = null;
            return true;
        }

        rejection = EmulatedResponse.JsonProblem(404, "The resource was not found.");
        return false;
    }

    private EmulatedResponse Save(OperationContext context, StoredMetafield metafield)
    {
        if (store.HasDuplicateOf(metafield))
        {
            return EmulatedResponse.JsonConflict(
                "The metafield conflicts with another one: its client id, namespace, key, resource type and resource id must be "
                + "unique together.");
        }

        if (!context.IgnoresWrite)
        {
            store.SetMetafield(metafield);
        }

        return ToResponse(context, metafield);
    }

    private EmulatedResponse ToResponse(OperationContext context, StoredMetafield metafield)
    {
        byte[] body = store.WriteJson((context, metafield), static (writer, response) =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data"u8);
            Write(writer, response.metafield, response.context.Options.UseNewerSpecification, only: null);
            writer.WriteStartObject("meta"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return new EmulatedResponse(200, body, EmulatedResponse.Json);
    }
}
