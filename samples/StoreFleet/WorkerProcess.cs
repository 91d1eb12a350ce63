using System.Collections.Concurrent;
using System.Diagnostics;

namespace StoreFleet;

/// <summary>A worker in a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    public WorkerProcess(string name, string settings)
    {
        Name = name;
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerProcess).Assembly.Location, "worker", "--settings", settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Fleet__Name"] = name;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public bool IsKilled { get; private set; }

    public bool HasExited => _process.HasExited;

    public string? Dashboard { get; private set; }

    public string Output => string.Join(Environment.NewLine, _output);

    public void Kill()
    {
        IsKilled = true;
        _process.Kill();
    }

    /// <summary>Stops the worker: runs end after their current request.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
        }

        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line?.StartsWith(Worker.DashboardPrefix, StringComparison.Ordinal) == true)
        {
            Dashboard = line[Worker.DashboardPrefix.Length..];
        }
        else if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
