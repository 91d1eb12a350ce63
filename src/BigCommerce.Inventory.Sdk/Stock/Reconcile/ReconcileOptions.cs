namespace BigCommerce.Inventory;

/// <summary>How stock is reconciled with what it should be.</summary>
public sealed record ReconcileOptions
{
    /// <summary>How the differences are sent.</summary>
    /// <value>The default is the bulk defaults. Takes no <see cref="BulkOptions.Journal"/>: a reconciliation that died is run again, and reads what is left.</value>
    public BulkOptions Bulk { get; init => field = value ?? throw new ArgumentNullException(nameof(Bulk)); } = new();

    /// <summary>Only compares: nothing is sent.</summary>
    /// <value>The default is false.</value>
    public bool IsDryRun { get; init; }

    /// <summary>Reads back what was applied until the store shows it, or the time of <see cref="Wait"/> is up.</summary>
    /// <value>The default is false.</value>
    public bool Confirm { get; init; }

    /// <summary>How long <see cref="Confirm"/> waits.</summary>
    /// <value>The default is <see cref="PollingOptions"/>' own: 1 minute.</value>
    public PollingOptions Wait { get; init => field = value ?? throw new ArgumentNullException(nameof(Wait)); } = new();

    /// <summary>Refuses to send when a larger share than this of the rows that have stock would become 0: an empty export must not empty a shop. 1 switches the guard off.</summary>
    /// <value>The default is 0.2; 0 to 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MaxZeroedShare { get; init => field = Share(value, nameof(MaxZeroedShare)); } = 0.2;

    /// <summary>Refuses to send when a larger share than this of the rows that have stock would change <see cref="ImplausibleFactor"/>-fold, up or down, but not to 0. 1 switches the guard off.</summary>
    /// <value>The default is 0.5; 0 to 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MaxImplausibleShare { get; init => field = Share(value, nameof(MaxImplausibleShare)); } = 0.5;

    /// <summary>Refuses to send when a larger share than this of the rows names items that the store does not have: then the file may be of another store, or name items in another way. 1 switches the guard off.</summary>
    /// <value>The default is 0.5; 0 to 1. Raise it to 1 to fill a store whose items the read does not show yet, such as a new catalogue.</value>
    /// <remarks>Rows whose key cannot be asked for (a SKU with a comma) do not count.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MaxUnmatchedShare { get; init => field = Share(value, nameof(MaxUnmatchedShare)); } = 0.5;

    /// <summary>From which factor on a change is implausible.</summary>
    /// <value>The default is 10; more than 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 1.</exception>
    public double ImplausibleFactor
    {
        get;
        init => field = value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(ImplausibleFactor), value, "Give more than 1.");
    } = 10;

    /// <summary>The guards need at least this many rows: those of stock count rows that have stock, <see cref="MaxUnmatchedShare"/> counts rows that can be asked for. A few rows say nothing about an export.</summary>
    /// <value>The default is 20; 0 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int GuardedRows
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(GuardedRows), value, "Give 0 or more.");
    } = 20;

    private static double Share(double value, string name) => value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Give a share from 0 to 1.");
}
