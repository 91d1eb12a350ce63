using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>What an application puts into a queue, a cache or a log comes out as it was. Each failure lists the offenders.</summary>
public partial class PublicRecordTests
{
    private static readonly bool[] Flags = [true, false];

    public static TheoryData<string> Readers => ["default options", "web options", "generated", "generated with web options"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void PublicRecord_SerializedWithTheApplicationsOptions_ComesBackEqual(string reader)
    {
        var options = OptionsOf(reader);

        Assert.Equal([], Offenders(sample => Problem(sample, options)));

        static string? Problem(object sample, JsonSerializerOptions options)
        {
            try
            {
                var json = JsonSerializer.Serialize(sample, sample.GetType(), options);
                var back = JsonSerializer.Deserialize(json, sample.GetType(), options)!;
                return back.Equals(sample) && JsonSerializer.Serialize(back, sample.GetType(), options) == json
                    ? null
                    : $"{json} came back as {back}";
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
            {
                return exception.Message;
            }
        }
    }

    [Fact]
    public void PublicRecord_SerializedWithANamingPolicy_HasNoNameInAnotherStyle()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper };

        Assert.Equal([], Offenders(sample => Names(JsonSerializer.SerializeToElement(sample, sample.GetType(), options))
            .FirstOrDefault(name => name != "$type" && name != JsonNamingPolicy.KebabCaseUpper.ConvertName(name))));

        // The members of a dictionary are data.
        static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject()
                .SelectMany(member => member.Name is "HEADERS" or "FIELD-ERRORS" or "ERRORS" or "COUNT-BY-LOCATION" && member.Value.ValueKind == JsonValueKind.Object
                    ? [member.Name]
                    : Names(member.Value).Prepend(member.Name)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
            _ => [],
        };
    }

    [Fact]
    public void PublicRecord_WithTheSameContent_IsEqualAndHasTheSameHashCode() => Assert.Equal([], Offenders((sample, flag) =>
    {
        var other = PublicRecords.Sample(sample.GetType(), flag);
        return sample.Equals(other) && sample.GetHashCode() == other.GetHashCode() ? null : $"{sample} is not {other}";
    }));

    [Fact]
    public void PublicRecord_Printed_ShowsContentAndNoTypeNames() => Assert.Equal([], Offenders(sample =>
    {
        var text = sample.ToString()!;
        return text.Contains("`1", StringComparison.Ordinal)
            || text.Contains("[]", StringComparison.Ordinal)
            || text.Contains("System.", StringComparison.Ordinal)
            ? text
            : null;
    }));

    [Fact]
    public void PublicRecord_ListGivenToIt_IsCopied() => Assert.Equal([], Offenders(sample =>
        sample.GetType().GetProperties()
            .Where(
                property => property.GetIndexParameters().Length == 0
                    && property.GetValue(sample) is IList { IsReadOnly: false } or IDictionary { IsReadOnly: false })
            .Select(property => property.Name)
            .FirstOrDefault()));

    [Fact]
    public void PublicRecord_Excluded_Exists() => Assert.Equal(
        [],
        PublicRecords.ExcludedNames.Except(
            typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes().Where(PublicRecords.IsRecord).Select(type => type.Name)));

    [Fact]
    public void ConverterOrConstructorForJson_OfAPublicType_IsPublic()
    {
        // A context that is generated in an application can use nothing else.
        const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Assert.Equal(
            [],
            from type in typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes()
            from member in type.GetMembers(Members).Prepend(type)
            where member.GetCustomAttribute<JsonConverterAttribute>() is { ConverterType.IsVisible: false }
                || (member is ConstructorInfo { IsPublic: false } && member.IsDefined(typeof(JsonConstructorAttribute)))
            select $"{type.Name}.{member.Name}");
    }

    [Fact]
    public void ItemKey_Value_IsTheIdentityAsText() =>
        Assert.Equal(
            ["RE-130", "106", "113", ""],
            new[] { ItemKey.Sku("RE-130"), ItemKey.Variant(106), ItemKey.Product(113), default }.Select(key => key.Value));

    [Fact]
    public void Patch_OfEveryTypeInTheApi_HasAConverter() => Assert.Equal(
        [],
        from type in typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes()
        from property in type.GetProperties()
        where property.PropertyType is { IsGenericType: true, ContainsGenericParameters: false } patch
            && patch.GetGenericTypeDefinition() == typeof(Patch<>)
            && !new Inventory.Serialization.InventoryJsonConverter().CanConvert(patch)
        select $"{type.Name}.{property.Name}");

