using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Serialization;
using Refit;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>House rules. Each failure lists the offenders.</summary>
public partial class ConventionTests
{
    private static readonly string[] SourceFolders = ["src", "tests", "samples"];

    private static readonly Type[] PublicTypes = typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes();

    [Fact]
    public void WireMethods_Always_EndInAsyncAndTakeOptionsThenToken() => AssertNone(
        from method in WireInterfaces.Methods
        let last = method.GetParameters()[^2..]
        where !method.Name.EndsWith("Async", StringComparison.Ordinal)
            || !typeof(Task).IsAssignableFrom(method.ReturnType)
            || last[0] is not { Name: "options", IsOptional: true } || last[0].ParameterType != typeof(RequestOptions) || !last[0]
                .IsDefined(typeof(PropertyAttribute))
            || last[1] is not { Name: "cancellationToken", IsOptional: true } || last[1].ParameterType != typeof(CancellationToken)
        select $"{method.DeclaringType!.Name}.{method.Name}");

    /// <summary>The client sends its own headers, and would not copy those of a request.</summary>
    [Fact]
    public void WireMethods_Always_HaveNoHeaders() => AssertNone(
        from method in WireInterfaces.Methods
        where method.IsDefined(typeof(HeadersAttribute)) || method.DeclaringType!.IsDefined(typeof(HeadersAttribute))
            || method.GetParameters().Any(static parameter =>
                parameter.IsDefined(typeof(HeaderAttribute)) || parameter.IsDefined(typeof(HeaderCollectionAttribute)))
        select $"{method.DeclaringType!.Name}.{method.Name}");

