namespace BigCommerce.Inventory;

/// <summary>Judges whether changes of stock are plausible as a whole. Pure.</summary>
internal sealed class ReconcileGuard(ReconcileOptions options)
{
    private long _stocked;
    private long _zeroed;
    private long _implausible;
    private long _asked;
    private long _unmatched;

    /// <summary>Looks at a row that was asked for.</summary>
    public void ObserveMatch(bool isInStore)
    {
        _asked++;
        _unmatched += isInStore ? 0 : 1;
    }

    /// <summary>Looks at a row that the store has.</summary>
    public void Observe(int current, int desired)
    {
        if (current <= 0)
        {
            return;
        }

        _stocked++;
        if (desired == 0)
        {
            _zeroed++;
        }
        else if (desired >= current * options.ImplausibleFactor || current >= desired * options.ImplausibleFactor)
        {
            _implausible++;
        }
    }

    /// <summary>Why nothing should be sent; null when all is plausible.</summary>
    public string? FindObjection()
    {
        if (_asked > 0 && _asked >= options.GuardedRows && _unmatched > options.MaxUnmatchedShare * _asked)
        {
            return FormattableString.Invariant(
                $"Nothing was sent: of {_asked} rows, {_unmatched} name items that the store does not have, and at most {options.MaxUnmatchedShare:P0} may. If that is right, raise ReconcileOptions.MaxUnmatchedShare.");
        }

        if (_stocked == 0 || _stocked < options.GuardedRows)
        {
            return null;
        }

        if (_zeroed > options.MaxZeroedShare * _stocked)
        {
            return FormattableString.Invariant(
                $"Nothing was sent: of {_stocked} rows that have stock, {_zeroed} would become 0, and at most {options.MaxZeroedShare:P0} may. If that is right, raise ReconcileOptions.MaxZeroedShare.");
        }

        return _implausible > options.MaxImplausibleShare * _stocked
            ? FormattableString.Invariant(
                $"Nothing was sent: of {_stocked} rows that have stock, {_implausible} would change {options.ImplausibleFactor}-fold or more, and at most {options.MaxImplausibleShare:P0} may. If that is right, raise ReconcileOptions.MaxImplausibleShare or ImplausibleFactor.")
            : null;
    }
}
