namespace BigCommerce.Inventory;

/// <summary>A piece of data that an app stores with a location.</summary>
public sealed record Metafield
{
    /// <summary>The metafield's id; 0 if <see cref="MetafieldFilter.IncludeFields"/> left it out.</summary>
    public long Id { get; init; }

    /// <summary>Its name within the namespace; empty if the API gave none.</summary>
    public string Key { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Its value, a string; empty if the API gave none.</summary>
    public string Value { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The namespace in which its key is unique; empty if the API gave none.</summary>
    public string Namespace { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Who may read and write it.</summary>
    public PermissionSet PermissionSet { get; init; }

    /// <summary>A description; null or empty if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The type of the resource that it belongs to: <c>location</c>; null if absent.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The id of the location it belongs to; 0 if absent.</summary>
    public long ResourceId { get; init; }

    /// <summary>When it was created; null if absent or not readable.</summary>
    public DateTimeOffset? DateCreated { get; init; }

    /// <summary>When it was last changed; null if absent or not readable.</summary>
    public DateTimeOffset? DateModified { get; init; }

    /// <summary>The client id of the app that owns it; null if absent.</summary>
    public string? OwnerClientId { get; init; }
}

/// <summary>The API's response for one metafield.</summary>
public sealed record MetafieldResponse
{
    /// <summary>The metafield; never null.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public required Metafield Data { get; init => field = value ?? throw new ArgumentNullException(nameof(Data)); }
}
