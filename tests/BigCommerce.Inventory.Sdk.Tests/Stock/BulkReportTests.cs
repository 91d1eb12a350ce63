namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>What reports, their rows and their exceptions say.</summary>
public class BulkReportTests
{
    [Fact]
    public async Task ToString_RejectedRowWithoutItem_NamesItByItsIndex()
    {
        var report = await new FakeStore().Bulk().Set([new(1, default, 1)]).RunAsync();

        Assert.EndsWith(
            " Rejected: row 0: The row names no item. Give a SKU, a variant id or a product id.",
            report.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_RowOfARun_HasTheInputAndWhatWasSent() =>
        Assert.Equal(
            "BulkRow { Index = 3, Input = A, Quantity = 5, QuantityBackordered = 6 }",
            new BulkRow<string>(3, "A") { Quantity = 5, QuantityBackordered = 6 }.ToString());

    [Theory]
    [InlineData(0, 0, 0, RequestEffect.None)]
    [InlineData(1, 0, 0, RequestEffect.Partial)]
    [InlineData(0, 1, 0, RequestEffect.Partial)]
    [InlineData(1, 1, 0, RequestEffect.Partial)]
    [InlineData(1, 1, 1, RequestEffect.Unknown)]
    public void Effect_RunEndedEarly_DependsOnWhatWasApplied(int applied, int transactions, int unknown, RequestEffect effect)
    {
        var report = new BulkReport<AbsoluteAdjustment>
        {
            AppliedCount = applied,
            TransactionIds = [.. Enumerable.Range(1, transactions).Select(i => $"t-{i}")],
            UnknownCount = unknown,
        };

        Assert.Equal(effect, new BulkRunException<AbsoluteAdjustment>(report, new InvalidOperationException("No.")).Effect);
    }

    [Theory]
    [InlineData(500, false, 500)]
    [InlineData(501, false, 499)]
    [InlineData(500, true, 499)]
    public void MessageOf_LongMessage_IsCutTo500Characters(int title, bool hasFieldError, int kept)
    {
        var error = new ApiError
        {
            StatusCode = System.Net.HttpStatusCode.UnprocessableEntity,
            Title = new string('x', title),
            FieldErrors = new Dictionary<string, string>(hasFieldError ? [new("items", "No such item.")] : []),
        };

        Assert.Equal(new string('x', kept) + (kept < title ? "…" : ""), RejectedRow.MessageOf(error));
    }
}
