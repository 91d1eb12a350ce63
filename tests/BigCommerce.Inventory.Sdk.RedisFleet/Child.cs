using System.Diagnostics;

namespace BigCommerce.Inventory.RedisFleet;

/// <summary>A process that this one starts, talks to over its standard streams, and ends.</summary>
public sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>This program with other arguments.</summary>
    public static Child Self(params IEnumerable<string> arguments) => Start("dotnet", [typeof(Child).Assembly.Location, .. arguments]);

    public static Child Start(string file, IEnumerable<string> arguments) => new(Process.Start(new ProcessStartInfo(file, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    }) ?? throw new InvalidOperationException($"{file} did not start."));

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended early.");

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<string> AskAsync(string line)
    {
        await TellAsync(line);
        return await ReadLineAsync();
    }

    /// <summary>Sends a signal, such as <c>STOP</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
