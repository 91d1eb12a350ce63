using System.Reflection;
using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Serialization;
using Refit;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>House rules. Each failure lists the offenders.</summary>
public class ConventionTests
{
    private static readonly string[] SourceFolders = ["src", "tests", "samples"];

    private static readonly Type[] PublicTypes = typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes();

    [Fact]
    public void Every_operation_ends_in_Async_and_takes_options_and_then_a_token() => AssertNone(
        from method in WireInterfaces.Methods
        let last = method.GetParameters()[^2..]
        where !method.Name.EndsWith("Async", StringComparison.Ordinal)
            || !typeof(Task).IsAssignableFrom(method.ReturnType)
            || last[0] is not { Name: "options", IsOptional: true } || last[0].ParameterType != typeof(RequestOptions) || !last[0].IsDefined(typeof(PropertyAttribute))
            || last[1] is not { Name: "cancellationToken", IsOptional: true } || last[1].ParameterType != typeof(CancellationToken)
        select $"{method.DeclaringType!.Name}.{method.Name}");

    [Fact]
    public void Every_asynchronous_method_ends_in_Async_and_takes_a_token_last() => AssertNone(
        from type in PublicTypes
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && IsAsynchronous(method.ReturnType) && method.Name is not (nameof(IAsyncDisposable.DisposeAsync) or nameof(PagedSequence<int>.AsPages) or nameof(PagedSequence.FromPages))
        let last = method.GetParameters().LastOrDefault()
        where !method.Name.EndsWith("Async", StringComparison.Ordinal) || last?.ParameterType != typeof(CancellationToken) || last is not { Name: "cancellationToken", IsOptional: true }
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void No_method_of_another_kind_ends_in_Async() => AssertNone(
        from type in PublicTypes
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAsynchronous(method.ReturnType)
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void Streams_of_the_wire_interfaces_begin_with_Enumerate() => AssertNone(
        from type in new[] { typeof(InventoryItemsExtensions), typeof(LocationsExtensions), typeof(LocationMetafieldsExtensions) }
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where IsStream(method.ReturnType) != method.Name.StartsWith("Enumerate", StringComparison.Ordinal)
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void Records_are_immutable() => AssertNone(
        from type in PublicTypes
        where type.GetMethod("<Clone>$") is not null || (type.IsValueType && !type.IsEnum)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select $"{type.Name}.{property.Name}");

    [Fact]
    public void Records_hold_no_lists_that_can_be_changed() => AssertNone(
        from type in PublicTypes
        where type.GetMethod("<Clone>$") is not null
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let kind = property.PropertyType
        where kind.IsArray || (kind.IsGenericType && kind.GetGenericTypeDefinition() is var generic && (generic == typeof(List<>) || generic == typeof(IList<>) || generic == typeof(Dictionary<,>)))
        select $"{type.Name}.{property.Name}");

    [Fact]
    public void Every_type_on_the_wire_is_in_the_JSON_context_or_has_a_writer_of_its_own()
    {
        var types = WireInterfaces.Methods
            .SelectMany(method => method.GetParameters().Where(parameter => parameter.IsDefined(typeof(BodyAttribute))).Select(parameter => parameter.ParameterType)
                .Concat(method.ReturnType.GetGenericArguments()))
            .Distinct()
            .ToArray();

        Assert.Equal(18, types.Length);
        AssertNone(from type in types.Except([typeof(AbsoluteAdjustmentRequest), typeof(RelativeAdjustmentRequest)]) where WireJsonContext.Default.GetTypeInfo(type) is null select type.ToString());
    }

    [Fact]
    public void Every_list_that_is_read_may_hold_null()
    {
        var lists = new List<(string Member, Type List)>();
        foreach (var answer in WireInterfaces.Methods.Select(method => method.ReturnType).Where(type => type.IsGenericType))
        {
            AddLists(answer.GetGenericArguments()[0], lists, []);
        }

        Assert.Equal(8, lists.Distinct().Select(list => list.List).Distinct().Count());
        AssertNone(
            from list in lists.Distinct()
            where !WireJsonContext.Default.GetTypeInfo(list.List)!.Converter.GetType().Name.StartsWith("LenientListConverter", StringComparison.Ordinal)
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
    public void Paths_are_written_in_the_interfaces_alone() => AssertNone(
        from source in Repository.SdkSources()
        where !WireInterfaces.All.Any(api => source.Path.EndsWith($"/{api.Name}.cs", StringComparison.Ordinal))
        from line in source.Text.Split('\n')
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && (line.Contains("\"/inventory", StringComparison.Ordinal) || line.Contains("\"inventory/", StringComparison.Ordinal))
        select $"{source.Path}: {line.Trim()}");

    [Fact]
    public void A_suppression_has_its_reason_beside_it() => AssertNone(
        from folder in SourceFolders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets"
        where !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")
        let lines = File.ReadAllLines(file)
        where lines is not ["// <auto-generated/>", ..]
        from index in Enumerable.Range(0, lines.Length)
        let line = lines[index].Trim()
        where (line.StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("// ", StringComparison.Ordinal))
            || (line.Contains("SuppressMessage(", StringComparison.Ordinal) && line.StartsWith('[') && !line.Contains("Justification = \"", StringComparison.Ordinal))
            || (line.StartsWith("<NoWarn>", StringComparison.Ordinal) && !lines[index - 1].TrimEnd().EndsWith("-->", StringComparison.Ordinal))
        select $"{Path.GetRelativePath(Repository.Root, file)}({index + 1}): {line}");

    [Fact]
    public void The_interfaces_are_where_the_paths_are_looked_for()
    {
        var sources = Repository.SdkSources().Select(source => source.Path).ToArray();

        Assert.All(WireInterfaces.All, api => Assert.Single(sources, path => path.EndsWith($"/{api.Name}.cs", StringComparison.Ordinal)));
    }

    private static bool IsAsynchronous(Type type) => typeof(Task).IsAssignableFrom(type) || IsStream(type) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsStream(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) || type.GetGenericTypeDefinition() == typeof(PagedSequence<>));

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal([], offenders);
}
