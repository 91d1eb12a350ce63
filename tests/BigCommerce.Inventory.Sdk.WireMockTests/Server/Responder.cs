using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.ResponseBuilders;
using WireMock.ResponseProviders;
using WireMock.Settings;

namespace BigCommerce.Inventory.WireMockTests.Server;

/// <summary>Sends the response that a function chooses.</summary>
/// <param name="respond">Chooses the response.</param>
/// <param name="stalled">What to do when a response stops until the client gives up.</param>
internal sealed class Responder(Func<ReceivedRequest, StubResponse> respond, Action stalled) : IResponseProvider
{
    public async Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping, HttpContext context, IRequestMessage requestMessage, WireMockServerSettings settings)
    {
        var response = respond(ReceivedRequest.From(context, requestMessage));
        var whole = Response.Create().WithStatusCode(response.Status ?? 200);
        if (response.Fault is not null || response.Pieces is not null)
        {
            // WireMock.Net still writes its response, to a connection that is closed.
            await SendRawAsync(response, context);
        }
        else
        {
            var port = context.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);
            foreach (var (name, value) in response.AllHeaders)
            {
                whole.WithHeader(name, value.Replace("{port}", port, StringComparison.Ordinal));
            }

            if (BodyOf(response) is { Length: > 0 } body)
            {
                whole.WithBody(body);
            }
        }

        return await whole.ProvideResponseAsync(mapping, context, requestMessage, settings);
    }

    private static byte[] BodyOf(StubResponse response) =>
        response.Base64 ?? Encoding.UTF8.GetBytes(response.Text ?? response.Json?.ToJsonString() ?? "");

    /// <summary>
    /// Writes below HTTP: WireMock.Net's own faults are complete responses, and its delays continue after the client disconnected.
    /// </summary>
    private async Task SendRawAsync(StubResponse response, HttpContext context)
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        var body = BodyOf(response);
        switch (response.Fault)
        {
            case ConnectionFault.Reset:
                context.Abort();
                return;
            case ConnectionFault.NoResponse:
                await StallAsync(context);
                return;
            case ConnectionFault.UnfinishedBody:
                await socket.SendAsync(Head(response));
                await socket.SendAsync(Chunk(body[..(body.Length / 2)]));
                await StallAsync(context);
                return;
            case ConnectionFault.Garbage:
                await socket.SendAsync("\u0001\u0002 no HTTP \u0003\r\n"u8.ToArray());
                break;
            case ConnectionFault.TruncatedChunk:
                await socket.SendAsync(Head(response));
                await socket.SendAsync("20\r\n{\"data\":["u8.ToArray());
                break;
            case null:
                await socket.SendAsync(Head(response));
                foreach (var piece in body.Chunk((body.Length + response.Pieces!.Value - 1) / response.Pieces.Value))
                {
                    await socket.SendAsync(Chunk(piece));

                    // Without a pause the client would receive several pieces at once.
                    await Task.Delay(TimeSpan.FromMilliseconds(10));
                }

                await socket.SendAsync(Chunk([]));
                break;
        }

        socket.Shutdown(SocketShutdown.Both);
    }

    private static byte[] Head(StubResponse response) => Encoding.ASCII.GetBytes(string.Concat(
        [
            string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} \r\n"),
            "Connection: close\r\nTransfer-Encoding: chunked\r\n",
            .. response.AllHeaders.Select(header => $"{header.Key}: {header.Value}\r\n"),
            "\r\n",
        ]));

    private static byte[] Chunk(byte[] content) =>
        [.. Encoding.ASCII.GetBytes(content.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. content, .. "\r\n"u8];

    private async Task StallAsync(HttpContext context)
    {
        stalled();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
