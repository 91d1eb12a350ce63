using System.Globalization;
using BigCommerce.Inventory.Generator.Tests.Harness;

namespace BigCommerce.Inventory.Generator.Tests;

/// <summary>What the generated methods send, the same in every culture.</summary>
public sealed class RequestTests
{
    private const string Api = """
        using System.Runtime.Serialization;
        using System.Text.Json.Serialization;

        public interface IApi
        {
            const string Key = "shop.options";

            [Get("/items")]
            Task<Item> ListAsync(Filter? filter = null, [Property(Key)] Options? options = null, CancellationToken token = default);

            [Get("/locations/{locationId}/items/{sku}")]
            Task<Item> GetAsync(long locationId, string sku, Paged? filter = null);

            [Get("/locations/{LOCATIONID}/{location_id}x{LOCATIONID}")]
            Task<Item> AliasAsync(int locationId, [AliasAs("location_id")] long other);

            [Post("/items")]
            Task<Item> CreateAsync([Body] IReadOnlyList<Item> uri, CancellationToken message = default);

            [Put("/items/{class}")]
            Task<Item> UpdateAsync(long @class, [Query] Paged event1, [Body] Item @event, [Property("a")] int number, [Property("b")] int? nothing);

            [Delete("/items")]
            Task DeleteAsync([Body] long[] ids);

            [Delete("/items/all")]
            Task DeleteAllAsync(Paged filter);
        }

        public sealed record Item(string Sku, long Quantity);

        public sealed record Options(string Name);

        public sealed record Filter
        {
            [AliasAs("sku:in"), Query(CollectionFormat.Csv)]
            public IReadOnlyList<string>? Skus { get; init; }

            [AliasAs("variant_id:in")]
            public IReadOnlyList<long>? VariantIds { get; init; }

            [AliasAs("number:in"), Query]
            public IReadOnlyList<int>? Numbers { get; init; }

            [AliasAs("type_id:in")]
            public IReadOnlyList<Kind>? Kinds { get; init; }

            [AliasAs("type_id")]
            public Kind? Kind { get; init; }

            [AliasAs("is_active")]
            public bool? IsActive { get; init; }

            [AliasAs("date_created:min")]
            public DateTimeOffset? CreatedFrom { get; init; }

            [AliasAs("day")]
            public DateOnly? Day { get; init; }

            [AliasAs("name")]
            public string? Name { get; init; }

            [AliasAs("id")]
            public long? Id { get; init; }

            public int? Page { get; init; }

            [JsonIgnore]
            public object? Ignored => Page;

            [IgnoreDataMember]
            public object? IgnoredToo => Page;

            public static int Shared => 1;

            internal int Hidden => 2;

            public int WriteOnly { set { } }
        }

        public record Base
        {
            [AliasAs("base")]
            public int Number { get; init; } = -1;

            [AliasAs("shadowed")]
            public virtual bool Flag => false;
        }

        public sealed record Paged : Base
        {
            [AliasAs("limit")]
            public long Limit { get; init; } = 50;

            [AliasAs("flag")]
            public override bool Flag => true;

            [Obsolete("Still sent.")]
            public string @string { get; init; } = "";
        }

        public readonly struct Kind(string? value) : IFormattable
        {
            public override string? ToString() => value;

            public string ToString(string? format, IFormatProvider? provider) => value!;
        }
        """;

