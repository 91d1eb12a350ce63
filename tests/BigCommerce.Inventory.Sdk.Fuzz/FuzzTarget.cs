using BigCommerce.Inventory.Fuzz.Targets;

namespace BigCommerce.Inventory.Fuzz;

/// <summary>Code that reads what others wrote, with the rules that it must keep for every input.</summary>
/// <param name="Name">The name, which is also the name of its corpus file.</param>
/// <param name="Run">Runs the code with an input. Throws if the code breaks a rule.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Run)
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("pages", ItemPages.Run),
        new("errors", ErrorBodies.Run),
        new("headers", RateLimits.Run),
        new("webhooks", Deliveries.Run),
        new("journals", Journals.Run),
    ];

    public static FuzzTarget Named(string name) => All.First(target => target.Name == name);

    /// <exception cref="FuzzException">The rule is broken.</exception>
    public static void Require(bool isKept, string rule)
    {
        if (!isKept)
        {
            throw new FuzzException(rule);
        }
    }
}

/// <summary>The code broke a rule.</summary>
internal sealed class FuzzException(string rule) : Exception(rule);
