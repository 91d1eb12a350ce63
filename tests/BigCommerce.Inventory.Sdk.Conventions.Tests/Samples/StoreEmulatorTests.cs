using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using StoreEmulator;

namespace BigCommerce.Inventory.Tests.Samples;

/// <summary><c>samples/StoreEmulator</c>: the emulator over a real connection.</summary>
public sealed class StoreEmulatorTests
{
    [Fact]
    public async Task StoreEmulator_Started_PrintsItsAddressAndServesTheDemoStore()
    {
        await using var sample = new Sample(Environment.CurrentDirectory, "--port", "0", "--seed", "demo", "--token", "right");
        string? listening = await sample.Process.StandardOutput.ReadLineAsync(sample.Deadline);
        Assert.Matches(@"^Listening on http://127\.0\.0\.1:\d+/$", listening);
        var address = new Uri(listening!["Listening on ".Length..]);
        Assert.Equal($"API of store demo: {address}stores/demo/v3", await sample.Process.StandardOutput.ReadLineAsync(sample.Deadline));

        using var client = new BigCommerceInventoryClient("demo", "right", new BigCommerceInventoryOptions { BaseAddress = address });
        await client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("GER-0001"), 12)]),
            cancellationToken: sample.Deadline);
        var page = await client.Items.ListAsync(
            new InventoryItemFilter { Skus = ["GER-0001"], LocationIds = [1] },
            cancellationToken: sample.Deadline);
        Assert.Equal(12, page.Data.Single().Locations.Single().TotalInventoryOnHand);

        using var intruder = new BigCommerceInventoryClient("demo", "wrong", new BigCommerceInventoryOptions { BaseAddress = address });
        await Assert.ThrowsAsync<BigCommerceAuthenticationException>(
            () => intruder.Locations.ListAsync(cancellationToken: sample.Deadline));
    }

    [Theory]
    [InlineData("--quota", "0", "--quota must be an integer from 1 to 2147483647, not '0'.")]
    [InlineData("--latency", "-1", "--latency must be a number from 0 to 3600, not '-1'.")]
    [InlineData("--port", "65536", "--port must be an integer from 0 to 65535, not '65536'.")]
    [InlineData("--port", "http", "--port must be an integer from 0 to 65535, not 'http'.")]
    [InlineData("--seed", "no-such-file.json", "Could not find file")]
    [InlineData("--faults", "101", "--faults must be a number from 0 to 100, not '101'.")]
    public async Task StoreEmulator_InvalidOption_PrintsOneSentence(string option, string value, string expected)
    {
        await using var sample = new Sample(Environment.CurrentDirectory, option, value);

        string error = await sample.Process.StandardError.ReadToEndAsync(sample.Deadline);
        await sample.Process.WaitForExitAsync(sample.Deadline);

        Assert.Equal(1, sample.Process.ExitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreEmulator_RelativeSeedFile_IsReadFromTheCurrentFolder()
    {
        var folder = Directory.CreateTempSubdirectory("store-emulator-");
        var source = new InventoryEmulator().GetStore();
        source.AddLocation("FROM-THE-FILE", "A location of the snapshot");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "snapshot.json"), source.ExportSnapshot());
        await using var sample = new Sample(folder.FullName, "--port", "0", "--seed", "snapshot.json");

        string? listening = await sample.Process.StandardOutput.ReadLineAsync(sample.Deadline);
        using var client = new BigCommerceInventoryClient(
            "demo",
            "any",
            new BigCommerceInventoryOptions { BaseAddress = new Uri(listening!["Listening on ".Length..]) });

        Assert.NotNull(await client.Locations.FindAsync("FROM-THE-FILE", cancellationToken: sample.Deadline));
    }

    [Fact]
    public async Task StoreEmulator_PageAndState_ShowTheStore()
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions { TimeProvider = new ManualTimeProvider() });
        emulator.GetStore().SeedDemo();
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        using (await http.GetAsync(new Uri("stores/demo/v3/inventory/items?x=1", UriKind.Relative)))
        using (await http.GetAsync(new Uri("stores/shop/v3/inventory/items", UriKind.Relative)))
        {
        }

        using var page = await http.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        Assert.Contains("<title>Store emulator</title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var status = JsonNode.Parse(await http.GetStringAsync(new Uri("status?store=demo&search=ger-0001", UriKind.Relative)))!;
        Assert.Equal("""["demo","shop"]""", status["stores"]!.ToJsonString());
        Assert.Equal("""{"remaining":149,"limit":150,"windowSeconds":30,"resetSeconds":30}""", status["rateLimit"]!.ToJsonString());
        Assert.Equal(
            """{"id":2,"code":"SEA-STORE","label":"Seattle, Pike Street","enabled":true}""",
            status["locations"]![1]!.ToJsonString());
        Assert.Equal((5000, 1), ((int)status["itemCount"]!, (int)status["matchCount"]!));
        Assert.Equal((1, 1), ((int)status["page"]!, (int)status["pageCount"]!));
        Assert.Equal(
            $$"""[{"sku":"GER-0001","tracking":"Product","onHand":[{{string.Join(',', Enumerable.Range(1, 4).Select(id => emulator.GetStore().GetOnHand(id, "GER-0001")))}}]}]""",
            status["items"]!.ToJsonString());
        Assert.Equal(
            """[{"number":1,"receivedAt":"2026-01-01T00:00:00+00:00","method":"GET","path":"/inventory/items?x=1","statusCode":422,"errorTitle":"The filter(s): x are not valid filter parameter(s).","fault":null}]""",
            status["requests"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        byte[] snapshot = await http.GetByteArrayAsync(new Uri("snapshot?store=demo", UriKind.Relative));
        Assert.Equal(emulator.GetStore().ExportSnapshot(), snapshot);
    }

    [Theory]
    [InlineData(0, 1, 50)]
    [InlineData(100, 100, 50)]
    [InlineData(101, 100, 50)]
    public async Task StoreEmulator_PagesOfStock_HaveFiftyItemsEach(int page, int shown, int count)
    {
        var emulator = new InventoryEmulator();
        var store = emulator.GetStore().SeedDemo();
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };

        var status = JsonNode.Parse(await http.GetStringAsync(new Uri($"status?page={page}", UriKind.Relative)))!;

        Assert.Equal((shown, 100), ((int)status["page"]!, (int)status["pageCount"]!));
        Assert.Equal(
            store.Items.Skip((shown - 1) * 50).Take(count).Select(item => item.Sku),
            status["items"]!.AsArray().Select(item => (string)item!["sku"]!));
    }

    [Fact]
    public async Task StoreEmulator_RequestDetail_HasRowsReasonDurationAndRefusedRows()
    {
        var emulator = new InventoryEmulator(new() { TimeProvider = new ManualTimeProvider { AdvanceWhenIdle = true }, Latency = TimeSpan.FromMilliseconds(250) });
        emulator.GetStore().SeedDemo();
        using var client = emulator.CreateClient();
        await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest(
                [new(1, ItemKey.Sku("NO-SKU"), 1), new(1, ItemKey.Sku("NO-SKU-2"), 2), new(1, ItemKey.Sku("GER-0001"), 3)],
                "stocktaking")));
        await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Adjustments.SetAbsoluteAsync(
            new AbsoluteAdjustmentRequest([new(1, ItemKey.Sku("GER-0001"), 1), new(77, ItemKey.Sku("GER-0001"), 2)])));
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };

        var detail = JsonNode.Parse(await http.GetStringAsync(new Uri("requests/1", UriKind.Relative)))!;
        var other = JsonNode.Parse(await http.GetStringAsync(new Uri("requests/2", UriKind.Relative)))!;
        using var unknown = await http.GetAsync(new Uri("requests/3", UriKind.Relative));

        Assert.Equal(
            ("SetAbsolute", "stocktaking", 3, 250),
            ((string?)detail["operation"], (string?)detail["reason"], (int?)detail["rowCount"], (double?)detail["durationMs"]));
        Assert.Equal(
            ["""{"location_id":1,"sku":"NO-SKU","quantity":1}""", """{"location_id":1,"sku":"NO-SKU-2","quantity":2}"""],
            detail["refusedRows"]!.AsArray().Select(row => (string?)row));
        Assert.Equal(["""{"location_id":1,"sku":"GER-0001","quantity":3}"""], detail["rows"]!.AsArray().Select(row => (string?)row));
        Assert.Equal(["""{"location_id":77,"sku":"GER-0001","quantity":2}"""], other["refusedRows"]!.AsArray().Select(row => (string?)row));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task StoreEmulator_RequestWithAnotherHost_IsRefused()
    {
        var emulator = new InventoryEmulator();
        emulator.GetStore();
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "status");
        request.Headers.Host = "rebound.example";

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task StoreEmulator_Response_IsUnchangedOverHttp()
    {
        var emulator = new InventoryEmulator(new InventoryEmulatorOptions { TimeProvider = new ManualTimeProvider() });
        emulator.GetStore().AddMetafield(1, "n", "k", "v");
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };

        using var missing = await http.GetAsync(new Uri("stores/demo/v3/inventory/items?sku%3Ain=a%2Cb&x=%2F", UriKind.Relative));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType?.ToString());
        Assert.Equal("149", missing.Headers.GetValues("X-Rate-Limit-Requests-Left").Single());
        Assert.Equal("Thu, 01 Jan 2026 00:00:00 GMT", missing.Headers.GetValues("Date").Single());
        Assert.Equal("/inventory/items?sku%3Ain=a%2Cb&x=%2F", emulator.Requests[0].PathAndQuery);

        using var deleted = await http.DeleteAsync(new Uri("stores/demo/v3/inventory/locations/1/metafields/1", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.StatusCode, await deleted.Content.ReadAsStringAsync()));

        using var batch = new HttpRequestMessage(HttpMethod.Delete, "stores/demo/v3/inventory/locations/metafields")
        {
            Content = new StringContent("[7]", Encoding.UTF8, "application/json"),
        };
        using var failed = await http.SendAsync(batch);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, failed.StatusCode);
        Assert.Contains("Metafield does not exist", await failed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreEmulator_ConnectionFault_BreaksTheConnection()
    {
        var emulator = new InventoryEmulator
        {
            Faults = new FaultPlan().Add(Fault.ConnectionReset()).Add(Fault.TruncatedBody()).Add(Fault.EmptyBody()),
        };
        emulator.GetStore().SeedDemo();
        await using var server = EmulatorServer.Create(emulator, port: 0);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        var uri = new Uri("stores/demo/v3/inventory/items", UriKind.Relative);

        var reset = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(uri));
        Assert.True(
            reset.HttpRequestError == HttpRequestError.ResponseEnded || reset.InnerException?.InnerException is SocketException,
            reset.ToString());

        var truncated = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(uri));
        Assert.True(
            truncated.HttpRequestError == HttpRequestError.ResponseEnded || truncated.InnerException?.InnerException is SocketException,
            truncated.ToString());

        using var empty = await http.GetAsync(uri);
        Assert.Equal((HttpStatusCode.OK, 0L), (empty.StatusCode, empty.Content.Headers.ContentLength));
        using var right = await http.GetAsync(uri);
        Assert.NotEqual(0, right.Content.Headers.ContentLength);
    }

    private sealed class Sample : IAsyncDisposable
    {
        private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));

        public Sample(string folder, params string[] arguments) => Process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StoreEmulator.dll"), .. arguments])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;

        public Process Process { get; }

        public CancellationToken Deadline => _deadline.Token;

        public async ValueTask DisposeAsync()
        {
            Process.Kill();
            await Process.WaitForExitAsync();
            Process.Dispose();
            _deadline.Dispose();
        }
    }
}
