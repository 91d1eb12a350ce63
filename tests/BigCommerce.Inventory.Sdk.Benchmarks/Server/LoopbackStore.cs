using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Benchmarks.Server;

/// <summary>The store behind a socket on the loopback interface.</summary>
internal static class LoopbackStore
{
    /// <summary>The argument that starts this program as the store.</summary>
    public const string Argument = "--store";

    public static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(RespondAsync);
        await application.StartAsync();
        return application;
    }

    /// <summary>Serves until the standard input ends: with the process that started this one.</summary>
    public static async Task ServeAsync()
    {
        await using var store = await StartAsync();
        await Console.Out.WriteLineAsync(AddressOf(store).AbsoluteUri);
        await Console.In.ReadToEndAsync();
    }

    public static Uri AddressOf(WebApplication store) => new(store.Urls.Single());

    private static async Task RespondAsync(HttpContext context)
    {
        await context.Request.BodyReader.CopyToAsync(Stream.Null);
        foreach (var (name, value) in StoreResponses.Quota)
        {
            context.Response.Headers[name] = value;
        }

        var body = StoreResponses.To(context.Request.Method, context.Request.QueryString.Value ?? string.Empty);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}

/// <summary>The store in a process of its own, so that its work is not counted.</summary>
internal sealed class StoreProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StoreProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<StoreProcess> StartAsync()
    {
        var process = OwnProcess.Start(LoopbackStore.Argument);
        var address = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The store's process ended before it listened.");
        return new StoreProcess(process, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
