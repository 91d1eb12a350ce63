namespace BigCommerce.Inventory.Testing;

/// <summary>An assertion about an emulator failed, or an unknown request was sent. The message shows expected and actual.</summary>
public sealed class EmulatorAssertionException : Exception
{
    internal EmulatorAssertionException(string message)
        : base(message)
    {
    }
}
