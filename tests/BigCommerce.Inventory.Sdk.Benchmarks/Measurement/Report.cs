using System.Globalization;

namespace BigCommerce.Inventory.Benchmarks.Measurement;

/// <summary>Writes results as Markdown.</summary>
internal static class Report
{
    public static void Write(TextWriter output, string title, IReadOnlyList<Result> results)
    {
        WriteTitle(output, title);
        WriteRow(output, "", "CPU", "CPU ratio", "middle half", "allocated", "ratio");
        WriteRow(output, "---", "---:", "---:", ":---:", "---:", "---:");
        foreach (var result in results)
        {
            var (low, high) = result.CpuRatioQuartiles;
            WriteRow(
                output,
                result.Name,
                Time(result.CpuMicroseconds),
                Ratio(result.CpuRatio),
                $"{Ratio(low)}–{Ratio(high)}",
                Bytes(result.Bytes),
                Ratio(result.BytesRatio));
        }

        output.Flush();
    }

    public static void Write(TextWriter output, IReadOnlyList<Goal> goals)
    {
        WriteTitle(output, "Goals");
        WriteRow(output, "", "at most", "measured", "");
        WriteRow(output, "---", "---:", "---:", "---");
        foreach (var goal in goals)
        {
            WriteRow(output, goal.What, Ratio(goal.AtMost), Ratio(goal.Measured), goal.IsMet ? "met" : "**missed**");
        }
    }

    public static void WriteTitle(TextWriter output, string title)
    {
        output.WriteLine();
        output.WriteLine($"### {title}");
        output.WriteLine();
    }

    public static void WriteRow(TextWriter output, params ReadOnlySpan<string> cells)
    {
        output.Write('|');
        foreach (var cell in cells)
        {
            output.Write($" {cell} |");
        }

        output.WriteLine();
    }

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Time(double microseconds) => microseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{microseconds:0.0} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:0.00} ms");

    public static string Bytes(double bytes) => bytes < 10_240
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:0} KiB");
}
