using PointOfSale;

namespace BigCommerce.Inventory.Tests.Samples;

public class PointOfSaleTests
{
    [Fact]
    public async Task PointOfSale_ResponseLost_CountsTheSaleOnce()
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
    public async Task PointOfSale_RealStoreWithoutLocationAndSku_IsRefused()
    {
        var (exitCode, output, error) = await RunAsync(
            ["1"],
            ("BIGCOMMERCE_STORE_HASH", "shop"),
            ("BIGCOMMERCE_ACCESS_TOKEN", "secret-of-the-shop"));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("A real store needs the variables BIGCOMMERCE_STORE_HASH", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-shop", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("first")]
    public async Task PointOfSale_InvalidLocation_IsRefused(string location)
    {
        var (exitCode, _, error) = await RunAsync([location, "RE-130"]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"<location> must be an integer of at least 1, not '{location}'.", error, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] args,
        params (string Name, string Value)[] environment) =>
        SampleRun.RunAsync(App.RunAsync, args, environment);
}
