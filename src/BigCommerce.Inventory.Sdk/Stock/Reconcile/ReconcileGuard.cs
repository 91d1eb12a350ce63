namespace BigCommerce.Inventory;

/// <summary>Decides whether changes of stock are plausible as a whole. Pure.</summary>
internal sealed class ReconcileGuard(ReconcileOptions options)
{
    private long _stocked;
    private long _zeroed;
    private long _implausible;
    private long _read;
    private long _unmatched;

    /// <summary>Counts a row that a filter can name.</summary>
    public void ObserveMatch(bool isInStore)
    {
        _read++;
        _unmatched += isInStore ? 0 : 1;
    }

    /// <summary>Counts a row whose item the store has.</summary>
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

    /// <returns>Why nothing should be sent; null when the changes are plausible.</returns>
    public string? FindObjection()
    {
        if (_read >= options.MinRowsForGuards && _unmatched > options.MaxUnmatchedShare * _read)
        {
            return FormattableString.Invariant(
                $"Nothing was sent, because {_unmatched} of {_read} rows name items that the store does not have; the limit is {options.MaxUnmatchedShare:P0}. If this is correct, raise ReconcileOptions.MaxUnmatchedShare.");
        }

        if (_stocked < options.MinRowsForGuards)
        {
            return null;
        }

        if (_zeroed > options.MaxZeroedShare * _stocked)
        {
            return FormattableString.Invariant(
                $"Nothing was sent, because {_zeroed} of {_stocked} rows that have stock would become 0; the limit is {options.MaxZeroedShare:P0}. If this is correct, raise ReconcileOptions.MaxZeroedShare.");
        }

        return _implausible > options.MaxImplausibleShare * _stocked
            ? FormattableString.Invariant(
                $"Nothing was sent, because {_implausible} of {_stocked} rows that have stock would change by a factor of {options.ImplausibleFactor} or more; the limit is {options.MaxImplausibleShare:P0}. If this is correct, raise ReconcileOptions.MaxImplausibleShare or ImplausibleFactor.")
            : null;
    }
}
