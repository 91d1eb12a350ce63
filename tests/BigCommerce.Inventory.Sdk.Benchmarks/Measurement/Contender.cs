namespace BigCommerce.Inventory.Benchmarks.Measurement;

/// <summary>One way to do a scenario's work.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Does the work once, and returns a checksum of the result: all contenders must agree on it.</param>
/// <param name="Resource">What it needs until all is measured.</param>
/// <param name="Surroundings">What is there while it is measured, and only then; null for nothing.</param>
internal sealed record Contender(
    string Name,
    Func<Task<long>> RunAsync,
    IDisposable? Resource = null,
    Func<IDisposable>? Surroundings = null);
