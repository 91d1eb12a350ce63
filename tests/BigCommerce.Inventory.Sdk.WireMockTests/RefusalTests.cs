using BigCommerce.Inventory.WireMockTests.Server;

namespace BigCommerce.Inventory.WireMockTests;

/// <summary>The errors that the API documents for one operation: the exception's type and message, after one request.</summary>
public sealed class RefusalTests : ClientTest
{
    private static readonly Dictionary<(string Operation, string Case), Refusal> Table = new()
    {
        [("absolute-adjustment", "422-tracked-by-product")] = new(
            client => client.Adjustments.SetAbsoluteAsync(new([new(1, ItemKey.Variant(106), 5)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for PUT /stores/storehash/v3/inventory/adjustments/absolute: [Item with variant_id 106 is tracked by product, please update stock by product id]. Identify the item by its product id.",
            ApiErrorReason.TrackedByProduct,
            Items: [ItemKey.Variant(106)]),
        [("absolute-adjustment", "422-tracked-by-variant")] = new(
            client => client.Adjustments.SetAbsoluteAsync(new([new(1, ItemKey.Product(111), 5)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for PUT /stores/storehash/v3/inventory/adjustments/absolute: [Item with product_id 111 is tracked by variant, please update stock by variant id]. Identify the item by its variant id or SKU.",
            ApiErrorReason.TrackedByVariant,
            Items: [ItemKey.Product(111)]),
        [("absolute-adjustment", "422-location-not-found")] = new(
            client => client.Adjustments.SetAbsoluteAsync(new([new(3, ItemKey.Sku("RE-130"), 5), new(2, ItemKey.Sku("RE-130"), 5)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for PUT /stores/storehash/v3/inventory/adjustments/absolute: Location not found, identities: [3,2].",
            ApiErrorReason.LocationNotFound,
            LocationIds: [3, 2]),
        [("relative-adjustment", "422-needs-absolute-first")] = new(
            client => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Product(113), 1)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/adjustments/relative: Items with identity: [product_id 113] requires absolute adjustment before relative. Set an absolute quantity first.",
            ApiErrorReason.RequiresAbsoluteFirst,
            Items: [ItemKey.Product(113)]),
        [("relative-adjustment", "422-tracked-by-product")] = new(
            client => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Variant(106), 5)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/adjustments/relative: [Item with variant_id 106 is tracked by product, please update stock by product id]. Identify the item by its product id.",
            ApiErrorReason.TrackedByProduct,
            Items: [ItemKey.Variant(106)]),
        [("relative-adjustment", "422-quantity")] = new(
            client => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(1, ItemKey.Sku("RE-130"), -50)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/adjustments/relative: JSON data is missing or invalid. items[0].quantity: quantity: must be greater than 0.",
            ApiErrorReason.InvalidFields,
            Errors: [("items[0].quantity", "quantity: must be greater than 0")]),
        [("relative-adjustment", "422-location-not-found")] = new(
            client => client.Adjustments.AdjustRelativeAsync(new([new RelativeAdjustment(9, ItemKey.Sku("RE-130"), 5)])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/adjustments/relative: Location not found, identities: [9].",
            ApiErrorReason.LocationNotFound,
            LocationIds: [9]),
        [("list-items", "422-unknown-filter")] = new(
            client => client.Items.ListAsync(new() { Skus = ["RE-130"] }),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for GET /stores/storehash/v3/inventory/items?sku%3Ain=RE-130: The filter(s): sku:in are not valid filter parameter(s)."),
        [("list-location-items", "404")] = new(
            client => client.Items.ListAtLocationAsync(2),
            typeof(BigCommerceNotFoundException),
            "BigCommerce returned 404 (NotFound) for GET /stores/storehash/v3/inventory/locations/2/items: Location not found, identities: [2].",
            ApiErrorReason.LocationNotFound,
            LocationIds: [2]),
        [("update-item-settings", "422-no-setting")] = new(
            client => client.Items.UpdateSettingsAsync(2, new([new(ItemKey.Sku("RE-130")) { BinPickingNumber = "A-12" }])),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for PUT /stores/storehash/v3/inventory/locations/2/items: Payload contains invalid fields. setting.0.settings: At least one setting must be specified: warning_level, is_in_stock or safety_stock.",
            ApiErrorReason.InvalidFields,
            Errors: [("setting.0.settings", "At least one setting must be specified: warning_level, is_in_stock or safety_stock")]),
        [("create-locations", "422-invalid-fields")] = new(
            client => client.Locations.CreateAsync([Data.Outlet]),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/locations: Payload contains invalid fields. 0.address.zip: Zip code is not valid. 0.time_zone: Unknown time zone; Must be one of the IANA names.",
            ApiErrorReason.InvalidFields,
            Errors: [("0.address.zip", "Zip code is not valid"), ("0.time_zone", "Unknown time zone; Must be one of the IANA names")]),
        [("create-locations", "422-not-an-array")] = new(
            client => client.Locations.CreateAsync([Data.Outlet]),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/locations: JSON data is missing or invalid. error.expected.jsarray.",
            ApiErrorReason.InvalidFields,
            Errors: [("", "error.expected.jsarray")]),
        [("list-locations", "422-unknown-filter")] = new(
            client => client.Locations.ListAsync(new() { IsDefault = true }),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for GET /stores/storehash/v3/inventory/locations?is_default=true: The filter(s): is_default are not valid filter parameter(s)."),
        [("update-locations", "422-invalid-fields")] = new(
            client => client.Locations.UpdateAsync([new() { Id = 2, TimeZone = "Mars/Olympus" }]),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for PUT /stores/storehash/v3/inventory/locations: Payload contains invalid fields. 0.time_zone: Unknown time zone.",
            ApiErrorReason.InvalidFields,
            Errors: [("0.time_zone", "Unknown time zone")]),
        [("delete-locations", "404")] = new(
            client => client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3)),
            typeof(BigCommerceNotFoundException),
            "BigCommerce returned 404 (NotFound) for DELETE /stores/storehash/v3/inventory/locations?location_id%3Ain=2%2C3: Location not found, identities: [3,2].",
            ApiErrorReason.LocationNotFound,
            LocationIds: [3, 2]),
        [("delete-locations", "422-open-orders")] = new(
            client => client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3)),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for DELETE /stores/storehash/v3/inventory/locations?location_id%3Ain=2%2C3: Location with associated orders can't be deleted. Central store is associated with 1 order(s) and can't be deleted by now.",
            ApiErrorReason.LocationHasOrders),
        [("delete-locations", "422-shipping-origin")] = new(
            client => client.Locations.DeleteAsync(LocationDeletion.WithAllTheirStock(2, 3)),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for DELETE /stores/storehash/v3/inventory/locations?location_id%3Ain=2%2C3: Location can't be deleted. Central store is set as a shipping origin for this store and can't be deleted.",
            ApiErrorReason.LocationIsShippingOrigin),
        [("create-metafield", "400")] = new(
            client => client.Metafields.CreateAsync(2, Data.NewDock),
            typeof(BigCommerceApiException),
            "BigCommerce returned 400 (BadRequest) for POST /stores/storehash/v3/inventory/locations/2/metafields: Input is invalid. Syntax error.",
            Detail: "Syntax error"),
        [("create-metafield", "409")] = new(
            client => client.Metafields.CreateAsync(2, Data.NewDock),
            typeof(BigCommerceConflictException),
            "BigCommerce returned 409 (Conflict) for POST /stores/storehash/v3/inventory/locations/2/metafields: The metafield conflicts with another metafield of the same namespace and key.",
            ApiErrorReason.DuplicateMetafield),
        [("create-metafield", "422")] = new(
            client => client.Metafields.CreateAsync(2, Data.NewDock),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/locations/2/metafields: The metafield was not valid. key: error.path.missing. value: error.maxLength.",
            Errors: [("key", "error.path.missing"), ("value", "error.maxLength")]),
        [("get-metafield", "404")] = new(
            client => client.Metafields.GetAsync(2, 42),
            typeof(BigCommerceNotFoundException),
            "BigCommerce returned 404 (NotFound) for GET /stores/storehash/v3/inventory/locations/2/metafields/42: The requested metafield was not found."),
        [("update-metafield", "400")] = new(
            client => client.Metafields.UpdateAsync(2, 42, new() { Value = "8" }),
            typeof(BigCommerceApiException),
            "BigCommerce returned 400 (BadRequest) for PUT /stores/storehash/v3/inventory/locations/2/metafields/42: Input is invalid. Syntax error.",
            Detail: "Syntax error"),
        [("update-metafield", "404")] = new(
            client => client.Metafields.UpdateAsync(2, 42, new() { Value = "8" }),
            typeof(BigCommerceNotFoundException),
            "BigCommerce returned 404 (NotFound) for PUT /stores/storehash/v3/inventory/locations/2/metafields/42: The requested metafield was not found."),
        [("delete-metafield", "404")] = new(
            client => client.Metafields.DeleteAsync(2, 42),
            typeof(BigCommerceNotFoundException),
            "BigCommerce returned 404 (NotFound) for DELETE /stores/storehash/v3/inventory/locations/2/metafields/42: The requested metafield was not found."),
        [("create-metafields", "400")] = new(
            client => client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]),
            typeof(BigCommerceApiException),
            "BigCommerce returned 400 (BadRequest) for POST /stores/storehash/v3/inventory/locations/metafields: Input is invalid. Syntax error.",
            Detail: "Syntax error"),
        [("create-metafields", "422-invalid")] = new(
            client => client.Metafields.CreateBatchAsync([Data.NewDockAt2, Data.NewGateAt3]),
            typeof(BigCommerceValidationException),
            "BigCommerce returned 422 (UnprocessableEntity) for POST /stores/storehash/v3/inventory/locations/metafields: JSON data is missing or invalid. [0].key: error.minLength.",
            ApiErrorReason.InvalidFields,
            Errors: [("[0].key", "error.minLength")]),
        [("update-metafields", "400")] = new(
            client => client.Metafields.UpdateBatchAsync(Data.MetafieldChanges),
            typeof(BigCommerceApiException),
            "BigCommerce returned 400 (BadRequest) for PUT /stores/storehash/v3/inventory/locations/metafields: Input is invalid. Syntax error.",
            Detail: "Syntax error"),
    };

    public static TheoryData<string, string> Refusals => new(Table.Keys);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task ErrorResponse_EveryCase_ThrowsItsTypeWithWhatToDo(string operation, string @case)
    {
        var expected = Table[(operation, @case)];
        Server.Stub(operation, @case);

        var refusal = await Assert.ThrowsAsync(expected.Type, () => expected.Call(Client));

        var error = Assert.IsAssignableFrom<BigCommerceApiException>(refusal).Error;
        Assert.Equal(expected.Message, refusal.Message);
        Assert.Equal(expected.Reason, error.Reason);
        Assert.Equal(expected.Items ?? [], error.Items);
        Assert.Equal(expected.LocationIds ?? [], error.LocationIds);
        Assert.Equal(expected.Errors ?? [], error.FieldErrors.Select(field => (field.Key, field.Value)));
        Assert.Equal(expected.Detail, error.Detail);
        AssertRequests(Assert.Single(MappingFiles.Find(operation, @case)).Request);
    }

    private sealed record Refusal(
        Func<BigCommerceInventoryClient, Task> Call,
        Type Type,
        string Message,
        ApiErrorReason Reason = ApiErrorReason.Unknown,
        IReadOnlyList<ItemKey>? Items = null,
        IReadOnlyList<long>? LocationIds = null,
        IReadOnlyList<(string Field, string Problem)>? Errors = null,
        string? Detail = null);
}
