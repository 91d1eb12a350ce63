using System.Text.Json.Nodes;
using BigCommerce.Inventory.Testing;
using Microsoft.OpenApi;

namespace BigCommerce.Inventory.Tests.Contract;

/// <summary>
/// Compares every request of the client and the emulator's response with BigCommerce's OpenAPI files. Without the files these tests check
/// nothing. The emulator's tests check its other responses.
/// </summary>
public class ContractTests
{
    private static readonly DayHours Day = new() { Open = true, Opening = new(8, 0), Closing = new(16, 0) };

    private static readonly OperatingHours Week = new()
    {
        Sunday = Day,
        Monday = Day,
        Tuesday = Day,
        Wednesday = Day,
        Thursday = Day,
        Friday = Day,
        Saturday = Day,
    };

    private static readonly SpecialHours Holiday = new()
    {
        Label = "Thanksgiving",
        Date = new(2026, 11, 26),
        Open = true,
        Opening = new(9, 0),
        Closing = new(12, 0),
        AllDay = false,
        Annual = true,
    };

    private static readonly LocationCreate Shop = new()
    {
        Code = "BIGC-1",
        Label = "Central store",
        Description = "By the park",
        ManagedByExternalSource = false,
        TypeId = LocationType.Physical,
        Enabled = true,
        OperatingHours = Week,
        TimeZone = "Etc/UTC",
        Address = new()
        {
            Address1 = "5th Ave",
            Address2 = "1st floor",
            City = "New York",
            State = "NY",
            Zip = "10021",
            Email = "a@example.com",
            Phone = "800-555-0198",
            GeoCoordinates = new(40.774378, -73.9653178),
            CountryCode = "US",
        },
        StorefrontVisibility = true,
        SpecialHours = [Holiday],
    };

    private static readonly MetafieldCreate Dock = new()
    {
        PermissionSet = PermissionSet.AppOnly,
        Namespace = "warehouse",
        Key = "dock",
        Value = "7",
        Description = "Loading dock",
    };

    private static readonly MetafieldFilter Metafields = new()
    {
        Page = 1,
        Limit = 1,
        Key = "dock",
        Keys = ["dock", "gate"],
        Namespace = "warehouse",
        Namespaces = ["warehouse"],
        Direction = SortDirection.Descending,
        IncludeFields =
        [
            "resource_id", "key", "value", "namespace", "permission_set", "resource_type", "description", "owner_client_id", "date_created",
            "date_modified",
        ],
        CreatedFrom = new(2024, 5, 14, 9, 34, 0, TimeSpan.Zero),
        CreatedTo = new(2034, 5, 14, 9, 34, 0, TimeSpan.Zero),
        ModifiedFrom = new(2024, 5, 14, 9, 34, 0, TimeSpan.Zero),
        ModifiedTo = new(2034, 5, 14, 9, 34, 0, TimeSpan.Zero),
    };

