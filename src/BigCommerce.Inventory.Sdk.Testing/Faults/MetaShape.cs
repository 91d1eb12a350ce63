namespace BigCommerce.Inventory.Testing;

/// <summary>The shapes of a response's <c>meta</c> that contain no page count.</summary>
public enum MetaShape
{
    /// <summary><c>"meta": {}</c></summary>
    EmptyObject,

    /// <summary><c>"meta": []</c></summary>
    EmptyArray,

    /// <summary>No <c>meta</c>.</summary>
    Missing,

    /// <summary>Only <c>meta.pagination.links.current</c>.</summary>
    OnlyCurrentLink,
}
