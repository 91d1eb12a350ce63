namespace BigCommerce.Inventory.Testing;

/// <summary>Another app that uses a part of a store's rate limit.</summary>
/// <remarks>
/// The number and the times of its requests depend only on <see cref="InventoryEmulatorOptions.Seed"/> and the window, not on the
/// requests of the client under test.
/// </remarks>
/// <param name="MinRequestsPerWindow">The minimum number of requests per window; 0 or more.</param>
/// <param name="MaxRequestsPerWindow">The maximum number of requests per window; at least <paramref name="MinRequestsPerWindow"/>.</param>
public sealed record OtherAppTraffic(int MinRequestsPerWindow, int MaxRequestsPerWindow);
