using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Sdk;

[assembly: AssemblyFixture(typeof(BigCommerce.Inventory.WireMockTests.Server.WireMockServer))]

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>
/// The real WireMock server, one for the whole run: the one at <c>WIREMOCK_URL</c>, or a process of our own from the npm package.
/// </summary>
public sealed partial class WireMockServer : IAsyncLifetime
{
    private const string Package = "wiremock@3.13.2";

    /// <summary>Generous because the first start on a machine downloads 19 MB.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly string? _url;
    private Process? _process;
    private string? _unavailable;

    public WireMockServer()
        : this(Environment.GetEnvironmentVariable("WIREMOCK_URL"))
    {
    }

    private WireMockServer(string? url) => _url = url;

    /// <summary>A client for the server's admin API and for requests as a test wants them, to be sent as they are.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Where the server listens, without a path.</summary>
    public Uri BaseAddress => Http.BaseAddress ?? throw new InvalidOperationException(_unavailable);

    /// <summary>A server of its own, whatever <c>WIREMOCK_URL</c> says.</summary>
    internal static WireMockServer Separate() => new(url: null);

    public async ValueTask InitializeAsync()
    {
        if (!string.IsNullOrEmpty(_url))
        {
            Http.BaseAddress = new Uri(_url);
        }
        else
        {
            using var limit = new CancellationTokenSource(StartLimit);
            try
            {
                Http.BaseAddress = await StartAsync(limit.Token);
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException or OperationCanceledException)
            {
                _unavailable = $"WireMock needs Java 11 or later and npx on the PATH, or WIREMOCK_URL. {e.Message}{Output()}";
                return;
            }
        }

        await WaitUntilHealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>A store that no other test sees, to be closed when the test ends.</summary>
    public WireMockStore OpenStore()
    {
        RequireAvailable();
        return new WireMockStore(this);
    }

    /// <summary>Skips the test, or fails it in CI, when there is no server.</summary>
    public void RequireAvailable()
    {
        if (_unavailable is not null)
        {
            throw Refusal(_unavailable, Environment.GetEnvironmentVariable("CI"));
        }
    }

    /// <summary>What ends a test without a server: a skip, or in CI, where that would go unnoticed, a failure.</summary>
    internal static Exception Refusal(string reason, string? ci) =>
        string.IsNullOrEmpty(ci) ? SkipException.ForSkip(reason) : FailException.ForFailure(reason);

    private async Task<Uri> StartAsync(CancellationToken cancellationToken)
    {
        // Some systems have a "java" that only says where to get Java, so finding the file is not enough.
        using (var java = Launch("java", "-version"))
        {
            await java.WaitForExitAsync(cancellationToken);
            if (java.ExitCode != 0)
            {
                throw new InvalidOperationException("java -version failed.");
            }
        }

        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Launch(
            OperatingSystem.IsWindows() ? "npx.cmd" : "npx",
            "--yes",
            "--prefer-offline",
            $"--package={Package}",
            "--",
            "node",
            Path.Combine(AppContext.BaseDirectory, "Server", "wiremock.cjs"),
            "--port",
            "0",
            "--bind-address",
            "127.0.0.1",
            "--disable-banner",
            "--root-dir",
            Path.Combine(AppContext.BaseDirectory, "wiremock-root"));
        _process.OutputDataReceived += (_, line) =>
        {
            if (PortLine().Match(line.Data ?? "") is { Success: true } match)
            {
                port.TrySetResult(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        };
        Drain(_process);
        var ended = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(port.Task, ended) == ended)
        {
            await ended;
            throw new InvalidOperationException("npx ended before WireMock listened.");
        }

        return new Uri(FormattableString.Invariant($"http://127.0.0.1:{await port.Task}"));
    }

    private static Process Launch(string fileName, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private void Drain(Process process)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (!string.IsNullOrWhiteSpace(line.Data) && _output.Count < 50)
            {
                _output.Enqueue(line.Data);
            }
        }
    }

    private string Output() => _output.IsEmpty ? "" : $"{Environment.NewLine}{string.Join(Environment.NewLine, _output)}";

    private async Task WaitUntilHealthyAsync()
    {
        using var limit = new CancellationTokenSource(HealthLimit);
        while (true)
        {
            try
            {
                using var response = await Http.GetAsync("/__admin/health", limit.Token);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (Exception e) when (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"No WireMock answers at {BaseAddress}.", e);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    [GeneratedRegex(@"^port:\s+(\d+)$")]
    private static partial Regex PortLine();
}
