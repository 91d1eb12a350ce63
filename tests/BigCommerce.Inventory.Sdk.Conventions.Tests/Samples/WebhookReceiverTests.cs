using System.Diagnostics;
using BigCommerce.Inventory.Tests.Documentation;

namespace BigCommerce.Inventory.Tests.Samples;

/// <summary>Runs <c>samples/WebhookReceiver</c> as a process without arguments or settings.</summary>
public class WebhookReceiverTests
{
    [Fact]
    public async Task WebhookReceiver_Demo_PrintsFinalStockAndExits()
    {
        var (exitCode, output) = await RunAsync();

        Assert.Equal(0, exitCode);
        Assert.Matches(@"^Listening on http://127\.0\.0\.1:\d+/webhooks for store demo$", output[0]);
        Assert.Contains(
            "warn: BigCommerce.Inventory.Webhooks[201] A webhook was rejected with 401. No v1 signature in the header webhook-signature matches the body and the secret.",
            output);
        Assert.Contains("Sent 40 deliveries: 39 accepted, 1 rejected", output);
        Assert.Single(output, "LocationUpdated (store/inventory/location/updated): LocationWebhookData { LocationId = 2 }");
        Assert.Single(
            output,
            """Unknown (store/channel/*/inventory/product/something_new): UnknownWebhookData { Json = {"location_id":2} }""");

        // All three sales are printed, although the second and third arrived while the first one's duplicates were suppressed.
        foreach (var sku in new[] { "JKT-07-NAVY-XL", "TEE-02-MOSS-M", "GER-0001" })
        {
            foreach (var location in new[] { "Seattle, Pike Street", "Denver, Larimer Square" })
            {
                var start = $"  {sku,-16} {location,-24}";
                Assert.Equal($"{start}    15 to sell    17 on hand", output.Last(line => line.StartsWith(start, StringComparison.Ordinal)));
            }
        }

        // The page shows this output, except for the port and, on a busy machine, the order.
        var page = MarkdownSnippets.Blocks("samples/WebhookReceiver/README.md")
            .Single(block => block.Text.StartsWith("Listening on ", StringComparison.Ordinal)).Text;
        Assert.Equal(
            [],
            page.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1]
                .Where(line => !line.StartsWith("Stock levels changed: ", StringComparison.Ordinal))
                .Except(output));

        // One if the whole burst fits into a second; on a busy machine there may be several.
        Assert.Matches(@"^Requests to the store: [1-5]$", output[^1]);
    }

    [Fact]
    public async Task WebhookReceiver_SomeSettingsMissing_PrintsOneSentence()
    {
        var (exitCode, output) = await RunAsync(("BIGCOMMERCE_STORE_HASH", "abc123"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Set all of BIGCOMMERCE_STORE_HASH, BIGCOMMERCE_ACCESS_TOKEN, BIGCOMMERCE_CLIENT_SECRET, or none of them for the demo.",
            Assert.Single(output));
    }

    private static async Task<(int ExitCode, string[] Output)> RunAsync(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "BIGCOMMERCE_STORE_HASH", "BIGCOMMERCE_ACCESS_TOKEN", "BIGCOMMERCE_CLIENT_SECRET" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, (output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            process.Kill();
        }
    }
}
