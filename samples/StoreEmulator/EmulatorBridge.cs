using BigCommerce.Inventory.Testing;
using Microsoft.AspNetCore.Http.Features;

namespace StoreEmulator;

/// <summary>Forwards requests from Kestrel to the emulator and copies the responses. Failed connections are aborted.</summary>
internal sealed class EmulatorBridge(InventoryEmulator emulator) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(emulator.CreateHandler());

    public void Dispose() => _invoker.Dispose();

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            using var request = ToRequest(context);
            using var response = await _invoker.SendAsync(request, context.RequestAborted);
            await CopyAsync(response, context.Response, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            context.Abort();
        }
        catch (HttpIOException)
        {
            // The body ends early. An abort discards unsent data, so the delay lets the first part arrive.
            await context.Response.Body.FlushAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
        catch (EmulatorAssertionException error)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(error.Message, context.RequestAborted);
        }
    }

    private static HttpRequestMessage ToRequest(HttpContext context)
    {
        // The raw target keeps the encoding of the client.
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var uri = new Uri(
            $"http://{context.Request.Host}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpResponse to, CancellationToken cancellationToken)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
        {
            to.Headers[name] = values.ToArray();
        }

        if (to.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            to.Headers.ContentLength = null;
        }
        else
        {
            to.ContentLength = from.Content.Headers.ContentLength;
            await from.Content.CopyToAsync(to.Body, cancellationToken);
        }
    }
}
