using System.Text;
using BigCommerce.Inventory.Fuzz;
using BigCommerce.Inventory.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace BigCommerce.Inventory.Tests.Serialization;

/// <summary>The item page reader reads any page as System.Text.Json does, and the API's usual pages without it.</summary>
public class ItemPagePropertyTests
{
    private static readonly string[] UsualTexts =
    [
        "null", "\"\"", "\"BC-1\"", "\"BC-2\"", "\"Köln\"", "\"K\\u00f6ln\"", "\"a\\/b \\\"c\\\"\"", "\"倉庫 📦\"",
    ];

    private static readonly string[] UnusualTexts =
    [
        "12", "-1.5e3", "true", "[]", "{}", "[1,\"a\"]", "\"\\u00zz\"", "\"\\ud800\"", "\"\\udce6\\ud83d\"", "\"\\x\"", "\"\u0001\"", "\"",
    ];

    private static readonly string[] UsualNumbers =
    [
        "null", "0", "-0", "-7", "42", "2147483648", "-9223372036854775807", "9223372036854775807",
    ];

    private static readonly string[] UnusualNumbers =
    [
        "\"12\"", "\" 12 \"", "\"\"", "12.0", "1.5", "1e2", "01", "-", "-9223372036854775808", "9223372036854775808", "1_000",
        "123456789012345678901234", "true", "[]", "{}",
    ];

    private static readonly string[] UsualFlags = ["true", "false", "null"];

    private static readonly string[] UnusualFlags = ["1", "0", "\"true\"", "\"\"", "tru", "[]", "truefalse"];

    private static readonly string[] UnknownValues =
    [
        "1", "-0.5e-3", "null", "\"x\\\"y\"", "[[{\"a\":[1,2,{}]}],\"]\"]", "{\"data\":[{\"settings\":{}}]}",
    ];

    [Fact]
    public void TryRead_AnyPage_MatchesTheSerializer() =>
        PropertyTest.Run(Pages(isUsual: false), page => Compare(page.ToString()), cases: 5_000);

    [Fact]
    public void TryRead_UsualPage_NeedsNoSerializer() => PropertyTest.Run(
        Pages(isUsual: true),
        page =>
        {
            var json = Encoding.UTF8.GetBytes(page.ToString());

            Assert.NotNull(ItemPageReader.TryRead(typeof(Page<InventoryItem>), json));
            FuzzTarget.Named("pages").Run(json);
        },
        cases: 2_000);

    [Fact]
    public void TryRead_AnyTextAndNumber_MatchesTheSerializer() => PropertyTest.Run(
        (NonNull<string> text, bool isEscaped, DoNotSize<long> number, byte digits) =>
        {
            var characters = isEscaped ? string.Concat(text.Item.Select(character => $"\\u{(int)character:x4}")) : text.Item;
            Compare($$"""
                {"data":[{"identity":{"sku":"{{characters}}"},"locations":[{"location_code":"{{characters}}",
                "location_name":"{{characters}}","available_to_sell":{{number.Item}},"total_inventory_onhand":{{number.Item}},
                "qty_backordered":{{new string('9', digits % 24)}}}]}]}
                """);
        },
        cases: 1_000);

    [Fact]
    public void TryRead_NestedUnknownValue_MatchesTheSerializer() => PropertyTest.Run(
        (byte depth, bool isArray) =>
        {
            var levels = 1 + (depth % 80);
            var value = isArray
                ? new string('[', levels) + new string(']', levels)
                : string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "0" + new string('}', levels);
            Compare($"{{\"new\":{value},\"data\":[{{\"new\":{value},\"locations\":[{{\"settings\":{{\"new\":{value}}}}}]}}]}}");
        },
        cases: 300);

    private static void Compare(string json) => FuzzTarget.Named("pages").Run(Encoding.UTF8.GetBytes(json));

    private static Gen<Json> OneOf(params string[] texts) => Gen.Elements(texts).Select(text => (Json)new Raw(text));

