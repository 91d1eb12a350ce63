using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A location's opening hours in a week, in the location's time zone.</summary>
/// <remarks>
/// The API does not document whether a week with missing days is merged or replaced, so a write always sends all seven days.
/// A day that was never set is sent as closed. Use <c>with</c> to change some days of hours that were read.
/// </remarks>
public sealed record OperatingHours
{
    /// <summary>Sunday's hours.</summary>
    public DayHours Sunday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>Monday's hours.</summary>
    public DayHours Monday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>Tuesday's hours.</summary>
    public DayHours Tuesday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>Wednesday's hours.</summary>
    public DayHours Wednesday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>Thursday's hours.</summary>
    public DayHours Thursday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>Friday's hours.</summary>
    public DayHours Friday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>Saturday's hours.</summary>
    public DayHours Saturday { get; init => field = value ?? DayHours.Closed; } = DayHours.Closed;

    /// <summary>The same hours every day.</summary>
    /// <param name="hours">A day's hours.</param>
    public static OperatingHours EveryDay(DayHours hours) => new()
    {
        Sunday = hours,
        Monday = hours,
        Tuesday = hours,
        Wednesday = hours,
        Thursday = hours,
        Friday = hours,
        Saturday = hours,
    };

    /// <summary>The same hours from Monday to Friday, closed at the weekend.</summary>
    /// <param name="hours">A day's hours.</param>
    public static OperatingHours Weekdays(DayHours hours) =>
        EveryDay(hours) with { Sunday = DayHours.Closed, Saturday = DayHours.Closed };

    /// <summary>The hours of one day.</summary>
    /// <param name="day">The day.</param>
    [JsonIgnore]
    public DayHours this[DayOfWeek day] => day switch
    {
        DayOfWeek.Sunday => Sunday,
        DayOfWeek.Monday => Monday,
        DayOfWeek.Tuesday => Tuesday,
        DayOfWeek.Wednesday => Wednesday,
        DayOfWeek.Thursday => Thursday,
        DayOfWeek.Friday => Friday,
        DayOfWeek.Saturday => Saturday,
        _ => throw new ArgumentOutOfRangeException(nameof(day)),
    };

    /// <summary>Whether a location with the hours <paramref name="current"/> needs no update.</summary>
    internal bool Matches(OperatingHours? current) =>
        current is not null && Enum.GetValues<DayOfWeek>().All(day => this[day].Matches(current[day]));
}

/// <summary>One day's hours. The API stores times for a closed day, too, so they are preserved when a location is written back.</summary>
/// <remarks>The times throw an <see cref="ArgumentException"/> for seconds and fractions of them, which the API does not store.</remarks>
public sealed record DayHours
{
    /// <summary>A closed day.</summary>
    public static DayHours Closed { get; } = new();

    /// <summary>Whether the location opens on that day.</summary>
    public bool Open { get; init; }

    /// <summary>When it opens, to the minute; null if absent.</summary>
    public TimeOnly? Opening { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>When it closes, to the minute; null if absent.</summary>
    public TimeOnly? Closing { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>An open day.</summary>
    /// <param name="opening">When it opens, to the minute.</param>
    /// <param name="closing">When it closes, to the minute. A time that is not after <paramref name="opening"/> is on the next day.</param>
    /// <exception cref="ArgumentException">A time has seconds or fractions of them.</exception>
    public static DayHours From(TimeOnly opening, TimeOnly closing) => new() { Open = true, Opening = opening, Closing = closing };

    // A time that is null may have any value in the store.
    internal bool Matches(DayHours current) =>
        Open == current.Open && (Opening is null || Opening == current.Opening) && (Closing is null || Closing == current.Closing);
}

/// <summary>A day that differs from the week's hours, such as a holiday.</summary>
/// <remarks><inheritdoc cref="DayHours" path="/remarks/node()"/> A label and a date are required to create or update a location.</remarks>
public sealed record SpecialHours
{
    /// <summary>A day that differs from the week's hours.</summary>
    public SpecialHours()
    {
    }

    // JSON readers use it, too: a day that was read can lack members that are required for a write.

    /// <summary>A day that differs from the week's hours.</summary>
    /// <param name="label">The name of the day.</param>
    /// <param name="date">The date.</param>
    /// <param name="open">Whether the location opens on it.</param>
    [JsonConstructor, SetsRequiredMembers]
    public SpecialHours(string label, DateOnly date, bool open)
    {
        Label = label;
        Date = date;
        Open = open;
    }

    /// <summary>The day's name; empty if the API gave none.</summary>
    public required string Label { get; init => field = value ?? string.Empty; }

    /// <summary>The date; the type's default if the API gave none or it is not readable.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Whether the location opens on it.</summary>
    public required bool Open { get; init; }

    /// <summary>When it opens, to the minute; null if absent, which the API stores as 00:00.</summary>
    public TimeOnly? Opening { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>When it closes, to the minute; null if absent, which the API stores as 00:00.</summary>
    public TimeOnly? Closing { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>Whether <see cref="Open"/> applies to the whole day.</summary>
    public bool AllDay { get; init; }

    /// <summary>Whether the day is repeated every year.</summary>
    public bool Annual { get; init; }

    internal bool Matches(SpecialHours current) =>
        this with { Opening = Opening ?? default(TimeOnly), Closing = Closing ?? default(TimeOnly) }
        == current with { Opening = current.Opening ?? default(TimeOnly), Closing = current.Closing ?? default(TimeOnly) };

    internal bool IsWhole => !string.IsNullOrWhiteSpace(Label) && Date != default;
}
