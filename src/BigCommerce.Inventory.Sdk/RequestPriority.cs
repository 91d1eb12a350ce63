namespace BigCommerce.Inventory;

/// <summary>Which calls go first when the store's quota is short.</summary>
public enum RequestPriority
{
    /// <summary>Somebody waits for the result.</summary>
    Foreground = 0,

    /// <summary>Bulk work. It yields to foreground calls, but while both wait for quota it gets at least one request in ten.</summary>
    Background = 1,
}
