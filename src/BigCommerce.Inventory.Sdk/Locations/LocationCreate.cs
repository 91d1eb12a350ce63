using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>A location to create. Members that the API requires are <c>required</c>.</summary>
/// <remarks>
/// The members throw an <see cref="ArgumentException"/> for values that the API refuses: a blank string, a time zone that is not an IANA
/// name, special hours without a label or date.
/// </remarks>
public sealed record LocationCreate : IRequestEntry
{
    /// <summary>
    /// The merchant's code, unique in the store. A created location is found by its code; null lets the store choose one.
    /// </summary>
    public string? Code { get; init => field = value is null ? null : LocationValues.Text(value); }

    /// <summary>The display name.</summary>
    public required string Label { get; init => field = LocationValues.Text(value); }

    /// <summary>A description, which storefronts can show; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether another system manages this location's stock. If so, the control panel does not edit it.</summary>
    public required bool ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    public required LocationType TypeId { get; init => field = LocationValues.Type(value); }

    /// <summary>Whether it is active; null for the API's default, true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The week's opening hours; null for none.</summary>
    public OperatingHours? OperatingHours { get; init; }

    /// <summary>The IANA time zone of the opening hours, such as <c>America/Chicago</c>.</summary>
    public required string TimeZone { get; init => field = LocationValues.TimeZone(value); }

    /// <summary>The address. Required for a physical location; null is allowed for a virtual one.</summary>
    public required LocationCreateAddress? Address { get; init; }

    /// <summary>Whether shoppers see it; null for the API's default, true.</summary>
    public bool? StorefrontVisibility { get; init; }

    /// <summary>Days with special hours; null for none.</summary>
    public IReadOnlyList<SpecialHours>? SpecialHours { get; init => field = value is null ? null : LocationValues.Days(value); }

    string? IRequestEntry.Subject => Code is null ? null : $"the code '{Code}'";

    string? IRequestEntry.FindFault() => TypeId == LocationType.Physical && Address is null
        ? $"The physical location '{Label}' has no address. Set one, or create a virtual location."
        : null;

    /// <summary>
    /// The update that gives a location these values; null if nothing differs. A member that is null here keeps the location's value.
    /// </summary>
    internal LocationUpdate? ChangesTo(Location location)
    {
        var update = new LocationUpdate
        {
            Id = location.Id,
            Label = Label != location.Label ? Label : default(Patch<string>),
            Description = Description is not null && Description != location.Description ? Description : default(Patch<string>),
            ManagedByExternalSource = Changed(ManagedByExternalSource, location.ManagedByExternalSource),
            TypeId = TypeId != location.TypeId ? TypeId : default(Patch<LocationType>),
            Enabled = Changed(Enabled, location.Enabled),
            OperatingHours = OperatingHours is not null && !OperatingHours.Matches(location.OperatingHours)
                ? OperatingHours
                : default(Patch<OperatingHours>),
            TimeZone = TimeZone != location.TimeZone ? TimeZone : default(Patch<string>),
            Address = Address is not null && !Address.Matches(location.Address)
                ? Address.ToUpdate()
                : default(Patch<LocationUpdateAddress>),
            StorefrontVisibility = Changed(StorefrontVisibility, location.StorefrontVisibility),
            SpecialHours = SpecialHours is not null && !Same(SpecialHours, location.SpecialHours)
                ? new(SpecialHours)
                : default(Patch<IReadOnlyList<SpecialHours>>),
        };
        return update.ChangesSomething ? update : null;
    }

    // The store may return the days in another order.
    private static bool Same(IReadOnlyList<SpecialHours> wanted, IReadOnlyList<SpecialHours> current) =>
        wanted.Count == current.Count && wanted.All(day => current.Any(day.Matches));

    private static Patch<bool> Changed(bool? wanted, bool current) =>
        wanted is { } value && value != current ? value : default(Patch<bool>);
}

/// <summary>The address of a location to create.</summary>
/// <remarks>The members throw an <see cref="ArgumentException"/> for a blank string and for an invalid country code.</remarks>
public sealed record LocationCreateAddress
{
    // About three metres: the API stores coordinates with less precision than it accepts.
    private const double SamePlace = 0.00003;

    /// <summary>Street and number.</summary>
    public required string Address1 { get; init => field = LocationValues.Text(value); }

    /// <summary>Second line; null for none.</summary>
    public string? Address2 { get; init; }

    /// <summary>City.</summary>
    public required string City { get; init => field = LocationValues.Text(value); }

    /// <summary>State or province.</summary>
    public required string State { get; init => field = LocationValues.Text(value); }

    /// <summary>Postal code.</summary>
    public required string Zip { get; init => field = LocationValues.Text(value); }

    /// <summary>Contact e-mail address.</summary>
    public required string Email { get; init => field = LocationValues.Text(value); }

    /// <summary>Telephone number; null for none.</summary>
    public string? Phone { get; init; }

    /// <summary>The coordinates.</summary>
    public required GeoCoordinates GeoCoordinates { get; init => field = value ?? throw new ArgumentNullException(nameof(GeoCoordinates)); }

    /// <summary>The country, such as <c>US</c>: the API uses two letters, though its documentation says three.</summary>
    public required string CountryCode { get; init => field = LocationValues.Country(value); }

    internal bool Matches(LocationAddress? other) =>
        other is { GeoCoordinates: { } place }
        && Address1 == other.Address1
        && (Address2 is null || Address2 == other.Address2)
        && City == other.City
        && State == other.State
        && Zip == other.Zip
        && Email == other.Email
        && (Phone is null || Phone == other.Phone)
        && Math.Abs(GeoCoordinates.Latitude - place.Latitude) < SamePlace
        && Math.Abs(GeoCoordinates.Longitude - place.Longitude) < SamePlace
        && string.Equals(CountryCode, other.CountryCode, StringComparison.OrdinalIgnoreCase);

    internal LocationUpdateAddress ToUpdate() => new()
    {
        CountryCode = CountryCode,
        Address1 = Address1,
        Address2 = Address2 is null ? default : new Patch<string>(Address2),
        City = City,
        State = State,
        Zip = Zip,
        Email = Email,
        Phone = Phone is null ? default : new Patch<string>(Phone),
        GeoCoordinates = GeoCoordinates,
    };
}
