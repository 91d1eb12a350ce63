using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>Lists, creates, updates and deletes locations.</summary>
internal sealed class LocationOperations(StoreState store)
{
    public const long DefaultLocationId = 1;

    private static readonly string[] Filters =
        ["location_id:in", "location_code:in", "type_id:in", "managed_by_external_source", "is_active", "storefront_visibility", "is_default"];

    public EmulatedAnswer List(OperationContext context)
    {
        var filters = context.Options.NewerForms ? Filters.AsSpan()[..^1] : Filters;
        if (!PageRequest.TryRead(context, filters, context.Options.MaxPageSize, out var page, out var refusal)
            || !TryFilter(context, out var locations, out refusal))
        {
            return refusal;
        }

        byte[] body = store.WriteJson((context, page, locations), static (writer, list) =>
            list.page.Write(writer, list.context, list.locations, list, static (writer, location, list) =>
                (list.context.Options.NewerForms ? location.InNewerForms() : location.Body).WriteTo(writer)));
        return new EmulatedAnswer(200, body, EmulatedAnswer.Json);
    }

    private bool TryFilter(OperationContext context, out List<LocationDocument> locations, [NotNullWhen(false)] out EmulatedAnswer? refusal)
    {
        locations = [];
        if (!context.TryReadIds("location_id:in", out var ids, out refusal)
            || !context.TryReadFlag("managed_by_external_source", out bool? isManaged, out refusal)
            || !context.TryReadFlag("is_active", out bool? isActive, out refusal)
            || !context.TryReadFlag("storefront_visibility", out bool? isVisible, out refusal)
            || !context.TryReadFlag("is_default", out bool? isDefault, out refusal))
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
