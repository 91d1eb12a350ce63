using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace BigCommerce.Inventory.Benchmarks.Measurement;

/// <summary>What the figures were measured on; nothing that names the machine.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} garbage collection");

    private static string Processor()
    {
        const string LinuxProcessors = "/proc/cpuinfo";
        var model = File.Exists(LinuxProcessors)
            ? File.ReadLines(LinuxProcessors)
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1]
                .Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return model ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
