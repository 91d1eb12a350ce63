namespace BigCommerce.Inventory;

/// <summary>A piece of data that apps keep with a location.</summary>
public sealed record Metafield
{
    /// <summary>The metafield's id; 0 when the answer was asked to leave it out.</summary>
    public long Id { get; init; }

    /// <summary>Its name within the namespace; empty when the API gave none.</summary>
    public string Key { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Its value, as text; empty when the API gave none.</summary>
    public string Value { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The group that its key is unique in; empty when the API gave none.</summary>
    public string Namespace { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Who may read and write it.</summary>
    public PermissionSet PermissionSet { get; init; }

    /// <summary>A description; null or empty when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>What kind of thing it belongs to: <c>location</c>; null when not given.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The id of the location it belongs to; 0 when not given.</summary>
    public long ResourceId { get; init; }

    /// <summary>When it was created; null when not given or not readable.</summary>
    public DateTimeOffset? DateCreated { get; init; }

    /// <summary>When it was last changed; null when not given or not readable.</summary>
    public DateTimeOffset? DateModified { get; init; }

    /// <summary>The client id of the app that owns it; null when not given.</summary>
    public string? OwnerClientId { get; init; }
}

/// <summary>What the API answers about one metafield.</summary>
public sealed record MetafieldResult
{
    /// <summary>The metafield; never null.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public required Metafield Data { get; init => field = value ?? throw new ArgumentNullException(nameof(Data)); }
}
