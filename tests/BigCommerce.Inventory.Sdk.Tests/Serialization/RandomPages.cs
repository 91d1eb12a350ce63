using System.Text;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>Random pages of items, with usual and unusual values.</summary>
internal sealed class RandomPages(Random random)
{
    private static readonly string[] Texts =
    [
        "\"\"",
        "\"RE-130\"",
        "\"BC-1\"",
        "\"BC-2\"",
        "\"Köln\"",
        "\"K\\u00f6ln\"",
        "\"倉庫 📦\"",
        "\"\\ud83d\\udce6\"",
        "\"a\\/b \\\"c\\\" \\\\\"",
        "\"\\n\\t\\b\\f\\r\"",
        "null",
        "\"a text that is longer than a vector register or two, and has no end in sight\"",
    ];

    private static readonly string[] OddTexts =
    [
        "12", "-1.5e3", "true", "false", "[]", "{}", "[1,\"a\"]", "{\"a\":{}}", "\"\\u00zz\"", "\"\\ud800\"", "\"\\x\"", "\"\u0001\"",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-7", "42", "2147483647", "-2147483648", "2147483648", "-9223372036854775807", "9223372036854775807", "null",
    ];

    private static readonly string[] OddNumbers =
        [
            "\"12\"", "\" 12 \"", "\"\"", "12.0", "1.5", "1e2", "01", "-", "-9223372036854775808", "9223372036854775808",
            "123456789012345678901234", "true", "[]", "{}", "\"abc\"", "1_000"];

    private static readonly string[] Flags = ["true", "false", "null"];

    private static readonly string[] OddFlags = ["1", "0", "\"true\"", "\"False\"", "\"\"", "tru", "[]", "\"yes\"", "truefalse"];

    private static readonly string[] Unknown =
    [
        "1", "-0.5e-3", "null", "true", "\"x\\\"y\"", "[]", "{}", "[[{\"a\":[1,2,{}]}],\"]\"]", "{\"data\":[{\"settings\":{}}]}",
        "\"\\u0041\"",
    ];

    private static readonly string[] Spaces = [" ", "\n", "\r\n  ", "\t"];

    private bool _isOdd;

    private bool _isSpaced;

    public byte[] Items() => Page(() => Object(
        ("identity", Identity),
        ("locations", () => Array(() => Object(
            ("location_id", Number),
            ("location_code", Text),
            ("location_name", Text),
            ("available_to_sell", Number),
            ("total_inventory_onhand", Number),
            ("qty_backordered", Number),
            ("location_enabled", Flag),
            ("settings", Settings))))));

    public byte[] LocationItems() => Page(() => Object(
        ("identity", Identity),
        ("available_to_sell", Number),
        ("total_inventory_onhand", Number),
        ("qty_backordered", Number),
        ("settings", Settings)));

    /// <summary>Changes, removes, doubles or adds a few bytes.</summary>
    public byte[] Damage(byte[] json)
    {
        var bytes = json.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, "{}[],:\"\\ -0e.tfn\n/"u8[random.Next(18)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 20))));
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 20)));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 1);
                    break;
            }
        }

        return [.. bytes];
    }

    private byte[] Page(Func<string> entry)
    {
        // Most pages have only usual values; in the others one in ten is unusual.
        _isOdd = random.Next(4) == 0;
        _isSpaced = random.Next(4) == 0;
        return Encoding.UTF8.GetBytes(Object(
            ("data", () => Array(entry)),
            (
                "meta",
                () => Pick(
                    [
                        Object(
                            (
                                "pagination",
                                () => Object(
                                    ("total", Number),
                                    ("total_pages", Number),
                                    ("links", () => Pick(["[]", "{}", "{\"next\":\"?page=2\"}"]))))),
                        "{}",
                        "[]",
                        "null"]))));
    }

    private string Identity() =>
        Odd(["[]", "null", "7", "\"x\""]) ?? Object(("sku", Text), ("variant_id", Number), ("product_id", Number), ("sku_id", Number));

    private string Settings() => Odd(["[]", "null", "7", "\"x\"", "[{}]"]) ?? Object(
        ("safety_stock", Number),
        ("is_in_stock", Flag),
        ("warning_level", Number),
        ("bin_picking_number", Text),
        ("backorder_limit", Number),
        (
            "backorder_message",
            () => Pick(["null", "[]", "{\"id\":\"5\",\"name\":7}", "{\"id\":5,\"is_default\":true,\"created_at\":\"2026-03-01\"}"])));

    private string Number() => Odd(OddNumbers) ?? Pick(Numbers);

    private string Text() => Odd(OddTexts) ?? Pick(Texts);

    private string Flag() => Odd(OddFlags) ?? Pick(Flags);

    private string? Odd(string[] values) => _isOdd && random.Next(10) == 0 ? Pick(values) : null;

    private string Array(Func<string> element)
    {
        var elements = Enumerable.Range(0, random.Next(4)).Select(_ => Odd(["null", "[]", "{}", "3"]) ?? element()).ToArray();
        return $"[{Space()}{string.Join($"{Space()},{Space()}", elements)}{Space()}]";
    }

    private string Object(params (string Name, Func<string> Value)[] members)
    {
        var written = members.Where(_ => random.Next(8) > 0).Select(member => Member(member.Name, member.Value())).ToList();
        if (random.Next(6) == 0)
        {
            written.Insert(
                random.Next(written.Count + 1),
                Member(Pick(["new", "Data", "sku ", "location", "settings_2", ""]), Pick(Unknown)));
        }

        if (random.Next(12) == 0)
        {
            var (name, value) = members[random.Next(members.Length)];
            written.Add(Member(name, value()));
        }

        if (random.Next(6) == 0)
        {
            written = [.. written.Shuffle(random)];
        }

        return $"{{{Space()}{string.Join($"{Space()},{Space()}", written)}{Space()}}}";
    }

    private string Member(string name, string value) =>
        $"\"{(_isOdd && name.Length > 0 && random.Next(30) == 0 ? $"\\u{(int)name[0]:x4}{name[1..]}" : name)}\"{Space()}:{Space()}{value}";

    private string Space() => _isSpaced && random.Next(3) == 0 ? Pick(Spaces) : string.Empty;

    private string Pick(string[] values) => values[random.Next(values.Length)];
}

file static class RandomOrder
{
    public static IEnumerable<T> Shuffle<T>(this IEnumerable<T> values, Random random)
    {
        var copy = values.ToArray();
        random.Shuffle(copy);
        return copy;
    }
}
