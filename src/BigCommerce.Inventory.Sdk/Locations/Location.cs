using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A location that holds stock: a shop, a warehouse, or a virtual pool.</summary>
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

    /// <summary>The merchant's code; empty if the API gave none.</summary>
    public string Code { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The display name; empty if the API gave none.</summary>
    public string Label { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>A description; null or empty if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether another system manages this location's stock. If so, the control panel does not edit it.</summary>
    public bool ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    public LocationType TypeId { get; init; }

    /// <summary>Whether the location is active; true if the API does not tell. Stock at a disabled location cannot be changed.</summary>
    public bool Enabled { get; init; }

    /// <summary>The week's opening hours; null if none are set.</summary>
    public OperatingHours? OperatingHours { get; init; }

    /// <summary>The IANA time zone of the opening hours, such as <c>America/Chicago</c>; empty if the API gave none.</summary>
    public string TimeZone { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>When it was created; null if absent or not readable.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null if absent or not readable.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The address; null if absent (virtual locations).</summary>
    public LocationAddress? Address { get; init; }

    /// <summary>Whether shoppers see it; true if the API does not tell.</summary>
    public bool StorefrontVisibility { get; init; }

    /// <summary>Days with special hours; empty if there are none.</summary>
    public IReadOnlyList<SpecialHours> SpecialHours { get; init => field = ValueList.Copy(value); } = ValueList<SpecialHours>.Empty;

    /// <summary>
    /// An update that writes this location back as it was read. Change members with <c>with</c>; set a member to <c>default</c> to keep the
    /// store's value.
    /// </summary>
    /// <returns>
    /// An update in which every member is set that the API gave a usable value for. The address is set only if its country is known,
    /// which the API requires, and the special hours only if all of them have a label and a date.
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

/// <summary>A location's address, as it was read. Members that are not set are null.</summary>
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

    /// <summary>Contact e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Telephone number.</summary>
    public string? Phone { get; init; }

    /// <summary>The coordinates; null if absent, incomplete or out of range.</summary>
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

/// <summary>Geographic coordinates.</summary>
public sealed record GeoCoordinates
{
    /// <summary>Creates coordinates.</summary>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range or not a number.</exception>
    public GeoCoordinates(double latitude, double longitude)
    {
        Latitude = latitude is >= -90 and <= 90
            ? latitude
            : throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "The latitude must be -90 to 90 degrees.");
        Longitude = longitude is >= -180 and <= 180
            ? longitude
            : throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "The longitude must be -180 to 180 degrees.");
    }

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }
}
