using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Lists, creates, updates and deletes locations. A request is validated as a whole before anything changes.</summary>
internal sealed class LocationOperations(StoreState store)
{
    public const long DefaultLocationId = 1;

    private static readonly string[] Filters =
    [
        "location_id:in", "location_code:in", "type_id:in", "managed_by_external_source", "is_active", "storefront_visibility",
        "is_default",
    ];

    public EmulatedResponse List(OperationContext context)
    {
        if (!PageRequest.TryRead(context, Filters, context.Options.MaxPageSize, out var page, out var rejection)
            || !TryFilter(context, out var locations, out rejection))
        {
            return rejection;
        }

        byte[] body = store.WriteJson((context, page, locations), static (writer, list) =>
            list.page.Write(writer, list.context, list.locations, list, static (writer, location, list) =>
                (list.context.Options.UseNewerSpecification ? location.ToNewerSpecification() : location.Body).WriteTo(writer)));
        return new EmulatedResponse(200, body, EmulatedResponse.Json);
    }

    public EmulatedResponse Create(OperationContext context)
    {
        var payload = new Payload(store, "");
        var rows = ReadRows(context, payload);
        var codes = CodesExcept([]);
        for (int i = 0; i < rows.Count; i++)
        {
            new LocationChecks(payload, i, isNew: true, context.Options.UseNewerSpecification).Check(rows[i]);
            CheckCode(ReadCode(rows[i]), i, codes, payload);
        }

        if ((context.CheckFilters([]) ?? payload.Rejection()) is { } rejection)
        {
            return rejection;
        }

        var now = new DateTimeOffset(context.NowTicks, TimeSpan.Zero);
        long id = store.NextLocationId();
        List<LocationDocument> documents = [.. rows.Select(row => LocationDocument.Create(id++, row, now))];
        if (CheckActive(documents.Count(document => document.Enabled)) is { } tooMany)
        {
            return tooMany;
        }

        if (!context.IgnoresWrite)
        {
            foreach (var document in documents)
            {
                store.AddLocation(document.Id).Document.Set(document, context.NowTicks, context.VisibleFromTicks);
            }
        }

        return EmulatedResponse.Transaction(store.NextTransactionId());
    }

    public EmulatedResponse Update(OperationContext context)
    {
        var payload = new Payload(store, "");
        var rows = ReadRows(context, payload);
        List<long> ids = [];
        for (int i = 0; i < rows.Count; i++)
        {
            new LocationChecks(payload, i, isNew: false, context.Options.UseNewerSpecification).Check(rows[i]);
            long id = ReadId(rows[i], i, payload);
            if (ids.Contains(id))
            {
                payload.WrongField(FormattableString.Invariant($"location.{i}.id"), "must be unique");
            }

            ids.Add(id);
        }

        var codes = CodesExcept(ids);
        for (int i = 0; i < rows.Count; i++)
        {
            CheckCode(ReadCode(rows[i]) ?? store.FindLocation(ids[i])?.Document.Current!.Code, i, codes, payload);
        }

        long[] unknown = [.. ids.Where(id => store.FindLocation(id) is null).Distinct()];
        var notFound = unknown.Length > 0 ? ItemChecks.LocationNotFound(422, unknown) : null;
        if ((context.CheckFilters([]) ?? payload.Rejection() ?? notFound) is { } rejection)
        {
            return rejection;
        }

        var now = new DateTimeOffset(context.NowTicks, TimeSpan.Zero);
        Dictionary<StoreLocation, LocationDocument> updated = [];
        foreach (var (row, id) in rows.Zip(ids))
        {
            var location = store.FindLocation(id)!;
            updated[location] = updated.GetValueOrDefault(location, location.Document.Current!).Update(row, now);
        }

        int newlyActive = updated.Sum(pair => (pair.Value.Enabled ? 1 : 0) - (pair.Key.Document.Current!.Enabled ? 1 : 0));
        if (CheckActive(newlyActive) is { } tooMany)
        {
            return tooMany;
        }

        if (!context.IgnoresWrite)
        {
            foreach (var (location, document) in updated)
            {
                location.Document.Set(document, context.NowTicks, context.VisibleFromTicks);
            }
        }

        return EmulatedResponse.Transaction(store.NextTransactionId());
    }