    [Fact]
    public void Secrets_SerializedOrPrinted_AreLeftOut()
    {
        const string Secret = "secret-token";
        object[] holders =
        [
            new BigCommerceInventoryOptions { AccessToken = Secret },
            new StoreCredentials("abc", Secret),
            new AccessTokenRequest("abc", Secret, default),
            WebhookSecret.FromClientSecret(Secret),
        ];

        Assert.All(holders, holder =>
        {
            Assert.DoesNotContain(Secret, holder.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, JsonSerializer.Serialize(holder, holder.GetType()), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void RequestOptions_Printed_ShowsMembersAndNoDelegate() => Assert.Equal(
        "RequestOptions { CorrelationId = , Timeout = 00:00:05, AttemptTimeout = , MaxRetryAttempts = 2, RetryDelay = , MaxRetryDelay = , MaxRetryAfter = , MaxRateLimitWait = , Priority = Background, OnResponse = set, Lease = null }",
        new RequestOptions
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxRetryAttempts = 2,
            Priority = RequestPriority.Background,
            OnResponse = _ => { },
        }.ToString());

    [Fact]
    public void List_Printed_ShowsItsBeginning()
    {
        Assert.Equal("LocationFilter { LocationIds = [1, 2], ", new LocationFilter { LocationIds = [1, 2] }.ToString()[..39]);
        Assert.Contains(
            "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, and 1980 more]",
            new LocationFilter { LocationIds = [.. Enumerable.Range(1, 2000)] }.ToString(),
            StringComparison.Ordinal);
    }

    private static JsonSerializerOptions OptionsOf(string reader)
    {
        var options = reader.EndsWith("web options", StringComparison.Ordinal)
            ? new JsonSerializerOptions(JsonSerializerDefaults.Web)
            : new JsonSerializerOptions();
        if (reader.StartsWith("generated", StringComparison.Ordinal))
        {
            options.TypeInfoResolver = ApplicationContext.Default;
        }

        return options;
    }

    private static IEnumerable<string> Offenders(Func<object, string?> problem) => Offenders((sample, _) => problem(sample));

    private static IEnumerable<string> Offenders(Func<object, bool, string?> problem) =>
        from type in PublicRecords.All
        from flag in Flags
        let found = problem(PublicRecords.Sample(type, flag), flag)
        where found is not null
        select $"{type.Name}: {found}";

    /// <summary>As an application writes one.</summary>
    [JsonSerializable(typeof(AbsoluteAdjustment))]
    [JsonSerializable(typeof(AbsoluteAdjustmentRequest))]
    [JsonSerializable(typeof(ApiError))]
    [JsonSerializable(typeof(BackorderMessage))]
    [JsonSerializable(typeof(BulkPlan<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(BulkProgress))]
    [JsonSerializable(typeof(BulkReport<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(BulkRequestResult<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(BulkRow<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(CursorPagination))]
    [JsonSerializable(typeof(DayHours))]
    [JsonSerializable(typeof(GeoCoordinates))]
    [JsonSerializable(typeof(InventoryItem))]
    [JsonSerializable(typeof(InventoryItemFilter))]
    [JsonSerializable(typeof(ItemIdentity))]
    [JsonSerializable(typeof(ItemSettings))]
    [JsonSerializable(typeof(ItemSettingsAtLocation))]
    [JsonSerializable(typeof(ItemSettingsRequest))]
    [JsonSerializable(typeof(ItemSettingsRow))]
    [JsonSerializable(typeof(ItemSettingsUpdate))]
    [JsonSerializable(typeof(Location))]
    [JsonSerializable(typeof(LocationAddress))]
    [JsonSerializable(typeof(LocationCreate))]
    [JsonSerializable(typeof(LocationCreateAddress))]
    [JsonSerializable(typeof(LocationDeletion))]
    [JsonSerializable(typeof(LocationFilter))]
    [JsonSerializable(typeof(LocationItem))]
    [JsonSerializable(typeof(LocationItemFilter))]
    [JsonSerializable(typeof(LocationUpdate))]
    [JsonSerializable(typeof(LocationUpdateAddress))]
    [JsonSerializable(typeof(MergedRow<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(UpsertResult))]
    [JsonSerializable(typeof(Metafield))]
    [JsonSerializable(typeof(MetafieldBatchCounts))]
    [JsonSerializable(typeof(MetafieldCreateEntry))]
    [JsonSerializable(typeof(MetafieldBatchError))]
    [JsonSerializable(typeof(MetafieldBatchFailure<MetafieldCreateEntry>))]
    [JsonSerializable(typeof(MetafieldBatchResponse<Metafield>))]
    [JsonSerializable(typeof(MetafieldBatchResult<MetafieldCreateEntry, Metafield>))]
    [JsonSerializable(typeof(MetafieldUpdateEntry))]
    [JsonSerializable(typeof(MetafieldCreate))]
    [JsonSerializable(typeof(MetafieldFilter))]
    [JsonSerializable(typeof(MetafieldResponse))]
    [JsonSerializable(typeof(MetafieldUpdate))]
    [JsonSerializable(typeof(OperatingHours))]
    [JsonSerializable(typeof(Page<Metafield>))]
    [JsonSerializable(typeof(PageLinks))]
    [JsonSerializable(typeof(PageMeta))]
    [JsonSerializable(typeof(Pagination))]
    [JsonSerializable(typeof(PollingOptions))]
    [JsonSerializable(typeof(RateLimitStatus))]
    [JsonSerializable(typeof(ReconcileReport))]
    [JsonSerializable(typeof(RejectedRow<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(RelativeAdjustment))]
    [JsonSerializable(typeof(RelativeAdjustmentRequest))]
    [JsonSerializable(typeof(RequestOptions))]
    [JsonSerializable(typeof(ResponseInfo))]
    [JsonSerializable(typeof(SpecialHours))]
    [JsonSerializable(typeof(StockAtLocation))]
    [JsonSerializable(typeof(StockDifference))]
    [JsonSerializable(typeof(StockLevel))]
    [JsonSerializable(typeof(StockTransfer))]
    [JsonSerializable(typeof(TransactionResult))]
    [JsonSerializable(typeof(UnknownRow<AbsoluteAdjustment>))]
    [JsonSerializable(typeof(VisibilityReport))]
    [JsonSerializable(typeof(CatalogStockWebhookData))]
    [JsonSerializable(typeof(InventoryWebhookEvent))]
    [JsonSerializable(typeof(ItemWebhookData))]
    [JsonSerializable(typeof(LocationMetafieldWebhookData))]
    [JsonSerializable(typeof(LocationWebhookData))]
    [JsonSerializable(typeof(UnknownWebhookData))]
    private sealed partial class ApplicationContext : JsonSerializerContext;
}
