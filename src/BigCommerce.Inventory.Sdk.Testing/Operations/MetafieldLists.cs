using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Lists the metafields of one location or of all locations, by page number or by cursor.</summary>
internal sealed class MetafieldLists(StoreState store)
{
    /// <summary>The maximum page size of metafields.</summary>
    private const int MaxPageSize = 250;

    private static readonly string[] Fields =
    [
        "resource_id", "key", "value", "namespace", "permission_set", "resource_type", "description", "owner_client_id",
        "date_created", "date_modified",
    ];

    private static readonly string[] DateFilters = ["date_created:min", "date_created:max", "date_modified:min", "date_modified:max"];

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss"];

    private static readonly string[] Cursors = ["before", "after"];

    private static readonly string[] Filters =
        ["key", "key:in", "namespace", "namespace:in", "direction", "include_fields", .. DateFilters, .. Cursors];

    public EmulatedResponse List(OperationContext context)
    {
        bool isOneLocation = context.Route.Operation == EmulatorOperation.ListLocationMetafields;
        if (isOneLocation && store.FindLocation(context.Route.LocationId) is null)
        {
            return EmulatedResponse.JsonProblem(
                404, FormattableString.Invariant($"Location not found, identities: [{context.Route.LocationId}]"));
        }

        if (!PageRequest.TryRead(context, Filters, MaxPageSize, out var page, out var rejection)
            || !TryReadDirection(context, out bool descending, out rejection)
            || !TryReadFields(context, out string[]? only, out rejection)
            || !TryFilter(context, isOneLocation, out var all, out rejection))
        {
            return rejection;
        }

        if (descending)
        {
            all.Reverse();
        }

        if (!TryReadCursor(context, out string? cursor, out long cursorId, out rejection))
        {
            return rejection;
        }

        int start = cursor switch
        {
            null => page.Offset,
            "after" => Position(all, cursorId, descending, include: true),
            _ => Math.Max(0, Position(all, cursorId, descending, include: false) - page.Limit),
        };
        int end = cursor == "before"
            ? Position(all, cursorId, descending, include: false)
            : (int)Math.Min(all.Count, (long)start + page.Limit);
        byte[] body = store.WriteJson(
            (context, page: cursor is null ? page : page with { Number = 1 }, all, start, end, only),
            static (writer, list) => Write(writer, list.context, list.page, list.all, list.start, list.end, list.only));
        return new EmulatedResponse(200, body, EmulatedResponse.Json);
    }

    private static void Write(
        Utf8JsonWriter writer, OperationContext context, PageRequest page, List<StoredMetafield> all, int start, int end, string[]? only)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data"u8);
        for (int i = start; i < end; i++)
        {
            MetafieldOperations.Write(writer, all[i], context.Options.UseNewerSpecification, only);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("meta"u8);
        page.WritePagination(writer, context, all.Count, Math.Max(0, end - start));
        if (!context.Options.UseNewerSpecification)
        {
            WriteCursorPagination(writer, context, page, all, start, end);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCursorPagination(
        Utf8JsonWriter writer, OperationContext context, PageRequest page, List<StoredMetafield> all, int start, int end)
    {
        string? startCursor = start < end ? Cursor(all[start].Id) : null;
        string? endCursor = start < end ? Cursor(all[end - 1].Id) : null;
        string Link(string cursor) =>
            string.Create(CultureInfo.InvariantCulture, $"?{context.Query.WithoutPage()}limit={page.Limit}{cursor}");
        writer.WriteStartObject("cursor_pagination"u8);
        writer.WriteNumber("count"u8, Math.Max(0, end - start));
        writer.WriteNumber("per_page"u8, page.Limit);
        if (startCursor is not null)
        {
            writer.WriteString("start_cursor"u8, startCursor);
            writer.WriteString("end_cursor"u8, endCursor);
        }

        writer.WriteStartObject("links"u8);
        if (startCursor is not null && start > 0)
        {
            writer.WriteString("previous"u8, Link("&before=" + Uri.EscapeDataString(startCursor)));
        }

        writer.WriteString("current"u8, Link(""));
        if (endCursor is not null && end < all.Count)
        {
            writer.WriteString("next"u8, Link("&after=" + Uri.EscapeDataString(endCursor)));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Cursor(long id) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(FormattableString.Invariant($"id:{id}")));

    /// <summary>The number of metafields before a cursor; with <paramref name="include"/>, the one at the cursor is counted too.</summary>
    private static int Position(List<StoredMetafield> all, long cursorId, bool descending, bool include) =>
        all.Count(metafield => metafield.Id == cursorId ? include : metafield.Id < cursorId != descending);

    private static bool TryReadCursor(
        OperationContext context, out string? name, out long id, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        string[] given = [.. Cursors.Where(cursor => context.Query[cursor] is not null)];
        (name, id, rejection) = (null, 0, null);
        if (given.Length == 0)
        {
            return true;
        }

        if (given.Length == 2)
        {
            rejection = EmulatedResponse.JsonProblem(422, "The before and after parameters cannot be used together.");
            return false;
        }

        name = given[0];
        string text = context.Query[name]!;
        Span<byte> bytes = stackalloc byte[64];
        if (Convert.TryFromBase64String(text, bytes, out int length)
            && Encoding.ASCII.GetString(bytes[..length]) is ['i', 'd', ':', .. var digits]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            return true;
        }

        rejection = OperationContext.InvalidFilter(name, text);
        return false;
    }

    private static bool TryReadDirection(
        OperationContext context, out bool descending, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        string direction = context.Query["direction"] ?? "asc";
        descending = direction == "desc";
        rejection = descending || direction == "asc" ? null : OperationContext.InvalidFilter("direction", direction);
        return rejection is null;
    }

    private static bool TryReadFields(OperationContext context, out string[]? only, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        only = context.Query.List("include_fields");
        rejection = only?.FirstOrDefault(field => field != "id" && !Fields.Contains(field)) is { } unknown
            ? OperationContext.InvalidFilter("include_fields", unknown)
            : null;
        return rejection is null;
    }

    private bool TryFilter(
        OperationContext context,
        bool isOneLocation,
        out List<StoredMetafield> metafields,
        [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        metafields = [];
        rejection = null;
        var limits = new DateTimeOffset?[DateFilters.Length];
        for (int i = 0; i < DateFilters.Length; i++)
        {
            if (context.Query[DateFilters[i]] is not { } text)
            {
                continue;
            }

            if (!DateTimeOffset.TryParseExact(
                text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var limit))
            {
                rejection = OperationContext.InvalidFilter(DateFilters[i], text);
                return false;
            }

            limits[i] = limit;
        }

        string? key = context.Query["key"];
        string? ns = context.Query["namespace"];
        string[]? keys = context.Query.List("key:in");
        string[]? namespaces = context.Query.List("namespace:in");
        metafields =
        [
            .. from metafield in store.Metafields
               where (!isOneLocation || metafield.LocationId == context.Route.LocationId)
                   && metafield.IsReadableBy(store.ClientId)
                   && (key ?? metafield.Key) == metafield.Key
                   && (ns ?? metafield.Namespace) == metafield.Namespace
                   && keys?.Contains(metafield.Key) != false
                   && namespaces?.Contains(metafield.Namespace) != false
                   && !(metafield.Created < limits[0]) && !(metafield.Created > limits[1])
                   && !(metafield.Modified < limits[2]) && !(metafield.Modified > limits[3])
               select metafield,
        ];
        return true;
    }
}
