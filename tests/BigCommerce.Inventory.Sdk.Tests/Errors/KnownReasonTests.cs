using System.Diagnostics;
using System.Net;
using System.Text;
using BigCommerce.Inventory.Fuzz;

namespace BigCommerce.Inventory.Tests.Errors;

public class KnownReasonTests
{
    [Theory]
    [InlineData(
        "[Item with variant_id 106 is tracked by product, please update stock by product id]",
        ApiErrorReason.TrackedByProduct,
        "variant_id 106")]
    [InlineData(
        "[Item with product_id 111 is tracked by variant, please update stock by variant id]",
        ApiErrorReason.TrackedByVariant,
        "product_id 111")]
    [InlineData(
        "[Item with sku RE-130 is tracked by product, please update stock by product id]",
        ApiErrorReason.TrackedByProduct,
        "sku RE-130")]
    [InlineData(
        "Items with identity: [product_id 113] requires absolute adjustment before relative",
        ApiErrorReason.RequiresAbsoluteFirst,
        "product_id 113")]
    [InlineData(
        "Items with identity: [sku RE-130] requires absolute adjustment before relative",
        ApiErrorReason.RequiresAbsoluteFirst,
        "sku RE-130")]
    [InlineData(
        "Items with identity: [product_id 113, sku A-1, variant_id 9] requires absolute adjustment before relative",
        ApiErrorReason.RequiresAbsoluteFirst,
        "product_id 113|sku A-1|variant_id 9")]
    [InlineData(
        "Items with identity: [product_id 113], [sku A-1], [variant_id 9] requires absolute adjustment before relative",
        ApiErrorReason.RequiresAbsoluteFirst,
        "product_id 113|sku A-1|variant_id 9")]
    [InlineData(
        "Items with identity: [product_id:113, sku=A-1, sku: B] requires absolute adjustment before relative",
        ApiErrorReason.RequiresAbsoluteFirst,
        "product_id 113|sku A-1|sku B")]
    [InlineData(
        "[Item with variant_id 106 is tracked by product, please update stock by product id, Item with sku B 2 is tracked by product, please update stock by product id]",
        ApiErrorReason.TrackedByProduct,
        "variant_id 106|sku B 2")]
    [InlineData("Location not found, identities: [3,2]", ApiErrorReason.LocationNotFound, "", new long[] { 3, 2 })]
    [InlineData("Location not found, identities: [ 9 ]", ApiErrorReason.LocationNotFound, "", new long[] { 9 })]
    [InlineData("Locations not found: [location_id 9]", ApiErrorReason.LocationNotFound, "", new long[] { 9 })]
    [InlineData("Item not found: [sku RE-130]", ApiErrorReason.ItemNotFound, "sku RE-130")]
    [InlineData("Not enough stock for items with identity: [sku RE-130]", ApiErrorReason.InsufficientStock, "sku RE-130")]
    [InlineData("Insufficient stock: variant_id 79.", ApiErrorReason.InsufficientStock, "variant_id 79")]

