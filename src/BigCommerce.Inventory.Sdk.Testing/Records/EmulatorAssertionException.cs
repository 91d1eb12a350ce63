namespace BigCommerce.Inventory.Testing;

/// <summary>What the emulator saw is not what the test expected; the message lists both.</summary>
public sealed class EmulatorAssertionException : Exception
{
    internal EmulatorAssertionException(string message)
        : base(message)
    {
    }
}
