using System.Globalization;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory;

/// <summary>
/// A partial update of a location: a member that is unset keeps its value. <see cref="Location.ToUpdate"/> creates one from a location that
/// was read.
/// </summary>
/// <remarks><inheritdoc cref="LocationCreate" path="/remarks/node()"/></remarks>
public sealed record LocationUpdate : IRequestEntry
{
    /// <summary>The id of the location, 1 or more.</summary>
    public required long Id { get; init => field = FilterValues.Id(value); }

    /// <summary>The merchant's code, unique in the store.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Code { get; init => field = LocationValues.Text(value); }

    /// <summary>The display name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Label { get; init => field = LocationValues.Text(value); }

    /// <summary>A description; an empty string clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Description { get; init => field = LocationValues.ClearableText(value); }

    /// <summary>Whether another system manages this location's stock.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> ManagedByExternalSource { get; init; }

    /// <summary>Physical or virtual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LocationType> TypeId { get; init => field = LocationValues.Type(value); }

    /// <summary>Whether it is active.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> Enabled { get; init; }

    /// <summary>The week's opening hours. All seven days are sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<OperatingHours> OperatingHours { get; init => field = LocationValues.NotNull(value); }

    /// <summary>The IANA time zone of the opening hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> TimeZone { get; init => field = LocationValues.TimeZone(value); }

    /// <summary>The address. A member that is unset inside it keeps its value, too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LocationUpdateAddress> Address { get; init => field = LocationValues.NotNull(value); }

    /// <summary>Whether shoppers see it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> StorefrontVisibility { get; init; }

    /// <summary>Days with special hours. The list replaces the store's; an empty list removes all days.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<SpecialHours>> SpecialHours { get; init => field = LocationValues.Days(value); }

    internal bool ChangesSomething =>
        Code.IsSet || Label.IsSet || Description.IsSet || ManagedByExternalSource.IsSet || TypeId.IsSet || Enabled.IsSet
        || OperatingHours.IsSet || TimeZone.IsSet || Address.IsSet || StorefrontVisibility.IsSet || SpecialHours.IsSet;

    string? IRequestEntry.Subject => string.Create(CultureInfo.InvariantCulture, $"location {Id}");

    string? IRequestEntry.FindFault() => ChangesSomething
        ? null
        : "It changes nothing. Set at least one member besides Id, or remove the update.";
}

/// <summary>A partial update of an address: a member that is unset keeps its value.</summary>
/// <remarks><inheritdoc cref="LocationCreateAddress" path="/remarks/node()"/></remarks>
public sealed record LocationUpdateAddress
{
    /// <summary>Street and number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Address1 { get; init => field = LocationValues.Text(value); }

    /// <summary>Second line; an empty string clears it.</summary>
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

    /// <summary>Contact e-mail address.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Email { get; init => field = LocationValues.Text(value); }

    /// <summary>Telephone number; an empty string clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Phone { get; init => field = LocationValues.ClearableText(value); }

    /// <summary>The coordinates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<GeoCoordinates> GeoCoordinates { get; init => field = LocationValues.NotNull(value); }

    /// <summary>The country, such as <c>US</c>. The API requires it in every update of the address.</summary>
    public required string CountryCode { get; init => field = LocationValues.Country(value); }
}