    private static Arbitrary<Json> Pages(bool isUsual)
    {
        Gen<Json> Mostly(Gen<Json> usual, Gen<Json> unusual) => isUsual ? usual : Gen.Frequency((20, usual), (1, unusual));
        Gen<Json> Value(string[] usual, string[] unusual) =>
            Mostly(OneOf(usual), OneOf(unusual));

        var text = Value(UsualTexts, UnusualTexts);
        var number = Value(UsualNumbers, UnusualNumbers);
        var flag = Value(UsualFlags, UnusualFlags);
        Gen<Json> Nested(Gen<Json> value) => Gen.Frequency((20, value), (1, OneOf("[]", "null", "7", "\"x\"", "[{}]")));
        Gen<Json> List(Gen<Json> element) =>
            from elements in Mostly(element, OneOf("null", "[]", "3")).ArrayOf().Resize(3)
            select (Json)new List(elements);

        Gen<Json> Object(params (string Name, Gen<Json> Value)[] members) =>
            from chosen in Gen.Frequency(
                (3, Gen.Constant(members.ToList())),
                (1, Gen.SubListOf(members)),
                (1, Gen.Shuffle(members).Select(shuffled => shuffled.ToList())))
            from repeated in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Constant(1)))
            from unknown in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
            from name in Gen.Elements("new", "Data", "sku ", "location", "settings_2", "")
            from written in Gen.CollectToArray(
                chosen.Concat(members.Take(repeated)).Concat(Enumerable.Repeat((name, OneOf(UnknownValues)), unknown)),
                member => member.Item2.Select(value => new Member(member.Item1, value)))
            from escaped in isUsual ? Gen.Constant(30) : Gen.Choose(0, 30)
            select (Json)new Members([.. written.Select(
                (member, index) => index == escaped && member.Name.Length > 0
                    ? member with { Name = $"\\u{(int)member.Name[0]:x4}{member.Name[1..]}" }
                    : member)]);

        var settings = Nested(Object(
            ("safety_stock", number),
            ("is_in_stock", flag),
            ("warning_level", number),
            ("bin_picking_number", text),
            ("backorder_limit", number),
            (
                "backorder_message",
                OneOf("null", "[]", "{\"id\":\"5\",\"name\":7}", "{\"id\":5,\"is_default\":true,\"created_at\":\"2026-03-01\"}"))));
        var location = Object(
            ("location_id", number),
            ("location_code", text),
            ("location_name", text),
            ("available_to_sell", number),
            ("total_inventory_onhand", number),
            ("qty_backordered", number),
            ("location_enabled", flag),
            ("settings", settings));
        var item = Object(
            ("identity", Nested(Object(("sku", text), ("variant_id", number), ("product_id", number), ("sku_id", number)))),
            ("locations", List(location)),
            ("available_to_sell", number),
            ("settings", settings));
        var page = Object(
            ("data", List(item)),
            ("meta", OneOf("null", "[]", "{}", "{\"pagination\":{\"total\":3,\"total_pages\":1,\"links\":[]}}")));
        var spaced =
            from json in page
            from space in Gen.Elements("", "", " ", "\n\t", "\r\n ")
            select json with { Space = space };
        return Arb.From(spaced, static json => json.Shrink());
    }

    /// <summary>JSON, or text that resembles it, as a tree that can be shrunk.</summary>
    private abstract record Json
    {
        /// <summary>White space between all tokens.</summary>
        public string Space { get; init; } = "";

        public abstract IEnumerable<Json> Shrink();

        public sealed override string ToString() => Write(Space);

        public abstract string Write(string space);
    }

    private sealed record Raw(string Text) : Json
    {
        public override IEnumerable<Json> Shrink() => [];

        public override string Write(string space) => Text;
    }

    private sealed record List(Json[] Elements) : Json
    {
        public override IEnumerable<Json> Shrink() =>
            Elements.SelectMany((element, i) => element.Shrink()
                .Select(smaller => this with { Elements = [.. Elements[..i], smaller, .. Elements[(i + 1)..]] })
                .Prepend(this with { Elements = [.. Elements[..i], .. Elements[(i + 1)..]] }));

        public override string Write(string space) =>
            $"[{space}{string.Join($"{space},{space}", Elements.Select(element => element.Write(space)))}{space}]";
    }

    private sealed record Member(string Name, Json Value);

    private sealed record Members(Member[] All) : Json
    {
        public override IEnumerable<Json> Shrink() =>
            All.SelectMany((member, i) => member.Value.Shrink()
                .Select(smaller => this with { All = [.. All[..i], member with { Value = smaller }, .. All[(i + 1)..]] })
                .Prepend(this with { All = [.. All[..i], .. All[(i + 1)..]] }));

        public override string Write(string space)
        {
            var members = All.Select(member => $"\"{member.Name}\"{space}:{space}{member.Value.Write(space)}");
            return $"{{{space}{string.Join($"{space},{space}", members)}{space}}}";
        }
    }
}
