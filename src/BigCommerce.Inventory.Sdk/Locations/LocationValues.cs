using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Checks the values of a location to create or update. An unset <see cref="Patch{T}"/> is always valid.</summary>
internal static class LocationValues
{
    public static string Text([NotNull] string? value, [CallerMemberName] string? name = null) =>
        !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException($"{name} must not be blank.", name);

    public static Patch<string> Text(Patch<string> value, [CallerMemberName] string? name = null) =>
        value.IsSet ? Text(value.Value, name) : value;

    /// <summary>A string that may be empty. The API does not document that null clears a string.</summary>
    public static Patch<string> ClearableText(Patch<string> value, [CallerMemberName] string? name = null) =>
        value is { IsSet: true, Value: null }
            ? throw new ArgumentNullException(
                name,
                $"{name} must not be null. Set an empty string to clear it, or leave the member unset to keep its value.")
            : value;

    public static LocationType Type(LocationType value, [CallerMemberName] string? name = null) =>
        value.Value.Length > 0
            ? value
            : throw new ArgumentException($"{name} is unset. Use LocationType.Physical or LocationType.Virtual.", name);

    public static Patch<LocationType> Type(Patch<LocationType> value, [CallerMemberName] string? name = null) =>
        value.IsSet ? Type(value.Value, name) : value;

    public static string TimeZone([NotNull] string? value, [CallerMemberName] string? name = null)
    {
        // No IANA name contains a space, and nearly every Windows name does.
        if (!Text(value, name).Contains(' ', StringComparison.Ordinal))
        {
            return value;
        }

        var example = TimeZoneInfo.TryConvertWindowsIdToIanaId(value, out var iana) ? iana : "America/Chicago";
        throw new ArgumentException($"'{value}' is not the IANA name of a time zone. Use one such as {example}.", name);
    }

    public static Patch<string> TimeZone(Patch<string> value, [CallerMemberName] string? name = null) =>
        value.IsSet ? TimeZone(value.Value, name) : value;

    public static string Country([NotNull] string? value, [CallerMemberName] string? name = null) =>
        IsCountry(Text(value, name))
            ? value
            : throw new ArgumentException($"'{value}' is not a country code. Use two letters such as US.", name);

    public static bool IsCountry([NotNullWhen(true)] string? value) => value is { Length: 2 or 3 } && value.All(char.IsAsciiLetter);

    public static TimeOnly? ToTheMinute(TimeOnly? value, [CallerMemberName] string? name = null) =>
        value is not { } time || time.Ticks % TimeSpan.TicksPerMinute == 0
            ? value
            : throw new ArgumentException(
                $"{name} is {time:HH:mm:ss.FFFFFFF}, but the API stores times to the minute. Remove the seconds.",
                name);

    public static Patch<T> NotNull<T>(Patch<T> value, [CallerMemberName] string? name = null)
        where T : class =>
        value is { IsSet: true, Value: null } ? throw new ArgumentNullException(name) : value;

    /// <summary>A copy of the days, each with a date and a label.</summary>
    public static IReadOnlyList<SpecialHours> Days(IReadOnlyList<SpecialHours>? value, [CallerMemberName] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        SpecialHours[] days = [.. value];
        for (var i = 0; i < days.Length; i++)
        {
            if (days[i] is not { IsWhole: true })
            {
                throw new ArgumentException($"Entry {i} of {name} has no label or no date. Set both, or remove the entry.", name);
            }
        }

        return new ValueArray<SpecialHours>(days);
    }

    public static Patch<IReadOnlyList<SpecialHours>> Days(
        Patch<IReadOnlyList<SpecialHours>> value,
        [CallerMemberName] string? name = null) =>
        value.IsSet ? new(Days(value.Value, name)) : value;
}
