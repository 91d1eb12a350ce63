namespace BigCommerce.Inventory;

/// <summary>What an upsert did.</summary>
public enum UpsertResult
{
    /// <summary>Nothing: it was already as asked for.</summary>
    Unchanged = 0,

    /// <summary>It was created.</summary>
    Created,

    /// <summary>It existed, and was changed.</summary>
    Updated,
}
