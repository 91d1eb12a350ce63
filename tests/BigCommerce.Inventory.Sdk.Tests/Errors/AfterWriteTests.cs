namespace BigCommerce.Inventory.Tests.Errors;

public class AfterWriteTests
{
    [Fact]
    public async Task ContinueAsync_OtherExceptionAfterAnAppliedWrite_ReportsTheEffect()
    {
        var cause = new InvalidOperationException("Broken.");

        var exception = await Assert.ThrowsAsync<BigCommerceException>(
            () => AfterWrite.ContinueAsync<int>(RequestEffect.Applied, "The location was created.", () => throw cause));

        Assert.Equal("The location was created. The next call failed. Broken.", exception.Message);
        Assert.Equal(RequestEffect.Applied, exception.Effect);
        Assert.Same(cause, exception.InnerException);
    }

    [Fact]
    public async Task ContinueAsync_OtherExceptionWithoutAnEffect_PassesItOn()
    {
        var cause = new InvalidOperationException("Broken.");

        Assert.Same(
            cause,
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => AfterWrite.ContinueAsync<int>(RequestEffect.None, "Nothing was changed.", () => throw cause)));
    }
}
