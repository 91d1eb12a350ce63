using System.Globalization;
using BigCommerce.Inventory;
using Spectre.Console;

namespace StoreLocations;

/// <summary>The output: results go to standard output, remarks and errors to standard error.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="console">The console for tables; null for one that writes to the output.</param>
internal sealed class Screen(TextWriter output, TextWriter error, IAnsiConsole? console = null)
{
    // On a narrower terminal, a table would break words. A line is then printed instead of each row.
    private const int MinTableWidth = 80;

    private static readonly DayOfWeek[] Week =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday,
        DayOfWeek.Sunday,
    ];

    private readonly IAnsiConsole _console = console
        ?? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    private bool IsNarrow => _console.Profile.Width < MinTableWidth;

    public void Print(string text) => output.WriteLine(text);

    public void Remark(string text) => error.WriteLine(text);

    public void Complain(string text) => error.WriteLine(text);

    public static string Count(int locations) => locations == 1 ? "1 location" : $"{locations} locations";

    public void ShowList(IReadOnlyList<Location> locations)
    {
        var table = new Table().AddColumns("Id", "Code", "Name", "Kind", "City", "Active", "Storefront");
        foreach (var location in locations)
        {
            if (IsNarrow)
            {
                Print($"{location.Code} (id {location.Id}): {location.Label}, {string.Join(", ", Facts(location))}");
                continue;
            }

            table.AddRow(
                location.Id.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(location.Code),
                Markup.Escape(location.Label),
                Markup.Escape(location.TypeId.Value.ToLowerInvariant()),
                Markup.Escape(location.Address?.City ?? ""),
                location.Enabled ? "yes" : "no",
                location.StorefrontVisibility ? "yes" : "no");
        }

        Write(table);
        Print($"{Count(locations.Count)}.");
    }

    public void Show(Location location)
    {
        Print($"{location.Code} (id {location.Id}): {location.Label}");
        Print(location.Address is { } address
            ? $"{address.Address1}, {address.City}, {address.State} {address.Zip}, {address.CountryCode}"
            : "no address");
        Print(string.Join(", ", Facts(location)));
        if (location.OperatingHours is { } hours)
        {
            ShowWeek(hours, location.TimeZone);
        }

        if (location.SpecialHours.Count > 0)
        {
            ShowSpecialDays(location.SpecialHours);
        }
    }

    public void ShowImport(IReadOnlyList<ImportResult> results)
    {
        var table = new Table().AddColumns("Code", "Id", "Result", "Reason");
        foreach (var result in results)
        {
            if (IsNarrow)
            {
                Print($"{result.Code}: {result.Result}{(result.Reason is null ? "" : $", {result.Reason}")}");
                continue;
            }

            table.AddRow(
                Markup.Escape(result.Code),
                result.LocationId?.ToString(CultureInfo.InvariantCulture) ?? "",
                result.Result,
                Markup.Escape(result.Reason ?? ""));
        }

        Write(table);
        Print(string.Join(", ", results.GroupBy(result => result.Result).Select(group => $"{group.Count()} {group.Key}")) + ".");
    }

    /// <summary>The opening hours of a day, a character per hour, including hours after midnight from the day before.</summary>
    internal static string Scale(DayHours day, DayHours dayBefore) => string.Create(24, (day, dayBefore), static (scale, days) =>
    {
        for (var hour = 0; hour < scale.Length; hour++)
        {
            scale[hour] = IsOpenIn(days.day, hour) || IsOpenIn(days.dayBefore, hour + 24) ? '█' : '·';
        }
    });

    private static bool IsOpenIn(DayHours day, int hour)
    {
        if (day is not { Open: true, Opening: { } opening, Closing: { } closing })
        {
            return day.Open && hour < 24;
        }

        var end = closing > opening ? closing.ToTimeSpan() : closing.ToTimeSpan() + TimeSpan.FromHours(24);
        return opening.ToTimeSpan() < TimeSpan.FromHours(hour + 1) && TimeSpan.FromHours(hour) < end;
    }

    private static IEnumerable<string> Facts(Location location)
    {
        yield return location.TypeId.Value.ToLowerInvariant();
        yield return location.Enabled ? "active" : "not active";
        yield return location.StorefrontVisibility ? "on the storefront" : "not on the storefront";
        if (location.ManagedByExternalSource)
        {
            yield return "stock managed by another system";
        }
    }

    private static string Hours(bool open, bool allDay, TimeOnly? opening, TimeOnly? closing) =>
        !open ? "closed"
        : allDay || opening is null || closing is null ? "open all day"
        : string.Create(CultureInfo.InvariantCulture, $"{opening:HH:mm} to {closing:HH:mm}{(closing > opening ? "" : " next day")}");

    private void Write(Table table)
    {
        if (table.Rows.Count > 0)
        {
            _console.Write(table);
        }
    }

    private void ShowWeek(OperatingHours week, string timeZone)
    {
        var table = new Table().AddColumn("Day").AddColumn(new TableColumn($"Open ({Markup.Escape(timeZone)})").NoWrap());
        if (!IsNarrow)
        {
            table.AddColumn(new TableColumn("0     6     12    18    24").NoWrap());
        }

        foreach (var day in Week)
        {
            var hours = week[day];
            string[] cells = [day.ToString(), Hours(hours.Open, allDay: false, hours.Opening, hours.Closing)];
            table.AddRow(IsNarrow ? cells : [.. cells, Scale(hours, week[(DayOfWeek)(((int)day + 6) % 7)])]);
        }

        _console.Write(table);
    }

    private void ShowSpecialDays(IReadOnlyList<SpecialHours> days)
    {
        var table = new Table().AddColumns("Date", "Special day", "Open");
        foreach (var day in days.OrderBy(day => day.Date))
        {
            table.AddRow(
                day.Date.ToString(day.Annual ? "'every' MM-dd" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Markup.Escape(day.Label),
                Hours(day.Open, day.AllDay, day.Opening, day.Closing));
        }

        _console.Write(table);
    }
}
