using System.Diagnostics;

namespace BigCommerce.Inventory.Benchmarks.Server;

/// <summary>Runs this program again, in another role.</summary>
internal static class OwnProcess
{
    public static Process Start(params string[] arguments)
    {
        // Started as `dotnet program.dll`, the process is dotnet.
        var executable = Environment.ProcessPath!;
        string[] all = Path.GetFileNameWithoutExtension(executable) == "dotnet"
            ? [typeof(OwnProcess).Assembly.Location, .. arguments]
            : arguments;
        return Process.Start(new ProcessStartInfo(executable, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,

            // The runtime's default, as applications have it: this program's own setting would compile hot code again during the start.
            Environment = { ["DOTNET_TC_CallCountingDelayMs"] = "64" },
        })!;
    }
}
