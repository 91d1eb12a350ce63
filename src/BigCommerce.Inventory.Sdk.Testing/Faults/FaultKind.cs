namespace BigCommerce.Inventory.Testing.Faults;

/// <summary>Where in a request's way a fault lies.</summary>
internal enum FaultKind
{
    /// <summary>No connection comes about.</summary>
    Refuse,

    /// <summary>The connection breaks.</summary>
    Reset,

    /// <summary>The connection ends without an answer.</summary>
    Close,

    /// <summary>Something takes its time.</summary>
    Delay,

    /// <summary>Another answer comes.</summary>
    Replace,

    /// <summary>The right answer comes, but spoiled.</summary>
    Spoil,

    /// <summary>The right answer comes, but nothing was done.</summary>
    Ignore,
}
