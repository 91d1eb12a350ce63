using PointOfSale;

namespace BigCommerce.Inventory.Tests.Samples;

public class PointOfSaleTests
{
    [Fact]
    public async Task A_sale_whose_answer_is_lost_is_counted_once()
    {
        var (exitCode, output, error) = await RunAsync([]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Before: 10 on hand.", output, StringComparison.Ordinal);
        Assert.Contains("Sale 1002 is rejected: ", output, StringComparison.Ordinal);
        Assert.Contains("Sale 1003 has an unknown effect: ", output, StringComparison.Ordinal);
        Assert.Contains("The stock went from 9 to 7: sale 1003 was applied and must not be sent again.", output, StringComparison.Ordinal);
        Assert.Contains("Sale 1004 and two returns: 1 row applied for 3, 0 in doubt.", output, StringComparison.Ordinal);
        Assert.Contains("After: 8 on hand.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_store_is_not_touched_without_a_location_and_a_sku()
    {
        var (exitCode, output, error) = await RunAsync(["1"], ("BIGCOMMERCE_STORE_HASH", "shop"), ("BIGCOMMERCE_ACCESS_TOKEN", "secret-of-the-shop"));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("A real store needs the variables BIGCOMMERCE_STORE_HASH", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-shop", error, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(string[] args, params (string Name, string Value)[] environment) =>
        SampleRun.RunAsync(App.RunAsync, args, environment);
}