    [Fact]
    public void AsyncMethods_Always_EndInAsyncAndTakeATokenLast() => AssertNone(
        from type in PublicTypes
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName
            && IsAsynchronous(method.ReturnType)
            && method.Name is not (nameof(IAsyncDisposable.DisposeAsync) or nameof(PagedSequence<int>.AsPages) or nameof(PagedSequence.FromPages))
        let last = method.GetParameters().LastOrDefault()
        where !method.Name.EndsWith("Async", StringComparison.Ordinal) || last?.ParameterType != typeof(CancellationToken) || last is not
        {
            Name: "cancellationToken",
            IsOptional: true,
        }
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void SynchronousMethods_Always_DoNotEndInAsync() => AssertNone(
        from type in PublicTypes
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAsynchronous(method.ReturnType)
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void StreamExtensions_Always_BeginWithEnumerate() => AssertNone(
        from type in new[] { typeof(InventoryItemsExtensions), typeof(LocationsExtensions), typeof(LocationMetafieldsExtensions) }
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where IsStream(method.ReturnType) != method.Name.StartsWith("Enumerate", StringComparison.Ordinal)
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void PublicRecords_Always_AreImmutable() => AssertNone(
        from type in PublicTypes
        where type.GetMethod("<Clone>$") is not null || (type.IsValueType && !type.IsEnum)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers()
            .Contains(typeof(IsExternalInit))
        select $"{type.Name}.{property.Name}");

    [Fact]
    public void PublicRecords_Always_ExposeNoMutableLists() => AssertNone(
        from type in PublicTypes
        where type.GetMethod("<Clone>$") is not null
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let kind = property.PropertyType
        where kind.IsArray
            || (kind.IsGenericType
                && kind.GetGenericTypeDefinition() is var generic
                && (generic == typeof(List<>) || generic == typeof(IList<>) || generic == typeof(Dictionary<,>)))
        select $"{type.Name}.{property.Name}");

    [Fact]
    public void WireTypes_Always_AreInTheJsonContextOrHaveAWriter()
    {
        var types = WireInterfaces.Methods
            .SelectMany(method => method.GetParameters().Where(parameter => parameter.IsDefined(typeof(BodyAttribute))).Select(parameter => parameter.ParameterType)
                .Concat(method.ReturnType.GetGenericArguments()))
            .Distinct()
            .ToArray();

        Assert.Equal(18, types.Length);
        AssertNone(
            from type in types.Except([typeof(AbsoluteAdjustmentRequest), typeof(RelativeAdjustmentRequest)])
            where !WireJson.Options.TryGetTypeInfo(type, out _)
            select type.ToString());
    }

    [Fact]
    public void ListsInResponses_Always_UseTheLenientConverter()
    {
        var lists = new List<(string Member, Type List)>();
        foreach (var response in WireInterfaces.Methods.Select(method => method.ReturnType).Where(type => type.IsGenericType))
        {
            AddLists(response.GetGenericArguments()[0], lists, []);
        }

        Assert.Equal(8, lists.Distinct().Select(list => list.List).Distinct().Count());
        AssertNone(
            from list in lists.Distinct()
            where !WireJson.Options.GetTypeInfo(list.List).Converter.GetType().Name.StartsWith(
                "LenientListConverter",
                StringComparison.Ordinal)
            select list.Member);

        static void AddLists(Type type, List<(string Member, Type List)> lists, HashSet<Type> seen)
        {
            if (type.Assembly != typeof(BigCommerceInventoryClient).Assembly || !seen.Add(type))
            {
                return;
            }

            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
            {
                if (property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
                {
                    lists.Add(($"{type.Name}.{property.Name}", list));
                    AddLists(list.GetGenericArguments()[0], lists, seen);
                }
                else
                {
                    AddLists(property.PropertyType, lists, seen);
                }
            }
        }
    }

    [Fact]
    public void Paths_Always_AppearOnlyInTheWireInterfaces() => AssertNone(
        from source in Repository.SdkSources()
        where !WireInterfaces.All.Any(api => source.Path.EndsWith($"/{api.Name}.cs", StringComparison.Ordinal))
        from line in source.Text.Split('\n')
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            && (line.Contains("\"/inventory", StringComparison.Ordinal) || line.Contains("\"inventory/", StringComparison.Ordinal))
        select $"{source.Path}: {line.Trim()}");

    [Fact]
    public void Folders_BelowTheResources_HaveNoCyclicDependencies()
    {
        string[] folders = ["Diagnostics", "Errors", "Http", "Resilience", "Serialization", "Webhooks"];
        var sources = (
            from source in Repository.SdkSources()
            let folder = source.Path.Split('/')[0]
            where folders.Contains(folder)
            select (source.Path, Folder: folder, Code: CommentOrText().Replace(source.Text, string.Empty))).ToArray();
        var owners = (
            from source in sources
            from Match declaration in TopLevelType().Matches(source.Code)
            select (Type: declaration.Groups[1].Value, source.Folder)).ToDictionary(owner => owner.Type, owner => owner.Folder);
        Assert.Contains("CallHandler", owners.Keys);
        var dependencies = (
            from source in sources
            from name in Name().Matches(source.Code).Select(match => match.Value).Distinct()
            where owners.TryGetValue(name, out var owner) && owner != source.Folder
            select (From: source.Folder, To: owners[name], Text: $"{source.Path} uses {name} of {owners[name]}")).ToList();

        // Remove the folders without dependencies until none is left or every remaining one is part of a cycle or uses one.
        while (dependencies.RemoveAll(dependency => dependencies.TrueForAll(other => other.From != dependency.To)) > 0)
        {
        }

        AssertNone(dependencies.Select(dependency => dependency.Text));
    }

    [Fact]
    public void Suppressions_Always_HaveAReason() => AssertNone(
        from folder in SourceFolders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets"
        where !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")
        let lines = File.ReadAllLines(file)
        where lines is not ["// <auto-generated/>", ..]
        from index in Enumerable.Range(0, lines.Length)
        let line = lines[index].Trim()
        where (line.StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("// ", StringComparison.Ordinal))
            || (line.Contains("SuppressMessage(", StringComparison.Ordinal)
                && line.StartsWith('[')
                && !line.Contains("Justification = \"", StringComparison.Ordinal))
            || (line.StartsWith("<NoWarn>", StringComparison.Ordinal)
                && !lines[index - 1].TrimEnd().EndsWith("-->", StringComparison.Ordinal))
        select $"{Path.GetRelativePath(Repository.Root, file)}({index + 1}): {line}");

    [Fact]
    public void TestNames_Always_AreSubjectConditionResult() => AssertNone(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        from test in TestMethod().Matches(File.ReadAllText(file))
        let name = test.Groups["name"].Value
        where !TestName().IsMatch(name)
        select $"{Path.GetFileName(file)}: {name}");

    [Fact]
    public void WireInterfaces_Always_HaveOneSourceFileEach()
    {
        var sources = Repository.SdkSources().Select(source => source.Path).ToArray();

        Assert.All(WireInterfaces.All, api => Assert.Single(sources, path => path.EndsWith($"/{api.Name}.cs", StringComparison.Ordinal)));
    }

    private static bool IsAsynchronous(Type type) => typeof(Task).IsAssignableFrom(type) || IsStream(type) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsStream(Type type) =>
        type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
                || type.GetGenericTypeDefinition() == typeof(PagedSequence<>));

    [GeneratedRegex(@"//.*|""(?:\\.|[^""\\\r\n])*""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^(?:\w+ )*(?:class|struct|interface|enum|record(?: struct)?|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(?<!\.)\b[A-Z]\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^ *\[(?:Fact|Theory)\b.*\n(?: .*\n)*? *public (?:static )?(?:async )?(?:Task|void) (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*_[A-Z0-9][A-Za-z0-9]*_[A-Z0-9][A-Za-z0-9]*$")]
    private static partial Regex TestName();

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal([], offenders);
}
