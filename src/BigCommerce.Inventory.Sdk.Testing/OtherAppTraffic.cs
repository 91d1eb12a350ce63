namespace BigCommerce.Inventory.Testing;

/// <summary>Another app on the same store, which uses up a part of each rate-limit window.</summary>
/// <remarks>
/// How many requests it makes in a window, and when, follows from <see cref="InventoryEmulatorOptions.Seed"/> and the window alone: never
/// from what the client under test does.
/// </remarks>
/// <param name="MinRequestsPerWindow">The fewest requests it makes in a window; 0 or more.</param>
/// <param name="MaxRequestsPerWindow">The most requests it makes in a window; not below <paramref name="MinRequestsPerWindow"/>.</param>
public sealed record OtherAppTraffic(int MinRequestsPerWindow, int MaxRequestsPerWindow);