    /// <summary>The calls, in an order that gives each its data. Together they set every member of every request record.</summary>
    private static readonly Func<BigCommerceInventoryClient, Task>[] Calls =
    [
        c => c.Locations.CreateAsync(
            [
                Shop,
                new()
                {
                    Code = "V",
                    Label = "V",
                    ManagedByExternalSource = true,
                    TypeId = LocationType.Virtual,
                    TimeZone = "Etc/UTC",
                    Address = null,
                }]),
        c => c.Locations.UpdateAsync([new()
        {
            Id = 2,
            Code = "BIGC-2",
            Label = "Central",
            Description = "",
            ManagedByExternalSource = true,
            TypeId = LocationType.Physical,
            Enabled = true,
            OperatingHours = Week,
            TimeZone = "Europe/Berlin",
            Address = new LocationUpdateAddress
            {
                Address1 = "Kaiserdamm 1",
                Address2 = "",
                City = "Berlin",
                State = "BE",
                Zip = "14057",
                Email = "b@example.com",
                Phone = "",
                GeoCoordinates = new GeoCoordinates(52.5, 13.25),
                CountryCode = "DE",
            },
            StorefrontVisibility = false,
            SpecialHours = new Patch<IReadOnlyList<SpecialHours>>([Holiday]),
        }]),
        c => c.Locations.ListAsync(),
        c => c.Locations.ListAsync(
            new()
            {
                LocationIds = [1, 2],
                LocationCodes = ["BIGC-2"],
                TypeIds = [LocationType.Physical, LocationType.Virtual],
                IsDefault = false,
                ManagedByExternalSource = true,
                IsActive = true,
                StorefrontVisibility = false,
                Page = 1,
                Limit = 1,
            }),
        c => c.Adjustments.SetAbsoluteAsync(
            new([new(1, ItemKey.Sku("A"), 30, 4), new(2, ItemKey.Variant(79), 1), new(2, ItemKey.Product(130), 7)], "stocktaking")),
        c => c.Adjustments.SetAbsoluteAsync(new([AbsoluteAdjustment.Backordered(1, ItemKey.Sku("A"), 4)])),
        c => c.Adjustments.AdjustRelativeAsync(new(
            [
                new RelativeAdjustment(1, ItemKey.Sku("A"), -2, -1),
                new RelativeAdjustment(2, ItemKey.Product(130), 2),
                RelativeAdjustment.Backordered(2, ItemKey.Variant(79), 1)],
            "sales")),
        c => c.Items.UpdateSettingsAsync(1, new(
        [
            new(ItemKey.Sku("A")) { SafetyStock = 1, IsInStock = true, WarningLevel = 2, BinPickingNumber = "", BackorderLimit = null },
            new(ItemKey.Variant(79)) { BackorderLimit = 5 },
            new(ItemKey.Product(130)) { WarningLevel = 1 },
        ])),
        c => c.Items.ListAsync(),
        c => c.Items.ListAsync(
            new()
            {
                Skus = ["A", "B"],
                VariantIds = [78, 79],
                ProductIds = [120],
                LocationIds = [1, 2],
                LocationCodes = ["BC-LOCATION-1"],
                Page = 1,
                Limit = 1,
            }),
        c => c.Items.ListAtLocationAsync(2),
        c => c.Items.ListAtLocationAsync(1, new() { Skus = ["A", "B"], VariantIds = [78, 79], ProductIds = [120], Page = 1, Limit = 1 }),
        c => c.Metafields.CreateAsync(2, Dock),
        c => c.Metafields.GetAsync(2, 1),
        c => c.Metafields.UpdateAsync(
            2,
            1,
            new() { PermissionSet = PermissionSet.Write, Namespace = "warehouse", Key = "dock", Value = "8", Description = "" }),
        c => c.Metafields.CreateBatchAsync(
            [
                new()
                {
                    ResourceId = 2,
                    PermissionSet = PermissionSet.Read,
                    Namespace = "warehouse",
                    Key = "gate",
                    Value = "B",
                    Description = "",
                }]),
        c => c.Metafields.CreateBatchAsync(
            [new() { ResourceId = 2, PermissionSet = PermissionSet.Read, Namespace = "warehouse", Key = "gate", Value = "B" }]),
        c => c.Metafields.UpdateBatchAsync(
            [
                new()
                {
                    Id = 2,
                    PermissionSet = PermissionSet.ReadAndStorefrontAccess,
                    Namespace = "warehouse",
                    Key = "gate",
                    Value = "C",
                    Description = "d",
                }]),
        c => c.Metafields.UpdateBatchAsync([new() { Id = 2, Value = "D" }, new() { Id = 99, Value = "D" }]),
        c => c.Metafields.ListAsync(Metafields),
        c => c.Metafields.ListAsync(new() { After = "aWQ6MQ==" }),
        c => c.Metafields.ListAsync(new() { Before = "aWQ6MQ==" }),
        c => c.Metafields.ListAtLocationAsync(2, Metafields),
        c => c.Metafields.ListAtLocationAsync(2, new() { After = "aWQ6MQ==" }),
        c => c.Metafields.ListAtLocationAsync(2, new() { Before = "aWQ6MQ==" }),
        c => c.Metafields.ListAtLocationAsync(2, new() { Limit = 1 }),
        c => c.Metafields.ListAtLocationAsync(2, new() { Page = 2, Limit = 1 }),
        c => c.Metafields.DeleteBatchAsync([2, 99]),
        c => c.Metafields.CreateBatchAsync(
            [new() { ResourceId = 2, PermissionSet = PermissionSet.Read, Namespace = "n", Key = "k", Value = "v" }]),
        c => c.Metafields.DeleteBatchAsync([4]),
        c => c.Metafields.DeleteAsync(2, 1),
        c => c.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2)),
    ];

    [Fact]
    public async Task RequestsAndResponses_OfEveryOperation_DeviateFromTheFilesAsListed()
    {
        if (OpenApiFiles.AtHand is not { } files)
        {
            return;
        }

        var found = new HashSet<(string, string)>();
        foreach (var exchange in await ExchangesAsync())
        {
            var name = files.FindOperation(exchange.Method, exchange.Path)!;
            var operation = files.Operations[name];
            found.UnionWith(Deviations.OfRequest(operation, exchange.Query, exchange.Headers, exchange.Body).Select(what => (name, what)));
            found.UnionWith(Deviations.OfResponse(operation, exchange.Status, exchange.Response).Select(what => (name, what)));
        }

        var listed = Deviations.OfRequestsAndSuccesses.Select(entry => (entry.Operation, entry.What)).ToHashSet();
        Assert.Empty(found.Except(listed));
        Assert.Empty(listed.Except(found));
    }

    [Fact]
    public async Task Requests_OfEveryOperation_SendEveryMemberAndParameterOfTheFiles()
    {
        if (OpenApiFiles.AtHand is not { } files)
        {
            return;
        }

        var exchanges = (await ExchangesAsync()).ToLookup(exchange => files.FindOperation(exchange.Method, exchange.Path)!);
        foreach (var (name, operation) in files.Operations)
        {
            var parameters = (operation.Parameters ?? [])
                .Where(parameter => parameter.In == ParameterLocation.Query)
                .Select(parameter => parameter.Name!);
            Assert.Empty(
                parameters.Except(exchanges[name].SelectMany(exchange => Deviations.Pairs(exchange.Query)).Select(pair => pair.Name)));

            var schema = operation.RequestBody?.Content?["application/json"].Schema;
            var members = schema is null ? [] : OpenApiFiles.Members(schema, "");
            Assert.Empty(members.Except(
                exchanges[name]
                    .Where(exchange => exchange.Body is not null)
                    .SelectMany(exchange => Members(JsonNode.Parse(exchange.Body!), ""))));
        }

        Assert.Equal(18, exchanges.Count);
    }

    private static async Task<IReadOnlyList<Exchange>> ExchangesAsync()
    {
        var emulator = new InventoryEmulator(new() { RateLimitQuota = InventoryEmulatorOptions.UnlimitedQuota });
        var store = emulator.GetStore();
        store.AddItem("A", variantId: 78, productId: 120);
        store.AddItem("B", variantId: 79, productId: 121, skuId: 17);
        store.AddItem("C", variantId: 80, productId: 130, tracking: InventoryTracking.Product);
        using var recorder = new Recorder(emulator);
        using var client = new BigCommerceInventoryClient(
            "demo",
            "token",
            new() { BaseAddress = emulator.BaseAddress },
            new() { HttpHandler = recorder });
        foreach (var call in Calls)
        {
            await call(client);
        }

        return recorder.Exchanges;
    }

    private static IEnumerable<string> Members(JsonNode? node, string path) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(
            member => Members(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray { Count: > 0 } elements => elements.SelectMany(element => Members(element, path + "[]")),
        _ => [path],
    };

    private sealed record Exchange(
        string Method,
        string Path,
        string Query,
        IReadOnlyDictionary<string, string> Headers,
        string? Body,
        int Status,
        string Response);

    // Not a delegating handler, because the client adds its headers below it.
    private sealed class Recorder(InventoryEmulator emulator) : HttpMessageHandler
    {
        private const string StorePath = "/stores/demo/v3";

        private readonly HttpMessageInvoker _emulator = new(emulator.CreateHandler());

        public List<Exchange> Exchanges { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value));
            var response = await _emulator.SendAsync(request, cancellationToken);
            Exchanges.Add(new(
                request.Method.Method,
                request.RequestUri!.AbsolutePath[StorePath.Length..],
                request.RequestUri.Query,
                headers,
                body.Length == 0 ? null : body,
                (int)response.StatusCode,
                await response.Content.ReadAsStringAsync(cancellationToken)));
            return response;
        }

        protected override void Dispose(bool disposing)
        {
            _emulator.Dispose();
            base.Dispose(disposing);
        }
    }
}
