namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>The source that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The package's source files, paths relative to its folder, with their text.</summary>
    public static IEnumerable<(string Path, string Text)> SdkSources()
    {
        var folder = Path.Combine(Root, "src", "BigCommerce.Inventory.Sdk");
        return from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
               let path = Path.GetRelativePath(folder, file).Replace('\\', '/')
               where !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal)
               select (path, File.ReadAllText(file));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BigCommerce.Inventory.Sdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
