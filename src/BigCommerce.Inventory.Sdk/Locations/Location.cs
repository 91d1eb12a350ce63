using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A place that holds stock: a shop, a warehouse, or a virtual pool.</summary>
public sealed record Location
{
    // Parameters because generated JSON readers overwrite what is only initialized.

    /// <summary>A location with the API's defaults.</summary>
    /// <param name="enabled">Whether it is active. JSON that lacks the member means true.</param>
    /// <param name="storefrontVisibility">Whether shoppers see it. JSON that lacks the member means true.</param>
    public Location(bool enabled = true, bool storefrontVisibility = true)
    {
        Enabled = enabled;
        StorefrontVisibility = storefrontVisibility;
    }

    /// <summary>The location's id. 1 is the store's first location, which cannot be deleted.</summary>
    public long Id { get; init; }

    /// <summary>The merchant's own code; empty when the API gave none.</summary>
    public string Code { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The name people see; empty when the API gave none.</summary>
    public string Label { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>A description; null or empty when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether another system is the master of this location's stock. If so, the control panel does not edit it.</summary>
    public bool ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    public LocationType TypeId { get; init; }

    /// <summary>Whether the location is active; true when the API does not say. Stock at a disabled location cannot be changed.</summary>
    public bool Enabled { get; init; }

    /// <summary>The week's opening hours; null when none are set.</summary>
    public OperatingHours? OperatingHours { get; init; }

    /// <summary>The IANA time zone of the opening hours, such as <c>America/Chicago</c>; empty when the API gave none.</summary>
    public string TimeZone { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>When it was created; null when not given or not readable.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null when not given or not readable.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Where it is; null when not given (virtual locations).</summary>
    public LocationAddress? Address { get; init; }

    /// <summary>Whether shoppers see it; true when the API does not say.</summary>
    public bool StorefrontVisibility { get; init; }

    /// <summary>Days with other hours than usual; empty when there are none.</summary>
    public IReadOnlyList<SpecialHours> SpecialHours { get; init => field = ValueList.Copy(value); } = ValueList<SpecialHours>.Empty;

    /// <summary>An update that would write this location back as it was read. Change members with <c>with</c>, or set those to leave alone to <c>default</c>.</summary>
    /// <returns>
    /// An update with every member set that the API gave a usable value for; the address only where its country is known,
    /// because the API requires that, and the special hours only where all of them have a label and a date.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The id is below 1: the location was not read from a store.</exception>
    public LocationUpdate ToUpdate() => new()
    {
        Id = Id,
        Code = Given(Code),
        Label = Given(Label),
        Description = Description is null ? default : new Patch<string>(Description),
        ManagedByExternalSource = ManagedByExternalSource,
        TypeId = TypeId.Value.Length == 0 ? default : new Patch<LocationType>(TypeId),
        Enabled = Enabled,
        OperatingHours = OperatingHours is null ? default : new Patch<OperatingHours>(OperatingHours),
        TimeZone = TimeZone.Contains(' ', StringComparison.Ordinal) ? default : Given(TimeZone),
        Address = Address?.ToUpdate() is { } address ? new Patch<LocationUpdateAddress>(address) : default,
        StorefrontVisibility = StorefrontVisibility,
        SpecialHours = SpecialHours.All(day => day.IsWhole) ? new Patch<IReadOnlyList<SpecialHours>>(SpecialHours) : default,
    };

    internal static Patch<string> Given(string? value) => string.IsNullOrWhiteSpace(value) ? default : new Patch<string>(value);
}

/// <summary>A location's address, as the API reads it back. Members that are not set are null.</summary>
public sealed record LocationAddress
{
    /// <summary>Street and number.</summary>
    public string? Address1 { get; init; }

    /// <summary>Second line.</summary>
    public string? Address2 { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>State or province.</summary>
    public string? State { get; init; }

    /// <summary>Postal code.</summary>
    public string? Zip { get; init; }

    /// <summary>Contact address for e-mail.</summary>
    public string? Email { get; init; }

    /// <summary>Telephone number.</summary>
    public string? Phone { get; init; }

    /// <summary>Where it lies on the map; null, too, where the API's values are incomplete or out of range.</summary>
    public GeoCoordinates? GeoCoordinates { get; init; }

    /// <summary>The country, such as <c>US</c> (the API uses two letters, though its documentation says three).</summary>
    public string? CountryCode { get; init; }

    internal LocationUpdateAddress? ToUpdate() => !LocationValues.IsCountry(CountryCode) ? null : new LocationUpdateAddress
    {
        CountryCode = CountryCode,
        Address1 = Location.Given(Address1),
        Address2 = Address2 is null ? default : new Patch<string>(Address2),
        City = Location.Given(City),
        State = Location.Given(State),
        Zip = Location.Given(Zip),
        Email = Location.Given(Email),
        Phone = Phone is null ? default : new Patch<string>(Phone),
        GeoCoordinates = GeoCoordinates is null ? default : new Patch<GeoCoordinates>(GeoCoordinates),
    };
}

/// <summary>A point on the map.</summary>
public sealed record GeoCoordinates
{
    /// <summary>A point on the map.</summary>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range or not a number.</exception>
    public GeoCoordinates(double latitude, double longitude)
    {
        Latitude = latitude is >= -90 and <= 90 ? latitude : throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Latitude runs from -90 to 90 degrees.");
        Longitude = longitude is >= -180 and <= 180 ? longitude : throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Longitude runs from -180 to 180 degrees.");
    }

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }
}
