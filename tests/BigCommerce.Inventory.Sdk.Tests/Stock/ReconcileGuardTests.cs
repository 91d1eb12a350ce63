namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>The limits at which a reconciliation is refused: with the default options, at 20 rows and more.</summary>
public class ReconcileGuardTests
{
    [Theory]
    [InlineData(20, 10, null)]
    [InlineData(20, 11, "Nothing was sent, because 11 of 20 rows name items that the store does not have")]
    [InlineData(19, 19, null)]
    public void FindObjection_RowsWithoutAnItem_RefusesMoreThanHalf(int rows, int unmatched, string? objection)
    {
        var guard = new ReconcileGuard(new ReconcileOptions());
        for (var i = 0; i < rows; i++)
        {
            guard.ObserveMatch(isInStore: i >= unmatched);
        }

        AssertObjection(objection, guard);
    }

    [Theory]
    [InlineData(20, 4, null)]
    [InlineData(20, 5, "Nothing was sent, because 5 of 20 rows that have stock would become 0")]
    [InlineData(19, 19, null)]
    public void FindObjection_StockBecomesZero_RefusesMoreThanAFifth(int rows, int zeroed, string? objection)
    {
        var guard = new ReconcileGuard(new ReconcileOptions());
        for (var i = 0; i < rows; i++)
        {
            guard.Observe(current: 1, desired: i < zeroed ? 0 : 1);
        }

        // A row that has no stock is not one that loses it.
        guard.Observe(current: 0, desired: 0);
        guard.Observe(current: -1, desired: 0);

        AssertObjection(objection, guard);
    }

    [Theory]
    [InlineData(10, 100, 10, null)]
    [InlineData(10, 100, 11, "Nothing was sent, because 11 of 20 rows that have stock would change by a factor of 10 or more")]
    [InlineData(10, 99, 20, null)]
    [InlineData(10, 1, 10, null)]
    [InlineData(10, 1, 11, "Nothing was sent, because 11 of 20 rows that have stock would change by a factor of 10 or more")]
    [InlineData(19, 2, 20, null)]
    public void FindObjection_StockChangesTenfold_RefusesMoreThanHalf(int current, int desired, int changed, string? objection)
    {
        var guard = new ReconcileGuard(new ReconcileOptions());
        for (var i = 0; i < 20; i++)
        {
            guard.Observe(current, i < changed ? desired : current);
        }

        AssertObjection(objection, guard);
    }

    [Fact]
    public void FindObjection_NothingObserved_IsNullWithoutAMinimumOfRows() =>
        Assert.Null(new ReconcileGuard(new ReconcileOptions { MinRowsForGuards = 0 }).FindObjection());

    private static void AssertObjection(string? start, ReconcileGuard guard)
    {
        var objection = guard.FindObjection();
        Assert.Equal(start, start is null ? objection : objection?[..Math.Min(start.Length, objection.Length)]);
    }
}
