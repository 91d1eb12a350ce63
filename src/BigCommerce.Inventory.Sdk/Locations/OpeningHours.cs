using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace BigCommerce.Inventory;

/// <summary>A location's opening hours over the week, in its own time zone.</summary>
/// <remarks>
/// Whether the API merges or replaces a week that lacks days is not documented, so a write always sends all seven:
/// a day that was never set is sent as closed. Use <c>with</c> to change some days of hours that were read.
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

    /// <summary>Whether a store that has <paramref name="current"/> needs no change to have these.</summary>
    internal bool Matches(OperatingHours? current) =>
        current is not null && Enum.GetValues<DayOfWeek>().All(day => this[day].Matches(current[day]));
}

/// <summary>One day's hours. The API keeps times even for a closed day, so they survive reading and writing back.</summary>
/// <remarks>The times throw an <see cref="ArgumentException"/> for seconds and parts of them, which the API does not keep.</remarks>
public sealed record DayHours
{
    /// <summary>A closed day.</summary>
    public static DayHours Closed { get; } = new();

    /// <summary>Whether the location opens on that day.</summary>
    public bool Open { get; init; }

    /// <summary>When it opens, to the minute; null when not given.</summary>
    public TimeOnly? Opening { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>When it closes, to the minute; null when not given.</summary>
    public TimeOnly? Closing { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>An open day.</summary>
    /// <param name="opening">When it opens, to the minute.</param>
    /// <param name="closing">When it closes, to the minute. Not after <paramref name="opening"/> means past midnight.</param>
    /// <exception cref="ArgumentException">A time has seconds or parts of them.</exception>
    public static DayHours From(TimeOnly opening, TimeOnly closing) => new() { Open = true, Opening = opening, Closing = closing };

    // A time that is not given is the store's to choose.
    internal bool Matches(DayHours current) =>
        Open == current.Open && (Opening is null || Opening == current.Opening) && (Closing is null || Closing == current.Closing);
}

/// <summary>A day that differs from the week's hours, such as a holiday.</summary>
/// <remarks><inheritdoc cref="DayHours" path="/remarks/node()"/> A label and a date are asked for where a location is created or changed.</remarks>
public sealed record SpecialHours
{
    /// <summary>A day that differs from the week's hours.</summary>
    public SpecialHours()
    {
    }

    // For JSON too: a day that was read may lack what a day that is written must have.

    /// <summary>A day that differs from the week's hours.</summary>
    /// <param name="label">What the day is called.</param>
    /// <param name="date">The day.</param>
    /// <param name="open">Whether the location opens on it.</param>
    [JsonConstructor, SetsRequiredMembers]
    public SpecialHours(string label, DateOnly date, bool open)
    {
        Label = label;
        Date = date;
        Open = open;
    }

    /// <summary>What the day is called; empty when the API gave nothing.</summary>
    public required string Label { get; init => field = value ?? string.Empty; }

    /// <summary>The day; the default when the API gave none that can be read.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Whether the location opens on it.</summary>
    public required bool Open { get; init; }

    /// <summary>When it opens, to the minute; null when not given, which the API takes as 00:00.</summary>
    public TimeOnly? Opening { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>When it closes, to the minute; null when not given, which the API takes as 00:00.</summary>
    public TimeOnly? Closing { get; init => field = LocationValues.ToTheMinute(value); }

    /// <summary>Whether <see cref="Open"/> holds for the whole day.</summary>
    public bool AllDay { get; init; }

    /// <summary>Whether the day comes back every year.</summary>
    public bool Annual { get; init; }

    internal bool Matches(SpecialHours current) =>
        this with { Opening = Opening ?? default(TimeOnly), Closing = Closing ?? default(TimeOnly) }
        == current with { Opening = current.Opening ?? default(TimeOnly), Closing = current.Closing ?? default(TimeOnly) };

    internal bool IsWhole => !string.IsNullOrWhiteSpace(Label) && Date != default;
}