    private static readonly (string Call, string Verb, string Url, string? Body)[] Cases =
    [
        ("api.ListAsync()", "GET", "/items", null),
        ("api.ListAsync(new Filter())", "GET", "/items", null),
        ("api.ListAsync(new Filter { Skus = [\"a\", \"b\"] })", "GET", "/items?sku%3Ain=a%2Cb", null),
        ("api.ListAsync(new Filter { Skus = [\"a b&c=d+é,/:?#%\\\"'~!*()\"] })", "GET", "/items?sku%3Ain=a%20b%26c%3Dd%2B%C3%A9%2C%2F%3A%3F%23%25%22%27~%21%2A%28%29", null),
        ("api.ListAsync(new Filter { Skus = [] })", "GET", "/items?sku%3Ain=", null),
        ("api.ListAsync(new Filter { Skus = [\"a\", null!, \"\", \"b\"] })", "GET", "/items?sku%3Ain=a%2C%2C%2Cb", null),
        ("api.ListAsync(new Filter { VariantIds = [1, -2, long.MaxValue] })", "GET", "/items?variant_id%3Ain=1%2C-2%2C9223372036854775807", null),
        ("api.ListAsync(new Filter { Numbers = [] })", "GET", "/items?number%3Ain=", null),
        ("api.ListAsync(new Filter { Numbers = [int.MinValue, 1000] })", "GET", "/items?number%3Ain=-2147483648%2C1000", null),
        ("api.ListAsync(new Filter { Kinds = [new(\"PHYSICAL\"), new(\"a/b\"), default] })", "GET", "/items?type_id%3Ain=PHYSICAL%2Ca%2Fb%2C", null),
        ("api.ListAsync(new Filter { Kind = new Kind(\"I i\") })", "GET", "/items?type_id=I%20i", null),
        ("api.ListAsync(new Filter { Kind = default(Kind) })", "GET", "/items", null),
        ("api.ListAsync(new Filter { IsActive = true })", "GET", "/items?is_active=true", null),
        ("api.ListAsync(new Filter { IsActive = false, Page = 1234567 })", "GET", "/items?is_active=false&Page=1234567", null),
        ("api.ListAsync(new Filter { CreatedFrom = new(2024, 5, 14, 1, 2, 3, 999, TimeSpan.FromHours(2)) })", "GET", "/items?date_created%3Amin=2024-05-13T23%3A02%3A03", null),
        ("api.ListAsync(new Filter { Day = new(2024, 5, 4) })", "GET", "/items?day=2024-05-04", null),
        ("api.ListAsync(new Filter { Name = \"\", Id = -5 })", "GET", "/items?name=&id=-5", null),
        ("api.ListAsync(new Filter { Page = 2, Skus = [\"a\"], Id = 0 })", "GET", "/items?sku%3Ain=a&id=0&Page=2", null),
        ("api.GetAsync(-5, \"a/b ç\")", "GET", "/locations/-5/items/a%2Fb%20%C3%A7", null),
        ("api.GetAsync(1, \"...\", new Paged { Limit = 7 })", "GET", "/locations/1/items/...?limit=7&flag=true&string=&base=-1", null),
        ("api.AliasAsync(1, 2)", "GET", "/locations/1/2x1", null),
        ("api.CreateAsync([new Item(\"a\", 1), new Item(\"b\", 2)])", "POST", "/items", "[{\"sku\":\"a\",\"quantity\":1},{\"sku\":\"b\",\"quantity\":2}]"),
        ("api.UpdateAsync(1, new Paged(), new Item(\"a\", 1), 3, null)", "PUT", "/items/1?limit=50&flag=true&string=&base=-1", "{\"sku\":\"a\",\"quantity\":1}"),
        ("api.DeleteAsync([2, 3])", "DELETE", "/items", "[2,3]"),
        ("api.DeleteAllAsync(new Paged())", "DELETE", "/items/all?limit=50&flag=true&string=&base=-1", null),
    ];

    private const string SimpleCall = "api.ListAsync()";
    private const string LateBaseAddress = "((Func<Task<Item>>)(() => { client.BaseAddress = new(\"https://late.example.com/v3\"); return api.ListAsync(); }))()";
    private const string LongAddress = "api.ListAsync(new Filter { Skus = [new('a', 700), \"b\"], VariantIds = [.. Enumerable.Range(1, 2000)] })";
    private const string WithOptions = "api.ListAsync(options: new Options(\"mine\"))";
    private const string WithNull = "api.UpdateAsync(1, new Paged(), new Item(\"a\", 1), 3, null)";
    private const string WithNumber = "api.UpdateAsync(1, new Paged(), new Item(\"a\", 1), 0, 4)";
    private const string EmptySegment = "api.GetAsync(1, \"\")";
    private const string DotSegment = "api.GetAsync(1, \".\")";
    private const string ParentSegment = "api.GetAsync(1, \"..\")";
    private const string NullSegment = "api.GetAsync(1, null!)";
    private const string NullBody = "api.CreateAsync(null!)";

    private static readonly GeneratedApi Generated = new(
        Api,
        [.. Cases.Select(c => c.Call), LateBaseAddress, LongAddress, WithOptions, WithNumber, EmptySegment, DotSegment, ParentSegment, NullSegment, NullBody]);

