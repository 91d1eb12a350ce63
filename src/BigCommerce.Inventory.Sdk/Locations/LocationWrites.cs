using System.Globalization;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A location to create. The compiler asks for what the API requires.</summary>
/// <remarks>The members throw an <see cref="ArgumentException"/> for what the API would refuse: a blank text, a time zone without an IANA name, special hours without a label or date.</remarks>
public sealed record LocationCreate : IRequestEntry
{
    /// <summary>The merchant's own code, unique in the store, by which a created location is found again; null lets the store choose one.</summary>
    public string? Code { get; init => field = value is null ? null : LocationValues.Text(value); }

    /// <summary>The name people see.</summary>
    public required string Label { get; init => field = LocationValues.Text(value); }

    /// <summary>A description, which storefronts may show; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether another system is the master of this location's stock. If so, the control panel does not edit it.</summary>
    public required bool ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    public required LocationType TypeId { get; init => field = LocationValues.Type(value); }

    /// <summary>Whether it is active; null for the API's default, true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The week's opening hours; null for none.</summary>
    public OperatingHours? OperatingHours { get; init; }

    /// <summary>The IANA time zone of the opening hours, such as <c>America/Chicago</c>.</summary>
    public required string TimeZone { get; init => field = LocationValues.TimeZone(value); }

    /// <summary>Where it is. A physical location must have an address; a virtual one may have null.</summary>
    public required LocationCreateAddress? Address { get; init; }

    /// <summary>Whether shoppers see it; null for the API's default, true.</summary>
    public bool? StorefrontVisibility { get; init; }

    /// <summary>Days with other hours than usual; null for none.</summary>
    public IReadOnlyList<SpecialHours>? SpecialHours { get; init => field = value is null ? null : LocationValues.Days(value); }

    string? IRequestEntry.Subject => Code is null ? null : $"the code '{Code}'";

    string? IRequestEntry.FindFault() => TypeId == LocationType.Physical && Address is null
        ? $"The physical location '{Label}' has no address. Give it one, or create a virtual location."
        : null;

    /// <summary>The update that turns a location into this one; null where nothing differs. A member left null here is left alone.</summary>
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
            OperatingHours = OperatingHours is not null && !OperatingHours.Matches(location.OperatingHours) ? OperatingHours : default(Patch<OperatingHours>),
            TimeZone = TimeZone != location.TimeZone ? TimeZone : default(Patch<string>),
            Address = Address is not null && !Address.Matches(location.Address) ? Address.ToUpdate() : default(Patch<LocationUpdateAddress>),
            StorefrontVisibility = Changed(StorefrontVisibility, location.StorefrontVisibility),
            SpecialHours = SpecialHours is not null && !Same(SpecialHours, location.SpecialHours) ? new(SpecialHours) : default(Patch<IReadOnlyList<SpecialHours>>),
        };
        return update.ChangesSomething ? update : null;
    }

    // The store may list the days in another order.
    private static bool Same(IReadOnlyList<SpecialHours> wanted, IReadOnlyList<SpecialHours> current) =>
        wanted.Count == current.Count && wanted.All(day => current.Any(day.Matches));

    private static Patch<bool> Changed(bool? wanted, bool current) => wanted is { } value && value != current ? value : default(Patch<bool>);
}

/// <summary>The address of a location to create.</summary>
/// <remarks>The members throw an <see cref="ArgumentException"/> for a blank text and for a country that is no code.</remarks>
public sealed record LocationCreateAddress
{
    // A tenth of a second of arc, some three metres: the API keeps coordinates with less precision than it takes.
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

    /// <summary>Contact address for e-mail.</summary>
    public required string Email { get; init => field = LocationValues.Text(value); }

    /// <summary>Telephone number; null for none.</summary>
    public string? Phone { get; init; }

    /// <summary>Where it lies on the map.</summary>
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

/// <summary>A partial update of a location: a member left unset keeps its value. <see cref="Location.ToUpdate"/> builds one from a location that was read.</summary>
/// <remarks><inheritdoc cref="LocationCreate" path="/remarks/node()"/></remarks>
public sealed record LocationUpdate : IRequestEntry
{
    /// <summary>The location to change, 1 or more.</summary>
    public required long Id { get; init => field = FilterValues.Id(value); }

    /// <summary>The merchant's own code, unique in the store.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Code { get; init => field = LocationValues.Text(value); }

    /// <summary>The name people see.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Label { get; init => field = LocationValues.Text(value); }

    /// <summary>A description; an empty text clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Description { get; init => field = LocationValues.ClearableText(value); }

    /// <summary>Whether another system is the master of this location's stock.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LocationType> TypeId { get; init => field = LocationValues.Type(value); }

    /// <summary>Whether it is active.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> Enabled { get; init; }

    /// <summary>The week's opening hours: all seven days are sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<OperatingHours> OperatingHours { get; init => field = LocationValues.NotNull(value); }

    /// <summary>The IANA time zone of the opening hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> TimeZone { get; init => field = LocationValues.TimeZone(value); }

    /// <summary>Where it is. Inside, too, a member left unset keeps its value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LocationUpdateAddress> Address { get; init => field = LocationValues.NotNull(value); }

    /// <summary>Whether shoppers see it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> StorefrontVisibility { get; init; }

    /// <summary>Days with other hours than usual: the whole list; an empty one removes them all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<SpecialHours>> SpecialHours { get; init => field = LocationValues.Days(value); }

    internal bool ChangesSomething =>
        Code.IsSet || Label.IsSet || Description.IsSet || ManagedByExternalSource.IsSet || TypeId.IsSet || Enabled.IsSet
        || OperatingHours.IsSet || TimeZone.IsSet || Address.IsSet || StorefrontVisibility.IsSet || SpecialHours.IsSet;

    string? IRequestEntry.Subject => string.Create(CultureInfo.InvariantCulture, $"location {Id}");

    string? IRequestEntry.FindFault() => ChangesSomething ? null : "It changes nothing. Set at least one member besides Id, or leave it out.";
}

/// <summary>A partial update of an address: a member left unset keeps its value.</summary>
/// <remarks><inheritdoc cref="LocationCreateAddress" path="/remarks/node()"/></remarks>
public sealed record LocationUpdateAddress
{
    /// <summary>Street and number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Address1 { get; init => field = LocationValues.Text(value); }

    /// <summary>Second line; an empty text clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Address2 { get; init => field = LocationValues.ClearableText(value); }

    /// <summary>City.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> City { get; init => field = LocationValues.Text(value); }

    /// <summary>State or province.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> State { get; init => field = LocationValues.Text(value); }

    /// <summary>Postal code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Zip { get; init => field = LocationValues.Text(value); }

    /// <summary>Contact address for e-mail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Email { get; init => field = LocationValues.Text(value); }

    /// <summary>Telephone number; an empty text clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Phone { get; init => field = LocationValues.ClearableText(value); }

    /// <summary>Where it lies on the map.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<GeoCoordinates> GeoCoordinates { get; init => field = LocationValues.NotNull(value); }

    /// <summary>The country, such as <c>US</c>. The API requires it with every change of the address.</summary>
    public required string CountryCode { get; init => field = LocationValues.Country(value); }
}
