using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A location to create. The compiler asks for what the API requires.</summary>
public sealed record LocationCreate
{
    /// <summary>The merchant's own code, by which a created location is found again; null lets the store choose one.</summary>
    public string? Code { get; init; }

    /// <summary>The name people see.</summary>
    public required string Label { get; init; }

    /// <summary>A description; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether another system is the master of this location's data.</summary>
    public required bool ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    public required LocationType TypeId { get; init; }

    /// <summary>Whether it is active; null for the API's default, true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The week's opening hours; null for none.</summary>
    public OperatingHours? OperatingHours { get; init; }

    /// <summary>The IANA time zone of the opening hours, such as <c>America/Chicago</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Where it is.</summary>
    public required LocationCreateAddress Address { get; init; }

    /// <summary>Whether shoppers see it; null for the API's default, true.</summary>
    public bool? StorefrontVisibility { get; init; }

    /// <summary>Days with other hours than usual; null for none.</summary>
    public IReadOnlyList<SpecialHours>? SpecialHours { get; init; }
}

/// <summary>The address of a location to create.</summary>
public sealed record LocationCreateAddress
{
    /// <summary>Street and number.</summary>
    public required string Address1 { get; init; }

    /// <summary>Second line; null for none.</summary>
    public string? Address2 { get; init; }

    /// <summary>City.</summary>
    public required string City { get; init; }

    /// <summary>State or province.</summary>
    public required string State { get; init; }

    /// <summary>Postal code.</summary>
    public required string Zip { get; init; }

    /// <summary>Contact address for e-mail.</summary>
    public required string Email { get; init; }

    /// <summary>Telephone number; null for none.</summary>
    public string? Phone { get; init; }

    /// <summary>Where it lies on the map.</summary>
    public required GeoCoordinates GeoCoordinates { get; init; }

    /// <summary>The country, such as <c>US</c>: the API uses two letters, though its documentation says three.</summary>
    public required string CountryCode { get; init; }
}

/// <summary>A partial update of a location: a member left unset keeps its value. <see cref="Location.ToUpdate"/> builds one from a location that was read.</summary>
public sealed record LocationUpdate
{
    /// <summary>The location to change.</summary>
    public required long Id { get; init; }

    /// <summary>The merchant's own code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Code { get; init; }

    /// <summary>The name people see.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Label { get; init; }

    /// <summary>A description; null clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Description { get; init; }

    /// <summary>Whether another system is the master of this location's data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LocationType> TypeId { get; init; }

    /// <summary>Whether it is active.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> Enabled { get; init; }

    /// <summary>The week's opening hours: all seven days are sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<OperatingHours> OperatingHours { get; init; }

    /// <summary>The IANA time zone of the opening hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> TimeZone { get; init; }

    /// <summary>Where it is. Inside, too, a member left unset keeps its value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LocationUpdateAddress> Address { get; init; }

    /// <summary>Whether shoppers see it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> StorefrontVisibility { get; init; }

    /// <summary>Days with other hours than usual: the whole list; an empty one removes them all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<SpecialHours>> SpecialHours { get; init; }
}

/// <summary>A partial update of an address: a member left unset keeps its value.</summary>
public sealed record LocationUpdateAddress
{
    /// <summary>Street and number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Address1 { get; init; }

    /// <summary>Second line; null clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Address2 { get; init; }

    /// <summary>City.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> City { get; init; }

    /// <summary>State or province.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> State { get; init; }

    /// <summary>Postal code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Zip { get; init; }

    /// <summary>Contact address for e-mail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Email { get; init; }

    /// <summary>Telephone number; null clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Phone { get; init; }

    /// <summary>Where it lies on the map.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<GeoCoordinates> GeoCoordinates { get; init; }

    /// <summary>The country, such as <c>US</c>. The API requires it with every change of the address.</summary>
    public required string CountryCode { get; init; }
}
