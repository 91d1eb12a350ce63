using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>Generates the tables of README.md from the mapping files and the tests that use them.</summary>
public sealed class ReadmeTests
{
    private const string AcceptVariable = "ACCEPT_README";

    [Fact]
    public void Readme_Always_MatchesMappingsAndTests()
    {
        var path = Path.Combine(ProjectDirectory(), "README.md");
        var expected = Compose();
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Mappings_Always_AreUsedByATest() => Assert.Empty(
        from operation in MappingFiles.Operations
        from @case in MappingFiles.Cases(operation)
        where !TestsByMapping.Contains((operation, @case))
        select $"{operation}/{@case}");

    private static ILookup<(string Operation, string Case), string> TestsByMapping { get; } =
        (from type in typeof(ReadmeTests).Assembly.GetTypes()
         from method in type.GetMethods()
         let stub = method.GetCustomAttribute<StubAttribute>()
         where stub is not null
         select (Key: (stub.Operation, stub.Case), Test: $"{type.Name}.{method.Name}"))
        .Concat(RefusalTests.Refusals.Select(row => (Key: row.Data, Test: $"{nameof(RefusalTests)}.{nameof(RefusalTests.ErrorResponse_EveryCase_ThrowsItsTypeWithWhatToDo)}")))
        .ToLookup(pair => pair.Key, pair => pair.Test);

    private static string Compose()
    {
        List<string> lines =
        [
            $$"""
            # The client against WireMock

            These tests send the client's requests over a socket to [WireMock.Net](https://github.com/wiremock/WireMock.Net) in the test
            process: a server a test, on a free port of the loopback interface. Each request must match a stub exactly: verb, URL with its
            escapes, every header, JSON body. A request that matches no stub fails its test, and the failure says what was expected and
            what was received. Waits pass at once on a manual clock.

            A stub is a file, `Mappings/{operation}/{case}.json`: a list of exchanges in their order. An exchange has the `request` (verb
            and URL below the store's path), its JSON `body` if there is one, and the `response`. Every request must have the
            headers in `Server/ExactRequest.cs` and no others. A response has:

            | member | meaning |
            |---|---|
            | `status` | the status code |
            | `headers` | the headers; a `json` body adds `Content-Type: application/json` if it is not among them |
            | `rateLimit` | the values of the four rate-limit headers |
            | `json`, `text`, `base64` | the body: JSON, any text, or any bytes |
            | `pieces` | the number of pieces that the body is sent in |
            | `fault` | what goes wrong on the connection: `reset`, `emptyReply`, `garbage`, `truncatedChunk`, `noResponse` or `unfinishedBody` |

            A file in `Mappings/every-operation` is one response. An unknown member in a file is an error.

            `EmulatorAgreementTests` sends the same requests to the store emulator of `BigCommerce.Inventory.Sdk.Testing`, without a server, and
            compares status, headers and shape of its responses with the mappings. Cases that the emulator does not have are listed there, each
            with the reason; a new mapping that is neither compared nor listed fails.

            The tables below are made by `ReadmeTests` and compared with this file. To accept a change, run the tests once with
            `{{AcceptVariable}}=1`, and look at the difference before you commit it.

            ## Operations and their own responses
            """,
        ];
        foreach (var operation in Operation.All)
        {
            lines.AddRange(["", $"### {operation.Name}: `{operation.RequestLine.Split('?')[0]}`", "", "| case | requests and responses | tests |", "|---|---|---|"]);
            lines.AddRange(
                from @case in MappingFiles.Cases(operation.Name)
                let exchanges = MappingFiles.Exchanges(operation.Name, @case).Select(exchange => $"`{Query(exchange)}` {Response(exchange.Response)}")
                select $"| {@case} | {string.Join("<br>", exchanges)} | {string.Join("<br>", TestsByMapping[(operation.Name, @case)])} |");
        }

        lines.Add(
            """

            ## Responses that every operation can get

            Each of the 18 operations gets each of these every time it asks (those that take their time: one operation of each verb). Where
            the table says more than one request, a second test responses the first request so and the next one well: the call then succeeds
            with two requests. A POST is sent again after a 429 alone.

            | case | response | GET, PUT, DELETE | POST |
            |---|---|---|---|
            """);
        lines.AddRange(
            from @case in MappingFiles.Cases(MappingFiles.EveryOperation)
            let response = Response(MappingFiles.Response(@case))
            select $"| {@case} | {response} | {Outcomes.Table[@case].Repeatable} | {Outcomes.Table[@case].Post} |");
        lines.Add(
            """

            Two exceptions: a DELETE that is answered by an empty 200 succeeds. And when a connection ends without a byte
            (`fault-empty-reply`), .NET itself repeats a request without a body up to three times, so the server sees four for each of the
            client's attempts.

            """);
        return string.Join('\n', lines).ReplaceLineEndings("\n");
    }

    private static string Query(Exchange exchange) => exchange.Target.Split('?') is [_, var query] ? $"?{query}" : exchange.Method;

    private static string Response(StubResponse response)
    {
        var headers = response.AllHeaders.Select(header => $"{header.Key}: {header.Value}")
            .Where(header => !header.StartsWith("Content-Type: application/", StringComparison.Ordinal));
        string?[] parts =
        [
            response.Fault is { } fault ? JsonNamingPolicy.CamelCase.ConvertName($"{fault}") : null,
            response.Pieces is { } pieces ? $"in {pieces} pieces" : null,
            response.Status?.ToString(CultureInfo.InvariantCulture),
            .. response.Status is 200 or 204 ? headers.Where(header => header.StartsWith("Content-", StringComparison.Ordinal)) : headers,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static string ProjectDirectory()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "BigCommerce.Inventory.Sdk.WireMockTests.csproj")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run from their project's output.");
    }
}