    // A name at the end of the text may be truncated.
    [InlineData("Insufficient stock: variant_id 79", ApiErrorReason.InsufficientStock, "")]
    [InlineData("Insufficient stock: sku A1", ApiErrorReason.InsufficientStock, "")]
    [InlineData(
        "Not enough stock for items with identity: [sku A11, variant_id 10, sku A1",
        ApiErrorReason.InsufficientStock,
        "sku A11|variant_id 10")]
    [InlineData(
        "Not enough stock for items with identity: [variant_id 10, variant_id 1",
        ApiErrorReason.InsufficientStock,
        "variant_id 10")]
    [InlineData(
        "Not enough stock for items with identity: [variant_id 10, variant_id 1...]",
        ApiErrorReason.InsufficientStock,
        "variant_id 10")]
    [InlineData(
        "Not enough stock for items with identity: [variant_id 10, variant_id 1…",
        ApiErrorReason.InsufficientStock,
        "variant_id 10")]
    [InlineData("Location not found, identities: [3,12", ApiErrorReason.LocationNotFound, "", new long[] { 3 })]
    [InlineData("Payload contains invalid fields", ApiErrorReason.InvalidFields, "")]
    [InlineData("JSON data is missing or invalid", ApiErrorReason.InvalidFields, "")]
    [InlineData("quantity: must be greater than 0", ApiErrorReason.InvalidFields, "")]
    [InlineData(
        "Location with associated orders canʼt be deleted. Central store is associated with 1 order(s) and canʼt be deleted by now.",
        ApiErrorReason.LocationHasOrders,
        "")]
    [InlineData(
        "Location with associated orders can't be deleted. Shop that is set as a shipping origin is associated with 1 order(s) and can't be deleted by now.",
        ApiErrorReason.LocationHasOrders,
        "")]
    [InlineData(
        "Location canʼt be deleted. Central store is set as a shipping origin for this store and canʼt be deleted.",
        ApiErrorReason.LocationIsShippingOrigin,
        "")]
    [InlineData(
        "Location can’t be deleted. Not enough is set as a shipping origin for this store and can’t be deleted.",
        ApiErrorReason.LocationIsShippingOrigin,
        "")]
    [InlineData("The filter(s): sku:in are not valid filter parameter(s).", ApiErrorReason.Unknown, "")]
    [InlineData("The filter(s): sku:in, variant_id:in are not valid filter parameter(s).", ApiErrorReason.Unknown, "")]
    [InlineData("Something new", ApiErrorReason.Unknown, "")]
    [InlineData("", ApiErrorReason.Unknown, "")]
    public void Find_KnownTitle_ReturnsReasonItemsAndLocations(string title, ApiErrorReason reason, string items, long[]? locations = null)
    {
        var known = KnownReason.Find(title, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, "");

        Assert.Equal(reason, known.Reason);
        Assert.Equal(items, string.Join('|', known.Items));
        Assert.Equal(locations ?? [], known.LocationIds);
    }

    public static TheoryData<string> Skus => new(
        "RE-130",
        "with space",
        "A,B",
        "A, B",
        "A,",
        "[A]",
        "A[1]",
        "A]",
        "[",
        "12\" pipe",
        "'quoted'",
        "\"quoted\"",
        "ends.",
        "sku",
        "product_id",
        "µ/Ø-ß 1",
        "a=b:c",
        "is tracked",
        "SET/sku:B",
        "SET sku B",
        "Shirt 10",
        "not");

    [Theory]
    [MemberData(nameof(Skus))]
    public void Find_SkuOfAnySpelling_ReturnsItWhole(string sku)
    {
        AssertItems($"[Item with sku {sku} is tracked by product, please update stock by product id]", ItemKey.Sku(sku));
        AssertItems($"Items with identity: [sku {sku}] requires absolute adjustment before relative", ItemKey.Sku(sku));
        AssertItems(
            $"Items with identity: [sku {sku}, product_id 113] requires absolute adjustment before relative",
            ItemKey.Sku(sku),
            ItemKey.Product(113));
        AssertItems(
            $"Items with identity: [variant_id 7, sku {sku}] requires absolute adjustment before relative",
            ItemKey.Variant(7),
            ItemKey.Sku(sku));
        AssertItems(
            $"[Item with sku {sku} is tracked by variant, please update stock by variant id, Item with product_id 3 is tracked by variant, please update stock by variant id]",
            ItemKey.Sku(sku),
            ItemKey.Product(3));
    }

    [Fact]
    public void Find_TextInDetailOrErrors_IsRead()
    {
        var errors = new Dictionary<string, string>
        {
            ["items.0"] = "[Item with variant_id 106 is tracked by product, please update stock by product id]",
            ["items.1"] = "Item with sku A is tracked by product",
        };

        var known = KnownReason.Find("Bad", null, errors, HttpStatusCode.UnprocessableEntity, "");

        Assert.Equal(ApiErrorReason.TrackedByProduct, known.Reason);
        Assert.Equal(
            ApiErrorReason.RequiresAbsoluteFirst,
            KnownReason.Find(
                null,
                "[sku A] requires absolute adjustment before relative",
                ApiError.EmptyErrors,
                HttpStatusCode.BadRequest,
                "").Reason);
        Assert.Equal(ItemKey.Variant(106), known.Items[0]);
    }

    [Fact]
    public void Find_IdentityNamedTwice_ReturnsItOnce() =>
        AssertItems(
            "[sku A, sku A, variant_id 5, sku a, variant_id 5] requires absolute adjustment before relative",
            ItemKey.Sku("A"),
            ItemKey.Variant(5),
            ItemKey.Sku("a"));