    private static readonly string[] Cultures = ["", "de-DE", "tr-TR"];

    public static TheoryData<string, string> CasesInEachCulture() => new(from culture in Cultures from c in Cases select (culture, c.Call));

    [Theory]
    [MemberData(nameof(CasesInEachCulture))]
    public async Task A_call_sends_exactly_this(string culture, string call)
    {
        var expected = Cases.Single(c => c.Call == call);
        var handler = new StubHandler();
        using var client = handler.CreateClient();

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        await Generated.CallAsync(call, client);

        Assert.Equal(expected.Verb, handler.Request!.Method.Method);
        Assert.Equal($"https://api.example.com/stores/abc/v3{expected.Url}", handler.Request.RequestUri!.AbsoluteUri);
        Assert.Equal(expected.Body, handler.Body);
        Assert.Equal(expected.Body is null ? null : "application/json; charset=utf-8", handler.ContentType);
    }

    [Theory]
    [InlineData("https://api.example.com/stores/abc/v3/", "https://api.example.com/stores/abc/v3/items")]
    [InlineData("https://api.example.com", "https://api.example.com/items")]
    [InlineData("http://127.0.0.1:5000//", "http://127.0.0.1:5000/items")]
    [InlineData("https://api.example.com/a%20b?x=1#y", "https://api.example.com/a%20b/items")]
    public async Task Paths_begin_below_the_base_address(string baseAddress, string expected)
    {
        var handler = new StubHandler();
        using var client = handler.CreateClient(baseAddress);

        await Generated.CallAsync(SimpleCall, client);

        Assert.Equal(expected, handler.Request!.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Without_a_base_address_the_call_says_so()
    {
        using var client = new HttpClient(new StubHandler());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Generated.CallAsync(SimpleCall, client));

        Assert.Equal("The HttpClient needs a BaseAddress.", exception.Message);
    }

    [Fact]
    public async Task The_base_address_may_be_set_after_the_implementation_is_made()
    {
        var handler = new StubHandler();
        using var client = new HttpClient(handler);

        await Generated.CallAsync(LateBaseAddress, client);

        Assert.Equal("https://late.example.com/v3/items", handler.Request!.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task An_address_longer_than_the_stack_buffer_is_whole()
    {
        var handler = new StubHandler();
        using var client = handler.CreateClient();

        await Generated.CallAsync(LongAddress, client);

        Assert.Equal(
            $"https://api.example.com/stores/abc/v3/items?sku%3Ain={new string('a', 700)}%2Cb&variant_id%3Ain={string.Join("%2C", Enumerable.Range(1, 2000))}",
            handler.Request!.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData(SimpleCall, "")]
    [InlineData(WithOptions, "shop.options=Options { Name = mine }")]
    [InlineData(WithNull, "a=3")]
    [InlineData(WithNumber, "a=0;b=4")]
    public async Task Properties_reach_the_handlers_and_null_ones_are_left_out(string call, string expected)
    {
        var handler = new StubHandler();
        using var client = handler.CreateClient();

        await Generated.CallAsync(call, client);

        Assert.Equal(expected, string.Join(';', handler.Request!.Options.Select(option => $"{option.Key}={option.Value}")));
    }

    [Theory]
    [InlineData(EmptySegment, "The value cannot be an empty string. (Parameter 'value')")]
    [InlineData(DotSegment, "'.' cannot be a segment of a path. (Parameter 'value')")]
    [InlineData(ParentSegment, "'..' cannot be a segment of a path. (Parameter 'value')")]
    [InlineData(NullSegment, "Value cannot be null. (Parameter 'value')")]
    public async Task Text_that_would_address_another_resource_is_not_sent(string call, string message)
    {
        var handler = new StubHandler();
        using var client = handler.CreateClient();

        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(() => Generated.CallAsync(call, client));

        Assert.Equal(message, exception.Message);
        Assert.Null(handler.Request);
    }

    [Fact]
    public async Task A_null_body_is_not_sent()
    {
        var handler = new StubHandler();
        using var client = handler.CreateClient();

        var exception = await Assert.ThrowsAsync<ArgumentNullException>(() => Generated.CallAsync(NullBody, client));

        Assert.Equal("uri", exception.ParamName);
        Assert.Null(handler.Request);
    }
}
