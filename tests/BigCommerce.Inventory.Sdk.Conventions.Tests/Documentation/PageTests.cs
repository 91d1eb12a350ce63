using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.Tests.Conventions;
using Microsoft.Extensions.Configuration;

namespace BigCommerce.Inventory.Tests.Documentation;

/// <summary>All Markdown pages: every code block is tested, and every command, option, key and link exists.</summary>
public partial class PageTests
{
    private const int MaxReadmeLines = 180;

    private static readonly string[] Docs = [.. MarkdownSnippets.Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal))];

    private static readonly string[] PagesOnTheApi =
        [
            .. Docs,
            "README.md",
            "SECURITY.md",
            "src/BigCommerce.Inventory.Sdk/README.md",
            "src/BigCommerce.Inventory.Sdk.Testing/README.md"];

    // Names on the pages that other libraries and the tests define.
    private static readonly string[] NamesOfOthers =
        [
            "AddStandardResilienceHandler", "ConfigureHttpClientDefaults", "JsonException", "CsvWriter", "CsvInjection", "Escape",
        ];

    [Fact]
    public void Readme_Always_IsShortAndListsEveryPage()
    {
        var readme = MarkdownSnippets.Read("README.md");

        Assert.InRange(readme.TrimEnd().Split('\n').Length, 1, MaxReadmeLines);
        AssertNone(Docs.Where(page => !readme.Contains($"]({page})", StringComparison.Ordinal)));
        Assert.Equal(12, Docs.Length);
    }

    [Fact]
    public void DocsPages_Always_BeginWithTheirContents()
    {
        foreach (var page in Docs)
        {
            var text = MarkdownSnippets.Read(page);
            var introduction = text[..text.IndexOf("\n## ", StringComparison.Ordinal)];
            Assert.Equal(
                Headings(page).Select(heading => (page, heading)),
                ContentsEntry().Matches(introduction).Select(entry => (page, entry.Groups["heading"].Value)));
        }
    }

    [Fact]
    public void PerformancePage_EachSection_NamesItsCommand() => AssertNone(
        from section in MarkdownSnippets.Read("docs/performance.md").Split("\n## ").Skip(1)
        where !Run().IsMatch(section) && !TestAddOrInstall().IsMatch(section) && !section.Contains("`.ci/", StringComparison.Ordinal)
        select section);

    [Fact]
    public void ThreatModel_Tests_Exist()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(MarkdownSnippets.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet();
        var named = MarkdownSnippets.Rows("docs/threat-model.md", "threat", "what the client does", "tests")
            .SelectMany(row => row[2].Split(", "))
            .Select(name => name.Trim('`'))
            .ToArray();

        Assert.NotEmpty(named);
        AssertNone(named.Where(name => !tests.Contains(name)));
    }

    [Fact]
    public void MarkdownBlocks_Always_AreOfATestedLanguage() => AssertNone(
        from page in MarkdownSnippets.Pages
        from block in MarkdownSnippets.Blocks(page)
        where block.Language is not ("" or "csharp" or "json")
        select $"{page}: ```{block.Language}");

    [Fact]
    public void MarkdownBlocks_CSharp_MatchCompiledRegions()
    {
        string[] folders = ["BigCommerce.Inventory.Sdk.Conventions.Tests/Documentation", "BigCommerce.Inventory.Sdk.Redis.Tests", "BigCommerce.Inventory.Sdk.AspNetCore.Tests"];
        var regions = folders
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(MarkdownSnippets.Root, "tests", folder), "*.cs"))
            .SelectMany(MarkdownSnippets.InSource)
            .ToDictionary(region => region.Name, region => region.Code);
        var blocks = MarkdownSnippets.Pages.SelectMany(
            page => MarkdownSnippets.InMarkdown(page).Select(block => (Page: page, block.Name, block.Code))).ToArray();

        AssertNone(
            from block in blocks where block.Name.Length == 0 select $"{block.Page}: no <!-- snippet: name --> before\n{block.Code}");
        Assert.Equal(
            regions.Keys.Order(StringComparer.Ordinal),
            blocks.Select(block => block.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(blocks, block => Assert.Equal(regions[block.Name], block.Code));
    }

    [Fact]
    public void MarkdownBlocks_Json_BindToOptions()
    {
        var blocks = MarkdownSnippets.Pages.SelectMany(MarkdownSnippets.Blocks).Where(block => block.Language == "json").ToArray();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block.Text))).Build();
            var options = new BigCommerceInventoryOptions();
            configuration.GetRequiredSection(BigCommerceInventoryOptions.SectionName)
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            using var client = new BigCommerceInventoryClient(options.StoreHash!, "token", options);
            Assert.Equal("acme-erp-sync/2.1", options.ApplicationName);
        }
    }

    [Fact]
    public void MarkdownPages_CodeNames_AreInThePublicApi()
    {
        var types = typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes()
            .Concat(typeof(InventoryEmulator).Assembly.GetExportedTypes())
            .Concat(typeof(Redis.RedisInventoryOptions).Assembly.GetExportedTypes())
            .Concat(typeof(AspNetCore.IInventoryWebhookHandler).Assembly.GetExportedTypes())
            .ToArray();
        HashSet<string> known =
        [
            .. types.Select(type => type.Name.Split('`')[0]), .. types.SelectMany(type => type.GetMembers()).Select(member => member.Name),
            nameof(IEnumerable<>),
            nameof(IAsyncEnumerable<>),
            nameof(ArgumentException),
            nameof(HttpClient),
            nameof(ActivitySource),
            nameof(Meter),
            "Enumerate",
            .. NamesOfOthers,
        ];

        AssertNone(
            from page in PagesOnTheApi
            from name in Name().Matches(MarkdownSnippets.Read(page))
            let text = name.Groups[1].Value
            where !text.StartsWith("BigCommerce.Inventory", StringComparison.Ordinal)
                && !text.EndsWith("Tests", StringComparison.Ordinal) && !text.Split('.').All(known.Contains)
            select $"{page}: {text}");
    }

    [Fact]
    public void MarkdownLinks_Always_LeadToFilesAndHeadings() => AssertNone(
        from page in MarkdownSnippets.Pages
        from link in Link().Matches(MarkdownSnippets.Read(page))
        let target = link.Groups["target"].Value
        where !target.StartsWith("http", StringComparison.Ordinal)
        let path = target.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, target)
        let fragment = link.Groups["fragment"].Value
        where !Path.Exists(Path.Combine(MarkdownSnippets.Root, path))
            || (fragment.Length > 0 && !Headings(path).Select(Fragment).Contains(fragment))
        select $"{page}: {target}#{fragment}");

    [Fact]
    public void MarkdownCommands_DotnetRun_UseProjectsAndOptionsThatExist()
    {
        var commands = (
            from page in MarkdownSnippets.Pages
            from command in Run().Matches(MarkdownSnippets.Read(page))
            select (
                Page: page,
                Project: command.Groups["project"].Value,
                Arguments: command.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();

        Assert.NotEmpty(commands);
        AssertNone(from command in commands where !File.Exists(ProjectFile(command.Project)) select $"{command.Page}: {command.Project}");
        AssertNone(
            from command in commands
            from argument in command.Arguments.Where((argument, index) => Option().IsMatch(argument)
                || (Word().IsMatch(argument) && (index == 0 || !command.Arguments[index - 1].StartsWith('-'))))
            where !Takes(command.Project, argument)
            select $"{command.Page}: {command.Project} takes no {argument}");
    }

    [Fact]
    public void MarkdownCommands_DotnetTestAddOrInstall_UseProjectsThatExist() => AssertNone(
        from page in MarkdownSnippets.Pages
        from command in TestAddOrInstall().Matches(MarkdownSnippets.Read(page))
        let project = command.Groups["project"] is { Success: true } path ? path.Value
            : command.Groups["package"] is { Success: true } package ? $"src/{package.Value}"
            : $"templates/{command.Groups["templates"].Value}"
        where !File.Exists(ProjectFile(project))
        select $"{page}: {command.Value}");

    [Fact]
    public void SamplePages_Always_ListTheSamplesOptions()
    {
        var samples = MarkdownSnippets.Pages.Where(page => SamplePage().IsMatch(page))
            .Select(page => Path.GetDirectoryName(page)!)
            .ToArray();

        Assert.Equal(6, samples.Length);
        foreach (var sample in samples)
        {
            var text = MarkdownSnippets.Read($"{sample}/README.md");
            AssertNone(Option().Matches(text).Select(option => option.Value).Distinct().Where(
                option => option != "--project" && !Takes(sample, option)).Select(option => $"{sample} takes no {option}"));
            AssertNone(Declared().Matches(Sources(sample)).Select(
                option => option.Groups[1].Value).Distinct().Where(option => !text.Contains(
                    option,
                    StringComparison.Ordinal)).Select(option => $"{sample} says nothing of {option}"));
        }
    }

    [Fact]
    public async Task StoreEmulatorPage_Requests_Succeed()
    {
        var emulator = new InventoryEmulator();
        emulator.GetStore().SeedDemo();
        using var http = new HttpClient(emulator.CreateHandler());
        var commands = Curl().Matches(
            MarkdownSnippets.Read("samples/StoreEmulator/README.md").Replace("\\\n", "", StringComparison.Ordinal));

        Assert.Equal(2, commands.Count);
        foreach (var command in commands.Cast<Match>())
        {
            var method = command.Groups["method"] is { Success: true } named ? named.Value : "GET";
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.BaseAddress, command.Groups["path"].Value));
            if (command.Groups["body"] is { Success: true } body)
            {
                request.Content = new StringContent(body.Value, Encoding.UTF8, "application/json");
            }

            using var response = await http.SendAsync(request);
            Assert.Equal((command.Value, HttpStatusCode.OK), (command.Value, response.StatusCode));
        }

        Assert.Equal(12, emulator.GetStore().GetOnHand(1, "GER-0001"));
    }

    [Fact]
    public void Client_OfTheEmulatorOverHttp_HasItsStore()
    {
        #region over-http
        using var client = new BigCommerceInventoryClient("demo", "any-token", new BigCommerceInventoryOptions
        {
            BaseAddress = new Uri("http://127.0.0.1:5090/"),
        });
        #endregion

        Assert.Equal("demo", client.StoreHash);
    }

    private static IEnumerable<string> Headings(string page) =>
        Heading().Matches(MarkdownSnippets.Read(page)).Select(heading => heading.Groups[1].Value);

    // As GitHub makes it from a heading.
    private static string Fragment(string heading) =>
        NotInFragment().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static string ProjectFile(string folder) => Path.Combine(MarkdownSnippets.Root, folder, $"{Path.GetFileName(folder)}.csproj");

    private static bool Takes(string project, string argument) =>
        Sources(project) is var source
            && (source.Contains($"\"{argument}\"", StringComparison.Ordinal)
                || source.Contains($"Configuration[\"{argument.TrimStart('-')}\"]", StringComparison.Ordinal));

    private static string Sources(string project) =>
        string.Concat(Directory.EnumerateFiles(
            Path.Combine(MarkdownSnippets.Root, project),
            "*.cs",
            SearchOption.TopDirectoryOnly).Select(File.ReadAllText));

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal([], offenders);

    [GeneratedRegex(@"`([A-Z][a-z][A-Za-z]*(?:\.[A-Z][A-Za-z]*)*)(?:<\w+>|\([^`\n]*\))?`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]*)(?:#(?<fragment>[^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{2,} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^- \[(?<heading>.+)\]\(#[^)]+\)$", RegexOptions.Multiline)]
    private static partial Regex ContentsEntry();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInFragment();

    [GeneratedRegex(@"dotnet run (?:-c Release )?--project (?<project>[\w./-]+)(?: -- (?<arguments>[^`#\n)]*))?")]
    private static partial Regex Run();

    [GeneratedRegex(@"dotnet (?:test (?<project>tests/[\w./]+)|add package (?<package>[\w.]+)|new install (?<templates>[\w.]+))")]
    private static partial Regex TestAddOrInstall();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Word();

    [GeneratedRegex("^samples/[^/]+/README.md$")]
    private static partial Regex SamplePage();

    [GeneratedRegex("""new Option<[^>]+>\("(--[a-z-]+)"\)""")]
    private static partial Regex Declared();

    [GeneratedRegex("""curl (?:-X (?<method>[A-Z]+) )?"?http://127\.0\.0\.1:5090/(?<path>[^\s"]+)"?(?:[^\n]*?-d '(?<body>[^']+)')?""")]
    private static partial Regex Curl();
}
