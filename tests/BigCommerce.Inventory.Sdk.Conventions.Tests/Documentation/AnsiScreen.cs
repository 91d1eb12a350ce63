using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>What a terminal shows after a program's output: the control sequences that Spectre.Console uses are executed.</summary>
internal sealed partial class AnsiScreen : IAnsiConsoleOutput, IDisposable
{
    private static readonly string[] OwnColours =
    [
        "#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4",
        "#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#f0f6fc",
    ];

    private readonly StringWriter _output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    public TextWriter Writer => _output;

    public bool IsTerminal => true;

    public int Width => 120;

    public int Height => 60;

    public void Dispose() => _output.Dispose();

    public void SetEncoding(Encoding encoding)
    {
    }

    /// <summary>The lines without empty ones at the end: parts with their colour, null for the default.</summary>
    public List<List<(string Text, string? Colour)>> Lines()
    {
        var rows = new List<List<(char Character, string? Colour)>> { new() };
        var (row, column, colour) = (0, 0, (string?)null);
        foreach (Match token in Token().Matches(_output.ToString()))
        {
            if (token.Groups["command"] is { Success: true } command)
            {
                var argument = token.Groups["arguments"].Value;
                switch (command.Value)
                {
                    case "A":
                        row -= argument.Length == 0 ? 1 : int.Parse(argument, CultureInfo.InvariantCulture);
                        break;
                    case "K":
                        rows[row].Clear();
                        break;
                    case "m":
                        colour = ColourOf(argument, colour);
                        break;
                    case "h" or "l":
                        // Shows or hides the cursor.
                        break;
                    default:
                        throw new InvalidOperationException($"Unknown control sequence: {token.Value[1..]}");
                }
            }
            else if (token.Value is "\r")
            {
                column = 0;
            }
            else if (token.Value is "\n")
            {
                column = 0;
                if (++row == rows.Count)
                {
                    rows.Add([]);
                }
            }
            else
            {
                while (rows[row].Count <= column)
                {
                    rows[row].Add((' ', null));
                }

                rows[row][column++] = (token.Value[0], colour);
            }
        }

        var lines = rows.ConvertAll(Parts);
        return lines[..(lines.FindLastIndex(line => line.Any(part => !string.IsNullOrWhiteSpace(part.Text))) + 1)];
    }

    private static List<(string Text, string? Colour)> Parts(List<(char Character, string? Colour)> row)
    {
        var parts = new List<(string Text, string? Colour)>();
        foreach (var (character, colour) in row)
        {
            if (parts.Count > 0 && parts[^1].Colour == colour)
            {
                parts[^1] = (parts[^1].Text + character, colour);
            }
            else
            {
                parts.Add(($"{character}", colour));
            }
        }

        return parts;
    }

    private static string? ColourOf(string argument, string? current)
    {
        var codes = argument.Split(';');
        return codes switch
        {
            [.., "38", "2", var red, var green, var blue] => $"rgb({red},{green},{blue})",
            [.., "38", "5", var index] => Rgb(byte.Parse(index, CultureInfo.InvariantCulture)),
            ["" or "0" or "39"] => null,
            _ => current,
        };
    }

    private static string Rgb(byte index)
    {
        // The first 16 colours are the terminal's own: these are readable on the dark background.
        if (index < OwnColours.Length)
        {
            return OwnColours[index];
        }

        var colour = Color.FromInt32(index);
        return FormattableString.Invariant($"rgb({colour.R},{colour.G},{colour.B})");
    }

    [GeneratedRegex("\u001b\\[\\??(?<arguments>[0-9;]*)(?<command>[A-Za-z])|.|\n", RegexOptions.Singleline)]
    private static partial Regex Token();
}
