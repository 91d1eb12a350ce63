namespace BigCommerce.Inventory.Testing;

/// <summary>What an answer's <c>meta</c> looks like when it does not tell the pages.</summary>
public enum MetaForm
{
    /// <summary><c>"meta": {}</c></summary>
    EmptyObject,

    /// <summary><c>"meta": []</c></summary>
    EmptyArray,

    /// <summary>No <c>meta</c> at all.</summary>
    Missing,

    /// <summary>Nothing but <c>meta.pagination.links.current</c>.</summary>
    OnlyCurrentLink,
}
