using BigCommerce.Inventory.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>The emulator on a free loopback port, for tests over HTTP.</summary>
internal sealed class LoopbackEmulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _emulator;

    private LoopbackEmulator(WebApplication app, HttpMessageInvoker emulator)
    {
        _app = app;
        _emulator = emulator;
    }

    public Uri Address => new(_app.Urls.First());

    public static async Task<LoopbackEmulator> StartAsync(InventoryEmulator emulator)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var invoker = new HttpMessageInvoker(emulator.CreateHandler());
        app.Run(context => ForwardAsync(context, invoker, emulator.BaseAddress));
        await app.StartAsync();
        return new LoopbackEmulator(app, invoker);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _emulator.Dispose();
    }

    private static async Task ForwardAsync(HttpContext context, HttpMessageInvoker emulator, Uri baseAddress)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(baseAddress, context.Request.Path + context.Request.QueryString.ToUriComponent()));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        using var response = await emulator.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers)
        {
            context.Response.Headers[name] = values.ToArray();
        }

        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
