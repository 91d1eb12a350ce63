using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>The tables of the pages are complete and correct.</summary>
public partial class TableTests
{
    [Fact]
    public void OptionsTable_Always_ListsEverySettingWithItsDefault()
    {
        var listed = new Dictionary<string, string>();
        foreach (var row in MarkdownSnippets.Rows("docs/configuration.md", "key", "default", "meaning"))
        {
            var names = Code().Matches(row[0]).Select(name => name.Groups[1].Value).ToArray();
            var defaults = row[1].Split(", ");
            var prefix = names[0][..(names[0].LastIndexOf(':') + 1)];
            for (var i = 0; i < names.Length; i++)
            {
                listed.Add(i == 0 ? names[0] : prefix + names[i], defaults[names.Length == defaults.Length ? i : 0].Trim('`'));
            }
        }

        Assert.Equal(
            Settings(new BigCommerceInventoryOptions(), "").Order(),
            listed.Select(setting => $"{setting.Key} = {setting.Value}").Order());
    }

    [Fact]
    public void ExceptionsTable_Always_ListsEveryException() => Assert.Equal(
        typeof(BigCommerceException).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(BigCommerceException)))
            .Select(type => type.Name.Split('`')[0])
            .Distinct()
            .Order(),
        MarkdownSnippets.Rows("docs/errors.md", "exception", "when", "what to do").Select(row => row[0].Trim('`')).Order());

    [Fact]
    public void InstrumentsTable_Always_ListsEveryInstrument()
    {
        RuntimeHelpers.RunClassConstructor(typeof(Telemetry).TypeHandle);

        Assert.Equal(
            typeof(Telemetry)
                .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
                .Select(field => field.GetValue(null))
                .OfType<Instrument>()
                .Select(instrument => instrument.Name)
                .Order(),
            MarkdownSnippets.Rows("docs/telemetry.md", "instrument", "what it counts", "tags").Select(row => row[0].Trim('`')).Order());
    }

    [Fact]
    public void LogTable_Always_ListsEveryEventWithItsLevel()
    {
        var events = typeof(Log)
            .GetMethods()
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToDictionary(message => message.EventId, message => message.Level);
        var rows = MarkdownSnippets.Rows("docs/telemetry.md", "id", "level", "event")
            .Select(row => (Ids: row[0].Split(", ").Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToArray(), Levels: row[1]))
            .ToArray();

        Assert.Equal(events.Keys.Order(), rows.SelectMany(row => row.Ids));
        Assert.All(rows, row => Assert.Equal(string.Join(", ", row.Ids.Select(id => events[id]).Distinct()), row.Levels));
    }

    private static IEnumerable<string> Settings(object options, string prefix) => options.GetType().GetProperties().Where(property => property.SetMethod?.IsPublic == true).SelectMany(property =>
        property.PropertyType.Namespace == typeof(BigCommerceInventoryOptions).Namespace
            ? Settings(property.GetValue(options)!, $"{prefix}{property.Name}:")
            : [$"{prefix}{property.Name} = {Default(property.GetValue(options))}"]);

    private static string Default(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        TimeSpan time => time.ToString(time.Milliseconds == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.f", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
