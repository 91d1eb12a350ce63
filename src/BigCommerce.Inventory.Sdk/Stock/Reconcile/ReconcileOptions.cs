namespace BigCommerce.Inventory;

/// <summary>Settings of a reconciliation.</summary>
public sealed record ReconcileOptions
{
    /// <summary>How the differences are sent.</summary>
    /// <value>
    /// The default is the bulk defaults. A <see cref="BulkOptions.Journal"/> is not allowed: after a crash, run the reconciliation again,
    /// and it sends only what still differs.
    /// </value>
    public BulkOptions Bulk { get; init => field = value ?? throw new ArgumentNullException(nameof(Bulk)); } = new();

    /// <summary>Whether to read what was applied until reads return it, or until the timeout of <see cref="Polling"/> has passed.</summary>
    /// <value>The default is false.</value>
    public bool WaitUntilVisible { get; init; }

    /// <summary>How long and how often <see cref="WaitUntilVisible"/> reads.</summary>
    /// <value>The default is that of <see cref="PollingOptions"/>: up to 1 minute.</value>
    public PollingOptions Polling { get; init => field = value ?? throw new ArgumentNullException(nameof(Polling)); } = new();

    /// <summary>
    /// Refuses to send when a larger share than this of the rows that have stock would become 0, so that an empty export does not empty a
    /// shop. 1 disables the guard.
    /// </summary>
    /// <value>The default is 0.2; 0 to 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MaxZeroedShare { get; init => field = Share(value, nameof(MaxZeroedShare)); } = 0.2;

    /// <summary>
    /// Refuses to send when a larger share than this of the rows that have stock would change <see cref="ImplausibleFactor"/>-fold, up or
    /// down, but not to 0. 1 disables the guard.
    /// </summary>
    /// <value>The default is 0.5; 0 to 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MaxImplausibleShare { get; init => field = Share(value, nameof(MaxImplausibleShare)); } = 0.5;

    /// <summary>
    /// Refuses to send when a larger share than this of the rows names items that the store does not have. The file may then belong to
    /// another store, or use other identities. 1 disables the guard.
    /// </summary>
    /// <value>The default is 0.5; 0 to 1. Set it to 1 for a store whose items reads do not show yet, such as a new catalog.</value>
    /// <remarks>Rows that a filter cannot name (a SKU with a comma) do not count.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double MaxUnmatchedShare { get; init => field = Share(value, nameof(MaxUnmatchedShare)); } = 0.5;

    /// <summary>The factor from which a change is implausible.</summary>
    /// <value>The default is 10; more than 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 1.</exception>
    public double ImplausibleFactor
    {
        get;
        init => field = value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(ImplausibleFactor), value, "Give more than 1.");
    } = 10;

    /// <summary>
    /// The fewest rows that the guards need, because a few rows are no sample of an export. <see cref="MaxUnmatchedShare"/> counts rows
    /// that a filter can name; the others count rows that have stock.
    /// </summary>
    /// <value>The default is 20; 0 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MinRowsForGuards
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MinRowsForGuards), value, "Give 0 or more.");
    } = 20;

    private static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Give a share from 0 to 1.");
}
