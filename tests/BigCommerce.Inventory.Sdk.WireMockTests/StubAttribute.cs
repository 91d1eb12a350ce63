namespace BigCommerce.Inventory.WireMockTests;

/// <summary>
/// Responds to the test's requests as <c>Mappings/{operation}/{case}.json</c> says. Each mapping in the file must be requested
/// exactly once, in order.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StubAttribute(string operation, string @case) : Attribute
{
    public string Operation { get; } = operation;

    public string Case { get; } = @case;
}
