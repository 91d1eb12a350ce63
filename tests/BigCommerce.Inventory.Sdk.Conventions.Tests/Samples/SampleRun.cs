namespace BigCommerce.Inventory.Tests.Samples;

/// <summary>Runs a sample in this process, as its command line would.</summary>
internal static class SampleRun
{
    /// <param name="sample">The sample: arguments, output, errors, and the environment's variables by name.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="environment">The variables that are set.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        Func<string[], TextWriter, TextWriter, Func<string, string?>, Task<int>> sample,
        string[] args,
        params (string Name, string Value)[] environment)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await sample(args, output, error, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
        return (exitCode, output.ToString(), error.ToString());
    }
}
