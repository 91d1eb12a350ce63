using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>
/// The store emulator responds to the mappings' requests as the mappings do: same status, headers and shape of the body. No
/// server is needed.
/// </summary>
public class EmulatorAgreementTests
{
    private const string Hash = StubServer.Hash;
    private const string ReadsOddForms = "shows odd forms that the client must read; the emulator writes what the API describes";
    private const string ShowsNoFiltering = "responses every field although two are asked for";

    private const string Null = "null";
    private static readonly string[] WaysToTurnPages = ["$.meta.pagination", "$.meta.cursor_pagination"];

    /// <summary>Cases that need a store other than that of <see cref="FillAsync"/>.</summary>
    private static readonly Dictionary<string, Scene> Scenes = new()
    {
        ["absolute-adjustment/422-location-not-found"] = new() { Fill = AddItemsAsync },
        ["absolute-adjustment/422-tracked-by-variant"] = new()
        {
            Fill = emulator => Done(() => emulator.GetStore(Hash).AddItem("V-111", variantId: 211, productId: 111)),
        },
        ["create-locations/422-invalid-fields"] = new() { Change = (request, _) => Replace(request, "\"label\"", "\"not_the_label\"") },
        ["create-locations/422-not-an-array"] = new() { Change = (request, _) => SetBody(request, "{}") },
        ["create-locations/create-and-get"] = new()
        {
            Fill = Nothing,
            Configure = options => options.VisibilityDelay = TimeSpan.FromSeconds(10),
            Before = (emulator, step) => Done(
                () => ((ManualTimeProvider)emulator.TimeProvider).Advance(TimeSpan.FromSeconds(step == 2 ? 10 : 0))),
        },
        ["create-locations/success"] = new() { Fill = Nothing },
        ["create-metafield/400"] = new() { Change = (request, _) => SetBody(request, "{") },
        ["create-metafield/422"] = new() { Change = (request, _) => Replace(request, "\"key\"", "\"not_the_key\"") },
        ["create-metafield/success"] = new() { Fill = AddLocationsAsync },
        ["create-metafield/success-empty-meta-array"] = new()
        {
            Fill = AddLocationsAsync,
            Configure = options => options.WriteEmptyObjectsAsArrays = true,
        },
        ["create-metafield/upsert-after-conflict"] = new()
        {
            Fill = async emulator =>
            {
                await AddLocationsAsync(emulator);
                await SkipMetafieldsAsync(emulator);
            },
            Before = (emulator, step) => step == 1
                ? Done(() => emulator.GetStore(Hash).AddMetafield(2, "warehouse", "dock", "6"))
                : Task.CompletedTask,
        },
        ["create-metafields/400"] = new() { Change = (request, _) => SetBody(request, "[") },
        ["create-metafields/422-invalid"] = new() { Change = (request, _) => SetBody(request, "{}") },
        ["create-metafields/422-none"] = new() { Fill = Nothing },
        ["create-metafields/422-partial"] = new()
        {
            Fill = emulator => Done(() => emulator.GetStore(Hash).AddLocation("BIGC-1", "Central store")),
        },
        ["create-metafields/success"] = new() { Fill = AddLocationsAsync },
        ["delete-locations/404"] = new() { Fill = Nothing },
        ["delete-locations/422-open-orders"] = new()
        {
            Before = (emulator, _) => Done(() => emulator.GetStore(Hash).SetOpenOrderCount(2, 1)),
        },
        ["delete-locations/422-shipping-origin"] = new()
        {
            Before = (emulator, _) => Done(() => emulator.GetStore(Hash).SetShippingOrigin(2)),
        },
        ["delete-locations/success-204"] = new() { Configure = options => options.UseNewerSpecification = true },
        ["delete-metafield/404"] = new() { Fill = AddLocationsAsync },
        ["delete-metafields/422-none"] = new() { Fill = AddLocationsAsync },
        ["delete-metafields/422-partial"] = new()
        {
            Before = (emulator, _) => SendAsync(emulator, HttpMethod.Delete, "inventory/locations/metafields", "[43]"),
        },
        ["get-metafield/404"] = new() { Fill = AddLocationsAsync },
        ["list-items/413-then-smaller-pages"] = new() { Configure = RefuseLargePages },
        ["list-items/422-unknown-filter"] = new()
        {
            Change = (request, _) => request.RequestUri = new Uri(
                request.RequestUri!.OriginalString.Replace("sku", "colour", StringComparison.Ordinal),
                UriKind.Relative),
        },
        ["list-items/two-pages"] = new() { Configure = options => options.MaxPageSize = 2 },
        ["list-items/without-meta"] = new()
        {
            FaultsAt = step => new FaultPlan().Add(Fault.MissingPagination(step == 0 ? MetaShape.EmptyObject : MetaShape.OnlyCurrentLink)),
        },
        ["list-location-items/404"] = new() { Fill = AddItemsAsync },
        ["list-location-items/413-then-smaller-pages"] = new() { Configure = RefuseLargePages },
        ["list-location-items/empty"] = new() { Fill = AddLocationsAsync },
        ["list-location-items/two-pages"] = new() { Configure = options => options.MaxPageSize = 2 },
        ["list-location-metafields/two-pages-by-number"] = new() { Configure = options => options.UseNewerSpecification = true },
        ["list-locations/413-then-smaller-pages"] = new() { Configure = RefuseLargePages },
        ["list-locations/422-unknown-filter"] = new()
        {
            Change = (request, _) => request.RequestUri = new Uri(
                request.RequestUri!.OriginalString.Replace("is_default", "is_main", StringComparison.Ordinal),
                UriKind.Relative),
        },
        ["list-locations/all-filters"] = new()
        {
            Before = (emulator, _) => SendAsync(
                emulator,
                HttpMethod.Put,
                "inventory/locations",
                """[{"id":2,"managed_by_external_source":true,"storefront_visibility":false},{"id":3,"code":"BIGC-2","managed_by_external_source":true,"storefront_visibility":false}]"""),
        },
        ["list-locations/two-pages"] = new() { Configure = options => options.MaxPageSize = 2 },
        ["list-metafields/two-pages-by-number"] = new() { Configure = options => options.UseNewerSpecification = true },
        ["relative-adjustment/422-quantity"] = new() { Change = (request, _) => Replace(request, "-50", "\"none\"") },
        ["update-item-settings/422-no-setting"] = new()
        {
            Change = (request, _) => Replace(request, ",\"bin_picking_number\":\"A-12\"", ""),
        },
        ["update-item-settings/success"] = new()
        {
            Fill = async emulator =>
        {
            await AddLocationsAsync(emulator);
            var store = emulator.GetStore(Hash);
            store.AddItem("RE-130", variantId: 78, productId: 77);
            store.AddItem("RE-131", variantId: 79, productId: 121);
            store.AddItem("BASE", variantId: 200, productId: 120, tracking: InventoryTracking.Product);
        }
        },
        ["update-locations/422-invalid-fields"] = new() { Change = (request, _) => Replace(request, "Mars/Olympus", "") },
        ["update-metafield/400"] = new() { Change = (request, _) => SetBody(request, "{") },
        ["update-metafield/404"] = new() { Fill = AddLocationsAsync },
        ["update-metafields/400"] = new() { Change = (request, _) => SetBody(request, "[") },
        ["update-metafields/422-none"] = new() { Fill = AddLocationsAsync },
        ["update-metafields/422-partial"] = new()
        {
            Before = (emulator, _) => SendAsync(emulator, HttpMethod.Delete, "inventory/locations/metafields", "[43]"),
        },

        ["every-operation/200-cut-off"] = new() { FaultsAt = Always(Fault.TruncatedJson()) },
        ["every-operation/200-empty"] = new() { FaultsAt = Always(Fault.EmptyBody()) },
        ["every-operation/200-html"] = new() { FaultsAt = Always(Fault.Html(200)) },
        ["every-operation/302-other-host"] = new()
        {
            FaultsAt = Always(Fault.Redirect(new Uri("http://localhost:8080/stores/storehash/v3/elsewhere"))),
        },
        ["every-operation/400-malformed"] = new()
        {
            FaultsAt = Always(Fault.StatusCode(400, """{"status":400,"title":"Input is invalid","type":"t","detail":"Syntax error"}""")),
        },
        ["every-operation/401-bad-token"] = new() { Before = (emulator, _) => Done(() => emulator.GetStore(Hash).AccessToken = "another") },
        ["every-operation/403-missing-scope"] = new()
        {
            Before = (emulator, _) => Done(() => emulator.GetStore(Hash).Scopes = OAuthScopes.None),
        },
        ["every-operation/404-html"] = new() { FaultsAt = Always(Fault.Html(404)) },
        ["every-operation/405-method-not-allowed"] = new() { FaultsAt = Always(Fault.StatusCode(405)) },
        ["every-operation/406-not-acceptable"] = new() { FaultsAt = Always(Fault.StatusCode(406, "")) },
        ["every-operation/409-conflict"] = new() { FaultsAt = Always(Fault.StatusCode(409)) },
        ["every-operation/413-too-large"] = new() { FaultsAt = Always(Fault.StatusCode(413)) },
        ["every-operation/415-unsupported-media-type"] = new() { FaultsAt = Always(Fault.StatusCode(415)) },
        ["every-operation/422-empty-array"] = new() { FaultsAt = Always(Fault.StatusCode(422, "[]")) },
        ["every-operation/422-unreadable"] = new()
        {
            FaultsAt = Always(Fault.StatusCode(422, "{\"status\":422,", "application/problem+json")),
        },
        ["every-operation/423-locked"] = new() { FaultsAt = Always(Fault.StatusCode(423)) },
        ["every-operation/429-bare"] = new() { FaultsAt = Always(Fault.RateLimitedWithoutHeaders()) },
        ["every-operation/429-long-reset"] = new()
        {
            FaultsAt = Always(Fault.RateLimited()),
            Configure = options => options.RateLimitWindow = TimeSpan.FromMinutes(10),
        },
        ["every-operation/429-with-requests-left"] = new()
        {
            FaultsAt = Always(Fault.RateLimited(remaining: 16777215)),
            Configure = options => options.RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota,
        },
        ["every-operation/429-with-reset"] = new()
        {
            Fill = Nothing,
            Configure = options => options.RateLimitQuota = 1,
            Before = (emulator, _) => SendAsync(emulator, HttpMethod.Get, "inventory/locations"),
        },
        ["every-operation/429-x-retry-after"] = new() { FaultsAt = Always(Fault.RateLimited(retryAfter: TimeSpan.FromSeconds(2))) },
        ["every-operation/499-client-closed"] = new() { FaultsAt = Always(Fault.StatusCode(499, "")) },
        ["every-operation/500-empty"] = new() { FaultsAt = Always(Fault.StatusCode(500, "")) },
        ["every-operation/500-problem"] = new() { FaultsAt = Always(Fault.StatusCode(500)) },
        ["every-operation/501-not-implemented"] = new() { FaultsAt = Always(Fault.StatusCode(501)) },
        ["every-operation/502-html"] = new() { FaultsAt = Always(Fault.Html(502)) },
        ["every-operation/503-maintenance"] = new() { FaultsAt = Always(Fault.StatusCode(503)) },
        ["every-operation/504-timeout"] = new() { FaultsAt = Always(Fault.StatusCode(504, "upstream request timeout", "text/plain")) },
        ["every-operation/507-plan-limit"] = new() { FaultsAt = Always(Fault.StatusCode(507)) },
        ["every-operation/fault-connection-reset"] = new()
        {
            FaultsAt = Always(Fault.ConnectionReset()),
            Fails = error => error.InnerException?.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset },
        },
        ["every-operation/fault-empty-reply"] = new()
        {
            FaultsAt = Always(Fault.ConnectionClosed()),
            Fails = error => error.HttpRequestError == HttpRequestError.ResponseEnded,
        },
        ["every-operation/fault-truncated-chunk"] = new()
        {
            FaultsAt = Always(Fault.TruncatedBody()),
            Fails = error => error.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded },
        },
    };

    /// <summary>What the emulator does not do, and why.</summary>
    private static readonly Dictionary<string, string> NotCompared = new()
    {
        ["create-metafields/success-empty-meta-array"] = ReadsOddForms,
        ["delete-metafields/success-string-ids"] = ReadsOddForms,
        ["get-metafield/lenient"] = ReadsOddForms,
        ["list-items/lenient"] = ReadsOddForms,
        ["list-location-items/lenient"] = ReadsOddForms,
        ["list-location-metafields/lenient"] = ReadsOddForms,
        ["list-locations/lenient"] = ReadsOddForms,
        ["list-metafields/lenient"] = ReadsOddForms,
        ["update-metafields/success-string-ids"] = ReadsOddForms,
        ["list-location-metafields/all-filters"] = ShowsNoFiltering,
        ["list-metafields/all-filters"] = ShowsNoFiltering,
        ["list-locations/empty"] = "shows a store without locations; every store has one",
        ["every-operation/200-broken-brotli"] = "is about compression, which lies below the emulator",
        ["every-operation/200-broken-gzip"] = "is about compression, which lies below the emulator",
        ["every-operation/fault-gzip-bomb"] = "is about compression, which lies below the emulator",
        ["every-operation/307-other-host"] = "differs from 302-other-host in its status alone",
        ["every-operation/429-retry-after"] = "has the header Retry-After, which the API does not send",
        ["every-operation/fault-delay"] = "differs from a right response in its time alone",
        ["every-operation/fault-slow-body"] = "is about the pieces of a body, and the emulator gives it whole",
        ["every-operation/fault-garbage"] = "is about bytes that are no HTTP, which lies below the emulator",
    };

    public static TheoryData<string> Cases => [.. AllCases().Except(NotCompared.Keys)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Emulator_EveryMapping_RespondsTheSame(string @case)
    {
        var parts = @case.Split('/');
        string[] operations = parts[0] == MappingFiles.EveryOperation
            ? ["list-items", "absolute-adjustment", "relative-adjustment"]
            : [parts[0]];
        foreach (var operation in operations)
        {
            await CompareAsync(Scenes.GetValueOrDefault(@case) ?? new Scene(), MappingFiles.Find(operation, parts[1]));
        }
    }

    [Fact]
    public void Cases_Always_AreComparedOrListedWithAReason()
    {
        var all = AllCases().ToHashSet();

        Assert.Subset(all, NotCompared.Keys.ToHashSet());
        Assert.Subset(all, Scenes.Keys.ToHashSet());
        Assert.Empty(NotCompared.Keys.Intersect(Scenes.Keys));
        Assert.Equal(all.Count, Cases.Count + NotCompared.Count);
    }

    private static IEnumerable<string> AllCases() =>
        from folder in MappingFiles.Operations.Append(MappingFiles.EveryOperation)
        from @case in MappingFiles.Cases(folder)
        select $"{folder}/{@case}";

    private static async Task CompareAsync(Scene scene, IReadOnlyList<Exchange> exchanges)
    {
        var options = new InventoryEmulatorOptions { TimeProvider = new ManualTimeProvider(), ThrowOnUnknownRequest = true };
        scene.Configure?.Invoke(options);
        var emulator = new InventoryEmulator(options);
        await (scene.Fill ?? FillAsync)(emulator);
        using var http = new HttpClient(emulator.CreateHandler()) { BaseAddress = emulator.BaseAddress };
        for (var step = 0; step < exchanges.Count; step++)
        {
            await (scene.Before?.Invoke(emulator, step) ?? Task.CompletedTask);
            emulator.Faults = scene.FaultsAt?.Invoke(step);
            using var request = exchanges[step].ToRequestMessage();
            scene.Change?.Invoke(request, step);
            if (scene.Fails is not null)
            {
                var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request));
                Assert.True(scene.Fails(error), error.ToString());
                continue;
            }

            using var response = await http.SendAsync(request);
            await AssertAgreesAsync(exchanges[step], response);
        }
    }

    private static async Task AssertAgreesAsync(Exchange exchange, HttpResponseMessage response)
    {
        var expected = exchange.Response;
        var headers = expected.AllHeaders;
        var body = await response.Content.ReadAsStringAsync();
        var what = $"{exchange.Request}: {(int)response.StatusCode} {body}";
        Assert.True(expected.Status == (int)response.StatusCode, $"{what}, not {expected.Status}");

        foreach (var name in headers.Keys.Where(name => name != "Content-Type"))
        {
            Assert.True(response.Headers.Contains(name), $"{what} has no header {name}.");
        }

        if (expected.Json is not null || expected.Text is not null)
        {
            Assert.Equal(
                Kind(headers["Content-Type"], response.IsSuccessStatusCode),
                Kind(response.Content.Headers.ContentType!.MediaType!, response.IsSuccessStatusCode));
        }
        else
        {
            Assert.True(body.Length == 0, what);
        }

        if (expected.Json is { } json)
        {
            var (mapped, emulated) = (Shape(json), Shape(JsonNode.Parse(body)!));
            Assert.Equal(Comparable(mapped, emulated), Comparable(emulated, mapped));
        }
        else if (expected.Text is not null && Kind(headers["Content-Type"], false) == "JSON")
        {
            // Neither can be read.
            Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(expected.Text));
            Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(body));
        }
    }

    /// <summary>The API describes its errors as both kinds of JSON.</summary>
    private static string Kind(string mediaType, bool isSuccess) =>
        !isSuccess && mediaType is "application/json" or "application/problem+json" ? "JSON" : mediaType;

    /// <summary>
    /// The members of a body and their types, with the elements of a list merged. The members of <c>links</c> depend on the
    /// page, and those of <c>errors</c> are the fields of a request.
    /// </summary>
    private static SortedDictionary<string, string> Shape(JsonNode body)
    {
        SortedDictionary<string, string> kinds = new(StringComparer.Ordinal);
        Add(body, "$");
        return kinds;

        void Add(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject members when path.EndsWith(".errors", StringComparison.Ordinal):
                    kinds[path] = members.Count > 0 ? "object, filled" : "object, empty";
                    break;
                case JsonObject members:
                    kinds[path] = "object";
                    foreach (var (name, value) in path.EndsWith(".links", StringComparison.Ordinal) ? [] : members)
                    {
                        Add(value, $"{path}.{name}");
                    }

                    break;
                case JsonArray elements:
                    kinds[path] = elements.Count > 0 || kinds.GetValueOrDefault(path) == "list, filled" ? "list, filled" : "list, empty";
                    foreach (var element in elements)
                    {
                        Add(element, path + "[]");
                    }

                    break;
                case null:
                    kinds.TryAdd(path, Null);
                    break;
                default:
                    kinds[path] = node.GetValueKind() is var kind and not (JsonValueKind.True or JsonValueKind.False)
                        ? kind.ToString()
                        : "truth";
                    break;
            }
        }
    }

    /// <summary>A body's shape without members that are null in the other one, and without the second kind of pagination.</summary>
    private static string Comparable(SortedDictionary<string, string> shape, SortedDictionary<string, string> other)
    {
        string[] open =
        [
            .. shape.Concat(other).Where(member => member.Value == Null).Select(member => member.Key),
            .. WaysToTurnPages.Where(
                way => shape.ContainsKey(way) != other.ContainsKey(way)
                    && WaysToTurnPages.Any(shape.ContainsKey)
                    && WaysToTurnPages.Any(other.ContainsKey)),
        ];
        return string.Join(
            '\n',
            shape.Where(member => !open.Any(path => member.Key == path || member.Key.StartsWith(path + '.', StringComparison.Ordinal)))
                .Select(member => $"{member.Key}: {member.Value}"));
    }

    private static void SetBody(HttpRequestMessage request, string json) =>
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");

    private static void Replace(HttpRequestMessage request, string what, string with)
    {
        using var reader = new StreamReader(request.Content!.ReadAsStream());
        var json = reader.ReadToEnd();
        Assert.Contains(what, json, StringComparison.Ordinal);
        SetBody(request, json.Replace(what, with, StringComparison.Ordinal));
    }

    private static void RefuseLargePages(InventoryEmulatorOptions options) =>
        (options.MaxPageSize, options.RejectOversizedPages) = (250, true);

    private static Func<int, FaultPlan> Always(Fault fault) => _ => new FaultPlan().Add(fault);

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task SendAsync(InventoryEmulator emulator, HttpMethod method, string path, string? json = null)
    {
        using var http = new HttpClient(emulator.CreateHandler()) { BaseAddress = new Uri(emulator.BaseAddress, $"stores/{Hash}/v3/") };
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static Task Nothing(InventoryEmulator emulator) => Task.CompletedTask;

    /// <summary>Locations 1 to 3, the items and the metafields that the mappings name.</summary>
    private static async Task FillAsync(InventoryEmulator emulator)
    {
        await AddLocationsAsync(emulator);
        await AddItemsAsync(emulator);
        await SkipMetafieldsAsync(emulator);
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)[("dock", "7"), ("gate", "B"), ("ramp", "1")])
        {
            emulator.GetStore(Hash).AddMetafield(2, "warehouse", key, value);
        }
    }

    /// <summary>Creates locations 2 and 3 as the mapping does, with every member.</summary>
    private static async Task AddLocationsAsync(InventoryEmulator emulator)
    {
        var locations = MappingFiles.Exchanges("create-locations", MappingFiles.Success)[0].Body!.ToJsonString();
        await SendAsync(emulator, HttpMethod.Post, "inventory/locations", locations);
        await SendAsync(
            emulator,
            HttpMethod.Put,
            "inventory/locations",
            """[{"id":3,"special_hours":[{"label":"New Year","date":"2023-01-01","open":false}]}]""");
    }

    private static Task AddItemsAsync(InventoryEmulator emulator) => Done(() =>
    {
        var store = emulator.GetStore(Hash);
        store.AddItem("RE-130", variantId: 78, productId: 120, skuId: 42);
        store.AddItem("RE-131", variantId: 79, productId: 121, skuId: 43);
        store.AddItem("RE-132", variantId: 80, productId: 122, skuId: 44);
        store.AddItem("Größe/ß +&=#?😀", variantId: 81, productId: 123, skuId: 45);
        store.AddItem("P-106", variantId: 106, productId: 106, tracking: InventoryTracking.Product);
        store.AddItem("P-111", variantId: 211, productId: 111, tracking: InventoryTracking.Product);
        store.AddItem("P-113", variantId: 213, productId: 113, tracking: InventoryTracking.Product);
        foreach (var item in store.Items.Where(item => item.Sku != "P-113"))
        {
            foreach (var location in store.Locations)
            {
                store.SetStock(location.Id, item, 40);
            }
        }
    });

    /// <summary>Uses up the ids below 42.</summary>
    private static async Task SkipMetafieldsAsync(InventoryEmulator emulator)
    {
        var ids = Enumerable.Range(1, 41).Select(
            id => emulator.GetStore(Hash).AddMetafield(1, "skipped", id.ToString(CultureInfo.InvariantCulture), "x"));
        await SendAsync(emulator, HttpMethod.Delete, "inventory/locations/metafields", $"[{string.Join(',', ids)}]");
    }

    /// <summary>What a case needs to be different.</summary>
    private sealed class Scene
    {
        public Action<InventoryEmulatorOptions>? Configure { get; init; }

        /// <summary>The store's content, if not that of <see cref="FillAsync"/>.</summary>
        public Func<InventoryEmulator, Task>? Fill { get; init; }

        /// <summary>What happens before each of the case's requests, counted from 0.</summary>
        public Func<InventoryEmulator, int, Task>? Before { get; init; }

        public Func<int, FaultPlan>? FaultsAt { get; init; }

        /// <summary>Changes the request so that the API would reject it; the mapping rejects a valid one.</summary>
        public Action<HttpRequestMessage, int>? Change { get; init; }

        /// <summary>How the request fails if there is no response.</summary>
        public Func<HttpRequestException, bool>? Fails { get; init; }
    }
}
