namespace BigCommerce.Inventory;

/// <summary>A journal cannot be used: it belongs to other input or other options, or it is damaged.</summary>
public sealed class BulkJournalException : BigCommerceException
{
    /// <summary>Creates the exception of a journal that cannot be used.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public BulkJournalException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
