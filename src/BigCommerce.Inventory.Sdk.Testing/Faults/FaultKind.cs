namespace BigCommerce.Inventory.Testing.Faults;

/// <summary>What a fault does to a request.</summary>
internal enum FaultKind
{
    /// <summary>Refuses the connection.</summary>
    RefuseConnection,

    /// <summary>Resets the connection.</summary>
    ResetConnection,

    /// <summary>Closes the connection without a response.</summary>
    CloseConnection,

    /// <summary>Delays the response.</summary>
    Delay,

    /// <summary>Replaces the response.</summary>
    ReplaceResponse,

    /// <summary>Corrupts the response.</summary>
    CorruptResponse,

    /// <summary>Sends the response of a success but changes nothing.</summary>
    IgnoreWrite,
}