    public EmulatedResponse Delete(OperationContext context)
    {
        if (context.CheckFilters(["location_id:in"]) is { } unknownFilter)
        {
            return unknownFilter;
        }

        if (!context.TryReadIds("location_id:in", out var ids, out var rejection))
        {
            return rejection;
        }

        if (ids is null)
        {
            return EmulatedResponse.Problem(422, "The filter(s): location_id:in are required.");
        }

        long[] unknown = [.. ids.Where(id => store.FindLocation(id) is null).Distinct()];
        if (unknown.Length > 0)
        {
            return ItemChecks.LocationNotFound(404, unknown);
        }

        StoreLocation[] locations = [.. ids.Distinct().Select(id => store.FindLocation(id)!)];
        if (locations.Select(WhyNotDeletable).FirstOrDefault(title => title is not null) is { } title)
        {
            return EmulatedResponse.Problem(422, title);
        }

        if (!context.IgnoresWrite)
        {
            foreach (var location in locations)
            {
                store.DeleteLocation(location, context.NowTicks, context.VisibleFromTicks);
            }
        }

        string transactionId = store.NextTransactionId();
        return context.Options.UseNewerSpecification
            ? EmulatedResponse.Empty(204) with { TransactionId = transactionId }
            : EmulatedResponse.Transaction(transactionId);
    }

    private static string? WhyNotDeletable(StoreLocation location)
    {
        string label = location.Document.Current!.Label;
        return location.Id == DefaultLocationId || location.IsShippingOrigin
            ? $"Location can't be deleted. {label} is set as a shipping origin for this store and can't be deleted."
            : location.OpenOrderCount > 0
                ? FormattableString.Invariant(
                    $"Location with associated orders can't be deleted. {label} is associated with {location.OpenOrderCount} order(s) ")
                    + "and can't be deleted by now."
                : null;
    }

    private static List<JsonObject> ReadRows(OperationContext context, Payload payload)
    {
        List<JsonObject> rows = [];
        if (JsonBody.Parse(context.Body.Span) is not JsonArray array)
        {
            payload.WrongShape("", "error.expected.jsarray");
            return rows;
        }

        for (int i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject row)
            {
                rows.Add(row);
            }
            else
            {
                payload.WrongShape(FormattableString.Invariant($"[{i}]"), "error.expected.jsobject");
            }
        }

        if (array.Count == 0)
        {
            payload.WrongField("", "must not be empty");
        }

        return rows;
    }

    private static long ReadId(JsonObject row, int index, Payload payload)
    {
        if (row["id"] is not JsonValue value)
        {
            payload.WrongShape(index, "id", "error.path.missing");
        }
        else if (value.TryGetValue(out long id))
        {
            return id;
        }
        else
        {
            payload.WrongShape(index, "id", "error.expected.jsnumber");
        }

        return 0;
    }

    /// <summary>The codes of all locations except those that the request updates.</summary>
    private HashSet<string> CodesExcept(List<long> ids) =>
        [.. from location in store.Locations where location.Exists && !ids.Contains(location.Id) select location.Document.Current!.Code];

    private static string? ReadCode(JsonObject row) =>
        row["code"] is JsonValue value && value.TryGetValue(out string? code) ? code : null;

    private static void CheckCode(string? code, int index, HashSet<string> codes, Payload payload)
    {
        if (code is not null && !codes.Add(code))
        {
            payload.WrongField(FormattableString.Invariant($"location.{index}.code"), "must be unique");
        }
    }

    private EmulatedResponse? CheckActive(int added)
    {
        int max = store.Options.MaxActiveLocations;
        return added > 0 && store.Locations.Count(location => location.Document.Current is { Enabled: true }) + added > max
            ? EmulatedResponse.Problem(507, FormattableString.Invariant($"The maximum of {max} active locations is exceeded."))
            : null;
    }

    private bool TryFilter(
        OperationContext context, out List<LocationDocument> locations, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        locations = [];
        if (!context.TryReadIds("location_id:in", out var ids, out rejection)
            || !context.TryReadFlag("managed_by_external_source", out bool? isManaged, out rejection)
            || !context.TryReadFlag("is_active", out bool? isActive, out rejection)
            || !context.TryReadFlag("storefront_visibility", out bool? isVisible, out rejection)
            || !context.TryReadFlag("is_default", out bool? isDefault, out rejection))
        {
            return false;
        }

        string[]? codes = context.Query.List("location_code:in");
        string[]? types = context.Query.List("type_id:in");
        foreach (var location in store.Locations)
        {
            if (location.Document.VisibleAt(context.NowTicks) is { } document
                && ids?.Contains(location.Id) != false
                && codes?.Contains(document.Code) != false
                && types?.Contains(document.TypeId) != false
                && (isManaged ?? document.ManagedByExternalSource) == document.ManagedByExternalSource
                && (isActive ?? document.Enabled) == document.Enabled
                && (isVisible ?? document.StorefrontVisibility) == document.StorefrontVisibility
                && (isDefault is null || isDefault == (location.Id == DefaultLocationId)))
            {
                locations.Add(document);
            }
        }

        return true;
    }
}
