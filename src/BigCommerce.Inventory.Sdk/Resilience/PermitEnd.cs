namespace BigCommerce.Inventory;

/// <summary>How a request that had a permit ended.</summary>
public enum PermitEnd
{
    /// <summary>It was never sent, so the permit is free again.</summary>
    NotSent = 0,

    /// <summary>It was sent, and no response came.</summary>
    Lost,

    /// <summary>The store answered with a success.</summary>
    Succeeded,

    /// <summary>The store answered with another status.</summary>
    Failed,

    /// <summary>The store refused it with 429.</summary>
    Refused,
}
