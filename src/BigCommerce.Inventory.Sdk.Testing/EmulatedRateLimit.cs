namespace BigCommerce.Inventory.Testing;

/// <summary>The state of an emulated store's rate limit at one instant, as the headers of an answer tell it.</summary>
/// <param name="Remaining">Requests that the window still takes.</param>
/// <param name="Limit">Requests that a window takes in all.</param>
/// <param name="Window">The length of a window.</param>
/// <param name="ResetIn">The time until the quota is whole again.</param>
/// <param name="UsedByOthers">Requests of this window that another app has made.</param>
public sealed record EmulatedRateLimit(int Remaining, int Limit, TimeSpan Window, TimeSpan ResetIn, int UsedByOthers);
