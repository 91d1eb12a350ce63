using BigCommerce.Inventory.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BigCommerce.Inventory.Generator.Tests;

/// <summary>What the generator refuses: which error, where, and what it tells the author to do.</summary>
public sealed class DiagnosticTests
{
    private const string Types = """

        public sealed record Item(string Sku);

        public sealed record Filter { public int? Page { get; init; } }

        public sealed record Page<T>(T[] Data);

        public enum Level { Low }

        public readonly struct Plain;
        """;

    // [| and |] enclose the text under which the error stands.
    private static readonly (string Id, string Source, string Message)[] Cases =
    [
        ("BCI001", Interface("""Task<Item> [|ListAsync|]();"""),
            "Method 'ListAsync' has no [Get], [Post], [Put] or [Delete]; add one, or move the method out of 'IApi', for instance to an extension method"),

        ("BCI002", Interface("""[Get("/a"), Delete("/a")] Task [|BothAsync|]();"""),
            "Method 'BothAsync' has more than one of [Get], [Post], [Put] and [Delete]; keep one and declare a method for each other request"),

        ("BCI003", Interface("int [|Count|] { get; }"),
            "'Count' is a property, and only methods without a body can be requests; remove it from 'IApi'"),
        ("BCI003", Interface("int [|this|][int index] { get; }"),
            "'this[]' is an indexer, and only methods without a body can be requests; remove it from 'IApi'"),
        ("BCI003", Interface("event Action [|Changed|];"),
            "'Changed' is an event, and only methods without a body can be requests; remove it from 'IApi'"),
        ("BCI003", Interface("static abstract Task [|MakeAsync|]();"),
            "'MakeAsync' is a static member, and only methods without a body can be requests; remove it from 'IApi'"),
        ("BCI003", Interface("""[Get("/b")] Task [|DefaultAsync|]() => Task.CompletedTask;"""),
            "'DefaultAsync' is a method with a body, and only methods without a body can be requests; remove it from 'IApi'"),

        ("BCI004", Interface("""[Get("/a")] Task<T> [|ReadAsync|]<T>() where T : class;"""),
            "'ReadAsync' has type parameters; declare it once for each concrete type"),
        ("BCI004", "public interface [|IApi|]<T>\n{\n    [Get(\"/a\")]\n    Task GetAsync();\n}",
            "'IApi' has type parameters; declare it once for each concrete type"),

        ("BCI005", Interface("""[Get("/a")] [|ValueTask<Item>|] ReadAsync();"""),
            "Method 'ReadAsync' returns 'System.Threading.Tasks.ValueTask<Item>'; return Task<T> to read T from the answer's JSON, or Task to ignore the answer"),
        ("BCI005", Interface("""[Get("/a")] [|void|] Read();"""),
            "Method 'Read' returns 'void'; return Task<T> to read T from the answer's JSON, or Task to ignore the answer"),
        ("BCI005", Interface("""[Get("/a")] [|Task<string>|] ReadAsync();"""),
            "Method 'ReadAsync' returns 'System.Threading.Tasks.Task<string>'; return Task<T> to read T from the answer's JSON, or Task to ignore the answer"),
        ("BCI005", Interface("""[Get("/a")] [|Task<HttpResponseMessage>|] ReadAsync();"""),
            "Method 'ReadAsync' returns 'System.Threading.Tasks.Task<System.Net.Http.HttpResponseMessage>'; "
            + "return Task<T> to read T from the answer's JSON, or Task to ignore the answer"),

        ("BCI006", Interface("""[Get([|"items"|])] Task ReadAsync();"""),
            "The path \"items\" of method 'ReadAsync' does not begin with '/'; write it from there, without host and version"),
        ("BCI006", Interface("""[Get([|""|])] Task ReadAsync();"""),
            "The path \"\" of method 'ReadAsync' does not begin with '/'; write it from there, without host and version"),
        ("BCI006", Interface("""[Get([|"/items?limit=1"|])] Task ReadAsync();"""),
            "The path \"/items?limit=1\" of method 'ReadAsync' has a query; make its values the properties of a query object"),
        ("BCI006", Interface("""[Get([|"/it ems"|])] Task ReadAsync();"""),
            "The path \"/it ems\" of method 'ReadAsync' contains white space, '#' or '\\', which no path can hold; remove it"),
        ("BCI006", Interface("""[Get([|"/items/{id"|])] Task ReadAsync(long id);"""),
            "The path \"/items/{id\" of method 'ReadAsync' has a brace without its partner; write placeholders as {name}"),
        ("BCI006", Interface("""[Get([|"/items/id}"|])] Task ReadAsync(long id);"""),
            "The path \"/items/id}\" of method 'ReadAsync' has a brace without its partner; write placeholders as {name}"),
        ("BCI006", Interface("""[Get([|"/items/{{id}}"|])] Task ReadAsync(long id);"""),
            "The path \"/items/{{id}}\" of method 'ReadAsync' has a brace without its partner; write placeholders as {name}"),
        ("BCI006", Interface("""[Get([|"/items/{}"|])] Task ReadAsync(long id);"""),
            "The path \"/items/{}\" of method 'ReadAsync' has a placeholder without a name; write it as {name}"),

        ("BCI007", Interface("""[Get([|"/items/{id}/{other_id}"|])] Task ReadAsync(long id);"""),
            "Method 'ReadAsync' has no parameter for '{other_id}' in its path; add one of that name, or with [AliasAs(\"other_id\")]"),

        ("BCI008", Interface("""[Get("/items/{id}")] Task ReadAsync(Guid [|id|]);"""),
            "Parameter 'id' stands in the path and is 'System.Guid'; make it long, int or string, and not nullable"),
        ("BCI008", Interface("""[Get("/items/{id}")] Task ReadAsync(long? [|id|]);"""),
            "Parameter 'id' stands in the path and is 'long?'; make it long, int or string, and not nullable"),
        ("BCI008", Interface("""[Get("/items/{id}")] Task ReadAsync([AliasAs("id")] string? [|key|]);"""),
            "Parameter 'key' stands in the path and is 'string?'; make it long, int or string, and not nullable"),

        ("BCI009", Interface("""[Get("/a")] Task ReadAsync(long [|page|], CancellationToken token = default);"""),
            "Parameter 'page' of method 'ReadAsync' is not sent: add it to the path as a placeholder, move it into a query object, or mark it with [Body] or [Property]"),
        ("BCI009", Interface("""[Get("/a")] Task ReadAsync(IReadOnlyList<string> [|skus|]);"""),
            "Parameter 'skus' of method 'ReadAsync' is not sent: add it to the path as a placeholder, move it into a query object, or mark it with [Body] or [Property]"),
        ("BCI009", Interface("""[Get("/a")] Task ReadAsync([AliasAs("p")] Filter [|page|]);"""),
            "Parameter 'page' of method 'ReadAsync' is not sent: the path has no '{p}'; add it there or remove [AliasAs]"),
        ("BCI009", Interface("""[Get("/a/{id}")] Task ReadAsync(long id, [AliasAs("ID")] long [|other|]);"""),
            "Parameter 'other' of method 'ReadAsync' is not sent: '{ID}' stands for 'id' already; remove one of the two"),
        ("BCI009", Interface("""[Get("/a/{id}")] Task ReadAsync(in long [|id|]);"""),
            "Parameter 'id' of method 'ReadAsync' is not sent: it is passed by reference; pass it by value"),
        ("BCI009", Interface("""[Post("/a")] Task SendAsync(Item [|item|]);"""),
            "Parameter 'item' of method 'SendAsync' is not sent: mark it with [Body] to send it as JSON, or with [Query] to send its properties in the query"),
        ("BCI009", Interface("""[Get("/a")] Task ReadAsync([Query] string [|text|]);"""),
            "Parameter 'text' of method 'ReadAsync' is not sent: [Query] takes a class or record with public properties, one for each pair"),

        ("BCI010", Interface("""[Put("/a")] Task SendAsync([Body] Item first, [Body] Item [|second|]);"""),
            "Parameter 'second' is a second body of method 'SendAsync'; a request has one, so put both in one type"),

        ("BCI011", Interface("""[Get("/a")] Task ReadAsync([Body] Item [|item|]);"""),
            "Parameter 'item' of method 'ReadAsync' cannot be the body: a GET request has none; use another verb or a query object"),
        ("BCI011", Interface("""[Put("/a")] Task SendAsync([Body] Item? [|item|]);"""),
            "Parameter 'item' of method 'SendAsync' cannot be the body: it can be null; make its type non-nullable"),
        ("BCI011", Interface("""[Put("/a")] Task SendAsync([Body] int? [|number|]);"""),
            "Parameter 'number' of method 'SendAsync' cannot be the body: it can be null; make its type non-nullable"),
        ("BCI011", Interface("""[Put("/a")] Task SendAsync([Body] MemoryStream [|file|]);"""),
            "Parameter 'file' of method 'SendAsync' cannot be the body: a body is JSON, and a MemoryStream would be sent as it is; use a type of your own"),

        ("BCI012", Interface("""[Get("/a")] Task ReadAsync(Filter first, [Query] Filter [|second|]);"""),
            "Parameter 'second' is a second query object of method 'ReadAsync'; put the properties of both in one type"),

        ("BCI013", Interface("""[Get("/a")] Task ReadAsync(CancellationToken [|token|], Filter? filter = null);"""),
            "Parameter 'token' of method 'ReadAsync' is a CancellationToken; a method takes one, as its last parameter"),
        ("BCI013", Interface("""[Get("/a")] Task ReadAsync(CancellationToken [|first|], CancellationToken second);"""),
            "Parameter 'first' of method 'ReadAsync' is a CancellationToken; a method takes one, as its last parameter"),

        ("BCI014", Interface("""[Put("/a/{id}")] Task SendAsync([Body] long [|id|]);"""),
            "Parameter 'id' of method 'SendAsync' is in the path and the body at once; keep one of the two"),
        ("BCI014", Interface("""[Put("/a")] Task SendAsync([Property("k"), Query] Filter [|filter|]);"""),
            "Parameter 'filter' of method 'SendAsync' is the query and a request option at once; keep one of the two"),
        ("BCI014", Interface("""[Put("/a")] Task SendAsync([Property("k")] CancellationToken [|token|]);"""),
            "Parameter 'token' of method 'SendAsync' is a request option and the CancellationToken at once; keep one of the two"),

        QueryProperty("decimal", "decimal"),
        QueryProperty("DateTime?", "System.DateTime?"),
        QueryProperty("TimeOnly", "System.TimeOnly"),
        QueryProperty("Level", "Level"),
        QueryProperty("Plain", "Plain"),
        QueryProperty("Item", "Item"),
        QueryProperty("string[]", "string[]"),
        QueryProperty("List<long>", "System.Collections.Generic.List<long>"),
        QueryProperty("IReadOnlyList<bool>", "System.Collections.Generic.IReadOnlyList<bool>"),
        QueryProperty("IReadOnlyList<long?>", "System.Collections.Generic.IReadOnlyList<long?>"),
        QueryProperty("IReadOnlyList<DateOnly>", "System.Collections.Generic.IReadOnlyList<System.DateOnly>"),
        ("BCI015", Interface("""[Get("/a")] Task ReadAsync(UriBuilder [|address|]);"""),
            "Property 'Uri' of query object 'UriBuilder' is 'System.Uri'; use long, int, bool, string, DateTimeOffset, DateOnly, "
            + "your own struct that is IFormattable, or IReadOnlyList<> of long, int, string or such a struct"),

        ("BCI016", Query("[[|Query((CollectionFormat)5)|]] public IReadOnlyList<long>? Ids { get; init; }"),
            "'Ids' asks for a collection format other than Csv; write [Query(CollectionFormat.Csv)], the form in which the API takes lists"),
        ("BCI016", Interface("""[Get("/a")] Task ReadAsync([[|Query((CollectionFormat)0)|]] Filter filter);"""),
            "'filter' asks for a collection format other than Csv; write [Query(CollectionFormat.Csv)], the form in which the API takes lists"),

        ("BCI017", Query("""[AliasAs("")] public long? [|Id|] { get; init; }"""),
            "Property 'Id' of query object 'Query' has an empty [AliasAs]; name the query's key"),
        ("BCI017", Query("""[AliasAs("id")] public long? First { get; init; } [AliasAs("id")] public long? [|Second|] { get; init; }"""),
            "Property 'Second' of query object 'Query' is sent as 'id' like 'First'; give one of them another name"),

        ("BCI018", "public static class Outer\n{\n    public interface [|IApi|]\n    {\n        [Get(\"/a\")]\n        Task GetAsync();\n    }\n}",
            "'IApi' is nested in 'Outer'; declare it directly in a namespace"),
        ("BCI018", "file interface [|IApi|]\n{\n    [Get(\"/a\")]\n    Task GetAsync();\n}",
            "'IApi' is visible in its own file only; make it internal or public"),
        ("BCI018", "public interface [|IApi|] : IDisposable\n{\n    [Get(\"/a\")]\n    Task GetAsync();\n}",
            "'IApi' inherits the members of 'IDisposable'; declare all its requests itself"),

        ("BCI019", Interface("""[Get("/a")] Task ReadAsync([Property("")] object [|options|]);"""),
            "Parameter 'options' of method 'ReadAsync' has an empty key; name the one under which the handlers look"),
        ("BCI019", Interface("""[Get("/a")] Task ReadAsync([Property("k")] object first, [Property("k")] object [|second|]);"""),
            "Parameter 'second' of method 'ReadAsync' has the key \"k\" of 'first'; give it another one"),
    ];

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, Cases.Length));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_is_not_supported_is_an_error_at_its_place(int number)
    {
        var (id, marked, message) = Cases[number];
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        var source = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        var compilation = Sources.Compile(("Api.cs", source), ("Types.cs", Types));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var result = Sources.Generate(compilation, out _);

        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(TextSpan.FromBounds(start, end), diagnostic.Location.SourceSpan);
        Assert.Equal(
            new FileLinePositionSpan("Api.cs", SourceText.From(source).Lines.GetLinePositionSpan(TextSpan.FromBounds(start, end))),
            diagnostic.Location.GetLineSpan());
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void Every_error_in_the_release_notes_has_a_case()
    {
        var listed = Sources.ReadResource("AnalyzerReleases.Unshipped.md")
            .Split('\n')
            .Where(line => line.StartsWith("BCI", StringComparison.Ordinal))
            .Select(line => line[..6]);

        Assert.Equal(listed, Cases.Select(c => c.Id).Distinct());
    }

    [Fact]
    public void One_interface_shows_all_its_errors()
    {
        var result = Sources.Generate(
            Sources.Compile(("Api.cs", Interface("""[Get("/a")] ValueTask ReadAsync(int page, ref int size); int Count { get; }"""))),
            out _);

        Assert.Equal(["BCI003", "BCI005", "BCI009", "BCI009"], result.Diagnostics.Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""[Get("/a")] Missing ReadAsync();""")]
    [InlineData("""[Get("/a")] Task<Missing> ReadAsync();""")]
    [InlineData("""[Get("/a/{id}")] Task ReadAsync(Missing id);""")]
    [InlineData("""[Get] Task ReadAsync();""")]
    public void What_the_compiler_reports_is_not_reported_twice(string member)
    {
        var result = Sources.Generate(Sources.Compile(("Api.cs", Interface(member))), out var generated);

        Assert.Empty(result.Diagnostics);
        Assert.Single(generated.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("public interface IOther { Task ReadAsync(); int Count { get; } }")]
    [InlineData("public abstract class Other { [Get(\"a\")] public abstract int Read(); }")]
    public void Other_types_are_none_of_its_business(string source)
    {
        var result = Sources.Generate(Sources.Compile(("Other.cs", source)), out _);

        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.GeneratedTrees);
    }

    private static string Interface(string member) =>
        $$"""
        public interface IApi
        {
            [Delete("/fine")]
            Task FineAsync();

            {{member}}
        }
        """;

    private static string Query(string property) =>
        Interface("""[Get("/a")] Task ReadAsync(Query? query = null);""") + $"\n\npublic sealed record Query\n{{\n    {property}\n}}\n";

    private static (string Id, string Source, string Message) QueryProperty(string type, string shownType) =>
        ("BCI015",
            Query($"public {type} [|Value|] {{ get; init; }} = default!;"),
            $"Property 'Value' of query object 'Query' is '{shownType}'; use long, int, bool, string, DateTimeOffset, DateOnly, "
            + "your own struct that is IFormattable, or IReadOnlyList<> of long, int, string or such a struct");
}
