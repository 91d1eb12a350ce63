using System.Reflection;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>The tables of README.md are made here, from the mapping files and the tests that use them.</summary>
public sealed class ReadmeTests
{
    private const string AcceptVariable = "ACCEPT_README";

    [Fact]
    public void The_readme_is_what_the_mappings_and_tests_say()
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
    public void Every_mapping_is_used_by_a_test() => Assert.Empty(
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
        .Concat(RefusalTests.Refusals.Select(row => (Key: row.Data, Test: $"{nameof(RefusalTests)}.{nameof(RefusalTests.A_refusal_is_typed_and_says_what_to_do)}")))
        .ToLookup(pair => pair.Key, pair => pair.Test);

    private static string Compose()
    {
        List<string> lines =
        [
            $$"""
            # The client against WireMock

            These tests send the client's requests over a socket to a real [WireMock](https://wiremock.org) server. Each request must match
            a stub mapping in `Mappings/{operation}/{case}.json` exactly: verb, URL with its escapes, headers and JSON body. A request that
            matches none fails its test with WireMock's comparison to the nearest stub.

            `dotnet test` starts the server from the npm package `wiremock`, which needs Java 11 or later and Node with npx, or uses the one
            that `WIREMOCK_URL` names. Without Java or npx the tests are skipped, and fail where `CI` is set. Each test has a store hash of
            its own, so they run side by side on one server. Waits pass at once on a manual clock.

            `EmulatorAgreementTests` sends the same requests to the store emulator of `BigCommerce.Inventory.Sdk.Testing`, without a server, and
            compares status, headers and shape of its answers with the mappings. Cases that the emulator does not have are listed there, each
            with the reason; a new mapping that is neither compared nor listed fails.

            The tables below are made by `ReadmeTests` and compared with this file. To accept a change, run the tests once with
            `{{AcceptVariable}}=1`, and look at the difference before you commit it.

            ## Operations and their own answers
            """,
        ];
        foreach (var operation in Operation.All)
        {
            lines.AddRange(["", $"### {operation.Name}: `{operation.RequestLine.Split('?')[0]}`", "", "| case | requests and answers | tests |", "|---|---|---|"]);
            lines.AddRange(
                from @case in MappingFiles.Cases(operation.Name)
                let exchanges = MappingFiles.Read(operation.Name, @case).Select(mapping => $"`{Query(mapping)}` {Answer(mapping)}")
                select $"| {@case} | {string.Join("<br>", exchanges)} | {string.Join("<br>", TestsByMapping[(operation.Name, @case)])} |");
        }

        lines.Add(
            """

            ## Answers that every operation can get

            Each of the 18 operations gets each of these every time it asks (those that take their time: one operation of each verb). Where
            the table says more than one request, a second test answers the first request so and the next one well: the call then succeeds
            with two requests. A POST is sent again after a 429 alone.

            | case | answer | GET, PUT, DELETE | POST |
            |---|---|---|---|
            """);
        lines.AddRange(
            from @case in MappingFiles.Cases(MappingFiles.EveryOperation)
            let answer = Answer(MappingFiles.Read(MappingFiles.EveryOperation, @case)[0])
            select $"| {@case} | {answer} | {Outcomes.Table[@case].Repeatable} | {Outcomes.Table[@case].Post} |");
        lines.Add(
            """

            Two exceptions: a DELETE that is answered by an empty 200 succeeds. And when a connection ends without a byte
            (`fault-empty-reply`), .NET itself repeats a request without a body up to three times, so the server sees four for each of the
            client's attempts.

            """);
        return string.Join('\n', lines).ReplaceLineEndings("\n");
    }

    private static string Query(JsonObject mapping)
    {
        var line = MappingFiles.RequestLine(mapping);
        return line.Contains('?', StringComparison.Ordinal) ? line[line.IndexOf('?', StringComparison.Ordinal)..] : line.Split(' ')[0];
    }

    private static string Answer(JsonObject mapping)
    {
        var response = mapping["response"]!;
        var headers = (response["headers"]?.AsObject().Select(header => $"{header.Key}: {header.Value}") ?? [])
            .Where(header => !header.StartsWith("Content-Type: application/", StringComparison.Ordinal));
        string?[] parts =
        [
            response["fault"]?.GetValue<string>(),
            response["fixedDelayMilliseconds"] is { } delay ? $"after {delay} ms" : null,
            response["chunkedDribbleDelay"] is { } dribble ? $"over {dribble["totalDuration"]} ms" : null,
            response["status"]?.ToString(),
            .. response["status"]?.GetValue<int>() is 200 or 204 ? headers.Where(header => header.StartsWith("Content-", StringComparison.Ordinal)) : headers,
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
