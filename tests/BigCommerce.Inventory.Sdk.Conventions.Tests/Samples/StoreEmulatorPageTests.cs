using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using BigCommerce.Inventory.Testing;
using Deque.AxeCore.Commons;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StoreEmulator;

namespace BigCommerce.Inventory.Tests.Samples;

/// <summary>The page of <c>samples/StoreEmulator</c> in headless Chromium, on wide and on small screens.</summary>
public sealed partial class StoreEmulatorPageTests
{
    // Opens the detail of the newest request, turns a page, and checks what is shown. The result is put into the document.
    private const string Script =
        """
        const waitFor = condition => new Promise(done => { const check = () => condition() ? done() : setTimeout(check, 20); check(); });
        const isBroken = word => {
          const range = document.createRange();
          range.selectNodeContents(word);
          return new Set([...range.getClientRects()].map(line => line.top)).size > 1;
        };
        (async () => {
          await waitFor(() => document.querySelector("#requests button"));
          document.querySelector("#requests button").focus();
          document.querySelector("#requests button").click();
          await waitFor(() => document.querySelector("#requests dl"));
          document.getElementById("next").click();
          await waitFor(() => document.getElementById("page").textContent.startsWith("page 2 "));
          const axeResult = await axe.run();
          const result = {
            width: innerWidth,
            contentWidth: document.documentElement.scrollWidth,
            brokenWords: [...document.querySelectorAll("#requests .path span")].filter(isBroken).map(word => word.textContent),
            motion: getComputedStyle(document.querySelector(".bar > div")).transitionDuration,
            detail: document.querySelector("#requests dl").innerText,
            dark: matchMedia("(prefers-color-scheme: dark)").matches,
            focus: document.activeElement.id,
            columns: [...document.querySelectorAll("thead th")].filter(header => header.scope !== "col").length,
            stock: document.getElementById("count").textContent,
            violations: axeResult.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)),
            words: document.querySelectorAll("#requests .path span").length,
            rulesPassed: axeResult.passes.length,
          };
          document.body.append(Object.assign(document.createElement("pre"), { id: "result", textContent: JSON.stringify(result) }));
        })();
        """;

    private static readonly string? Chromium = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium" }.FirstOrDefault(File.Exists);

    [Theory]
    [InlineData(1280, false, false)]
    [InlineData(500, true, true)]
    public async Task EmulatorPage_InABrowser_IsAccessibleAndFitsTheScreen(int width, bool reducedMotion, bool dark)
    {
        Assert.SkipWhen(Chromium is null, "Chromium is not installed. Install it, or set CHROMIUM to the path of a Chromium browser.");
        var emulator = new InventoryEmulator();
        emulator.GetStore().SeedDemo();
        using var client = emulator.CreateClient();
        await client.Items.ListAsync(new InventoryItemFilter { Skus = ["JKT-07-NAVY-XL", "TEE-02-MOSS-M"], LocationCodes = ["SEA-STORE", "RENO-WH"] });
        await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("NO-SUCH-SKU"), 1), new(1, ItemKey.Sku("GER-0001"), 2)], "stocktaking")));

        var shown = await ShowAsync(emulator, width, reducedMotion, dark);

        Assert.Equal([], shown.Violations);
        Assert.InRange(shown.RulesPassed, 10, int.MaxValue);
        Assert.Equal(width, shown.Width);
        Assert.InRange(shown.ContentWidth, 1, width);
        Assert.Equal([], shown.BrokenWords);
        Assert.InRange(shown.Words, 10, 100);
        Assert.Equal(reducedMotion ? "0s" : "0.3s", shown.Motion);
        Assert.Matches(@"reason\s+stocktaking\s+body\s+\d+ bytes, 2 rows\s+refused row\s+\{.*NO-SUCH-SKU.*\}\s+row\s+\{.*GER-0001.*\}", shown.Detail);
        Assert.Equal(("toggle-2", 0, "5,000 items", dark), (shown.Focus, shown.Columns, shown.Stock, shown.Dark));
    }

    private static async Task<Shown> ShowAsync(InventoryEmulator emulator, int width, bool reducedMotion, bool dark)
    {
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };

        // The same page with the checks in it.
        var axe = new BundledAxeScriptProvider().GetScript().Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
        var html = (await http.GetStringAsync(new Uri("/", UriKind.Relative)))
            .Replace("</body>", $"<script>{axe}</script><script>{Script}</script></body>", StringComparison.Ordinal);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using var front = builder.Build();
        front.MapGet("/", () => Results.Text(html, "text/html; charset=utf-8"));
        front.MapFallback(async (HttpRequest request) => Results.Text(
            await http.GetStringAsync(new Uri($"{request.Path}{request.QueryString}", UriKind.Relative)), "application/json"));
        await front.StartAsync();

        var profile = Directory.CreateTempSubdirectory("chromium-");
        try
        {
            string[] options = [.. reducedMotion ? ["--force-prefers-reduced-motion"] : Array.Empty<string>(), $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}"];
            using var browser = Process.Start(new ProcessStartInfo(Chromium!, [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", $"--user-data-dir={profile.FullName}",
                $"--window-size={width},900", "--virtual-time-budget=5000", "--dump-dom", .. options, front.Urls.Single()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = browser.StandardError.ReadToEndAsync();
            var document = await browser.StandardOutput.ReadToEndAsync();
            await browser.WaitForExitAsync();
            var result = Result().Match(document);
            Assert.True(result.Success, $"The checks did not end. {await errors}\n{document[^Math.Min(document.Length, 2000)..]}");
            return JsonSerializer.Deserialize<Shown>(WebUtility.HtmlDecode(result.Groups[1].Value), JsonSerializerOptions.Web)!;
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    private sealed record Shown(
        int Width,
        int ContentWidth,
        string[] BrokenWords,
        string Motion,
        string Detail,
        bool Dark,
        string Focus,
        int Columns,
        string Stock,
        string[] Violations,
        int Words,
        int RulesPassed);

    [GeneratedRegex("""<pre id="result">(.*?)</pre>""", RegexOptions.Singleline)]
    private static partial Regex Result();
}
