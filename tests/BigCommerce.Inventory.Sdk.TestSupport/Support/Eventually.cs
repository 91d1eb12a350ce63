using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>Waits for what other threads do, without the clock.</summary>
internal static class Eventually
{
    /// <summary>Takes half a minute or more, so that only a condition that never holds reaches it.</summary>
    private const int MaxYields = 100_000_000;

    /// <summary>Yields until the condition holds, and fails after a fixed number of yields.</summary>
    /// <param name="condition">What is waited for; it may move the test's own clock.</param>
    /// <param name="text">The condition's source text, for the failure.</param>
    public static async Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        for (var yields = 0; !condition(); yields++)
        {
            if (yields == MaxYields)
            {
                Assert.Fail($"This did not hold after {MaxYields} yields: {text}");
            }

            await Task.Yield();
        }
    }
}
