using System.Reflection;
using System.Runtime.Loader;
using BigCommerce.Inventory.Tests.Conventions;

namespace BigCommerce.Inventory.Tests.PublicApi;

/// <summary>What the packages show to their users changes only on purpose: the whole of it stands in text files that are reviewed.</summary>
public class PublicApiTests
{
    private const string Accept = "ACCEPT_API";

    [Theory]
    [InlineData("BigCommerce.Inventory.Sdk", "net8.0")]
    [InlineData("BigCommerce.Inventory.Sdk", "net10.0")]
    [InlineData("BigCommerce.Inventory.Sdk.Testing", "net8.0")]
    [InlineData("BigCommerce.Inventory.Sdk.Testing", "net10.0")]
    public void The_public_api_is_the_reviewed_one(string package, string target)
    {
        var file = $"src/{package}/PublicApi.{target}.txt";
        var path = Path.Combine(Repository.Root, file);
        var actual = PublicSurface.Lines(new BuildOutput(target).Load(package)).ToArray();
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
            return;
        }

        var reviewed = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] differences =
        [
            .. reviewed.Except(actual).Select(line => $"- {line}"),
            .. actual.Except(reviewed).Select(line => $"+ {line}"),
        ];
        Assert.True(
            differences.Length == 0,
            $"The public API is not the one in {file}:\n{string.Join('\n', differences)}\n"
            + $"If it is meant to be: {Accept}=1 dotnet test tests/BigCommerce.Inventory.Sdk.Tests --filter {nameof(PublicApiTests)}, and commit the file.");
        Assert.Equal(reviewed, actual);
    }

    [Theory]
    [InlineData("BigCommerce.Inventory.Sdk")]
    [InlineData("BigCommerce.Inventory.Sdk.Testing")]
    public void Both_targets_offer_the_same(string package) => Assert.Equal(
        PublicSurface.Lines(new BuildOutput("net8.0").Load(package)),
        PublicSurface.Lines(new BuildOutput("net10.0").Load(package)));

    /// <summary>The packages' assemblies as built for one target, apart from those that the tests run on.</summary>
    private sealed class BuildOutput(string target) : AssemblyLoadContext($"public API for {target}")
    {
        // tests/…/bin/Debug/net10.0 → Debug
        private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

        public Assembly Load(string package) => LoadFromAssemblyPath(PathOf(package));

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name is { } name && File.Exists(PathOf(name)) ? LoadFromAssemblyPath(PathOf(name)) : null;

        private string PathOf(string package) => Path.Combine(Repository.Root, "src", package, "bin", Configuration, target, package + ".dll");
    }
}
