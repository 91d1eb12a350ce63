using System.Globalization;
using System.Text;

namespace BigCommerce.Inventory.Fuzz;

/// <summary>
/// A file with one input on each line. Bytes that are not printable ASCII, backslashes, and blanks at the ends are written as
/// <c>\xHH</c>, so that the files can be reviewed.
/// </summary>
internal static class Corpus
{
    public static IEnumerable<byte[]> Read(string file) => File.ReadLines(file).Select(Decode);

    /// <summary>Writes each input once, the shortest first.</summary>
    public static void Write(string file, IEnumerable<byte[]> inputs) => File.WriteAllText(
        file,
        string.Concat(inputs.Where(static input => input.Length > 0)
            .Select(Encode)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static line => line.Length)
            .ThenBy(static line => line, StringComparer.Ordinal)
            .Select(static line => line + "\n")));

    private static string Encode(byte[] input)
    {
        var line = new StringBuilder();
        for (var i = 0; i < input.Length; i++)
        {
            var isPlain = input[i] is > (byte)' ' and < 0x7F and not (byte)'\\' || (input[i] == ' ' && i > 0 && i < input.Length - 1);
            line.Append(isPlain ? ((char)input[i]).ToString() : $"\\x{input[i]:X2}");
        }

        return line.ToString();
    }

    private static byte[] Decode(string line)
    {
        var input = new List<byte>();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                input.Add(byte.Parse(line.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 3;
            }
            else
            {
                input.Add((byte)line[i]);
            }
        }

        return [.. input];
    }
}
