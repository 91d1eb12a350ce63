namespace BigCommerce.Inventory;

/// <summary>What an upsert changed.</summary>
public enum UpsertResult
{
    /// <summary>Nothing: the stored values were the same.</summary>
    Unchanged = 0,

    /// <summary>It did not exist and was created.</summary>
    Created,

    /// <summary>It existed and was updated.</summary>
    Updated,
}
