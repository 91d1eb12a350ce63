namespace BigCommerce.Inventory;

/// <summary>The kinds of <see cref="PermitDecision"/>.</summary>
public enum PermitVerdict
{
    /// <summary>Other processes cannot be reached: the process goes on by itself, with what response headers tell.</summary>
    Unavailable = 0,

    /// <summary>The request may be sent.</summary>
    Granted,

    /// <summary>Not now.</summary>
    Wait,
}