    [Theory]
    [InlineData("[sku A, [sku B] not found", "sku A|sku B")]
    [InlineData("[sku A not found, sku B] not found", "sku A|sku B")]
    [InlineData("[sku A] not found, sku B] not found", "sku A|sku B]")]
    [InlineData("sku A, [sku B] not found", "sku A|sku B")]
    [InlineData("sku A1 [sku B] not found", "sku A1|sku B")]
    [InlineData("Item with sku:inch does not exist", "sku inch")]
    public void Find_IdentitiesInsideAndOutsideOfLists_ReturnsThem(string title, string items) =>
        Assert.Equal(
            items,
            string.Join('|', KnownReason.Find(title, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, "").Items));

    [Theory]
    [InlineData("RE-130", true)]
    [InlineData("with space", true)]
    [InlineData("A,B", true)]
    [InlineData("A, sku B", false)]
    [InlineData("A is tracked by B", false)]
    [InlineData(" A", false)]
    [InlineData("A ", false)]
    [InlineData("A\u2003", false)]
    public void IsReadWhole_Sku_TellsWhetherItsNameIsUnambiguous(string sku, bool isReadWhole) =>
        Assert.Equal(isReadWhole, NamedIdentities.IsReadWhole(sku));

    [Theory]
    [InlineData("sku not found")]
    [InlineData("sku ")]
    [InlineData("sku:")]
    [InlineData("[sku ]")]
    [InlineData("[sku ")]
    [InlineData("[sku ] requires absolute adjustment before relative")]
    [InlineData("variant_id x, product_id 0, variant_id 99999999999999999999, product_id -5")]
    [InlineData("basku 5, my_sku 5, pre-sku 5")]
    [InlineData("xproduct_id 5.")]
    [InlineData("my_product_id 5.")]
    [InlineData("sub-product_id 5.")]
    [InlineData("The filter sku:in does not exist.")]
    [InlineData("Unknown filter sku:in")]
    [InlineData("Location not found, identities: [")]
    [InlineData("Location not found, identities: [a,,]")]
    public void Find_TitleWithoutIdentities_ReturnsNone(string title)
    {
        var known = KnownReason.Find(title, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, "");

        Assert.Empty(known.Items);
        Assert.Empty(known.LocationIds);
    }

    [Theory]
    [InlineData("/stores/abc/v3/inventory/locations/2/metafields", ApiErrorReason.DuplicateMetafield)]
    [InlineData("/stores/abc/v3/inventory/locations", ApiErrorReason.Unknown)]
    public void Find_Conflict_IsDuplicateMetafieldOnMetafieldPaths(string path, ApiErrorReason reason) =>
        Assert.Equal(reason, KnownReason.Find("Conflict", null, ApiError.EmptyErrors, HttpStatusCode.Conflict, path).Reason);

    [Fact]
    public void Find_AnyText_NeverThrowsAndFindsNamesInTheText() => PropertyTest.Run(
        (byte[] choices) =>
        {
            string[] pieces =
            [
                "sku ",
                "[",
                "]",
                ", ",
                "variant_id ",
                "5",
                " is tracked by ",
                "location",
                " not found",
                "\n",
                "product_id:",
                "=",
                "A",
                " requires absolute",
                ",",
                "ʼ",
                "\uD800",
            ];
            var text = string.Concat(choices.Select(choice => pieces[choice % pieces.Length]));

            Assert.All(
                KnownReason.Find(text, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, "").Items,
                item => Assert.NotEqual(ItemKeyKind.None, item.Kind));
            FuzzTarget.Named("errors").Run(Encoding.UTF8.GetBytes(text));
        },
        cases: 2_000);

    [Fact]
    public void Find_LongText_TakesLinearTime()
    {
        // Each of these is 2 MB and takes milliseconds; anything quadratic would take hours.
        foreach (var piece in new[] { "sku ", "[sku ", "sku a, ", "location ", "variant_id 1", "]", " requires absolute", "location not found [" })
        {
            var clock = Stopwatch.StartNew();
            KnownReason.Find(
                string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length)),
                null,
                ApiError.EmptyErrors,
                HttpStatusCode.UnprocessableEntity,
                "");
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }
    }

    private static void AssertItems(string title, params ItemKey[] items) =>
        Assert.Equal(items, KnownReason.Find(title, null, ApiError.EmptyErrors, HttpStatusCode.UnprocessableEntity, "").Items);
}
