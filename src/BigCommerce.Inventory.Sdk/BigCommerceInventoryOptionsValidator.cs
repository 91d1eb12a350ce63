using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory;

/// <summary>Checks options once, when a client or host starts, and lists every error with the key it belongs to.</summary>
internal sealed class BigCommerceInventoryOptionsValidator : IValidateOptions<BigCommerceInventoryOptions>
{
    public ValidateOptionsResult Validate(string? name, BigCommerceInventoryOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>The options of a client whose store and token come from elsewhere.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists everything.</exception>
    public static void ThrowIfInvalid(BigCommerceInventoryOptions options)
    {
        var errors = Errors(options).ToList();
        if (errors.Count > 0)
        {
            throw new ArgumentException("The client's options are wrong. " + string.Join(" ", errors), nameof(options));
        }
    }

    private static IEnumerable<string> Errors(BigCommerceInventoryOptions options)
    {
        if (options.StoreHash is { } hash && Fault(() => StoreCredentials.CheckHash(hash)) is { } hashFault)
        {
            yield return $"StoreHash: {hashFault}";
        }

        if (options.AccessToken is { } token && Fault(() => StoreCredentials.CheckToken(token)) is { } tokenFault)
        {
            yield return $"AccessToken: {tokenFault}";
        }

        var address = options.BaseAddress;
        if (address is null || !address.IsAbsoluteUri)
        {
            yield return "BaseAddress must be an absolute URL such as https://api.bigcommerce.com/.";
        }
        else if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            yield return "BaseAddress must use https: the access token would travel in the clear. Plain http is accepted for loopback addresses only.";
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            yield return "BaseAddress takes scheme, host, port and path only.";
        }
        else if (address.AbsolutePath.Contains("/stores/", StringComparison.OrdinalIgnoreCase))
        {
            yield return "BaseAddress must end before /stores/: the client adds the store's path itself.";
        }

        if (options.ApplicationName is { } application && (application.Length is 0 or > 200 || application.Any(c => c is < ' ' or > '~')))
        {
            yield return "ApplicationName takes 1 to 200 printable ASCII characters, such as acme-erp-sync/2.1.";
        }

        if (options.MaxResponseBytes is < 1024 or > 1024 * 1024 * 1024)
        {
            yield return "MaxResponseBytes takes 1,024 (1 KiB) to 1,073,741,824 (1 GiB).";
        }

        if (options.Resilience is not { } resilience)
        {
            yield return "Resilience must not be null.";
            yield break;
        }

        if (!IsTimeout(resilience.TotalTimeout))
        {
            yield return "Resilience:TotalTimeout must be more than zero and at most 1.00:00:00 (a day), or infinite (-00:00:00.001).";
        }

        if (!IsTimeout(resilience.AttemptTimeout))
        {
            yield return "Resilience:AttemptTimeout must be more than zero and at most 1.00:00:00 (a day), or infinite (-00:00:00.001).";
        }

        if (resilience.MaxRetries is < 0 or > 100)
        {
            yield return "Resilience:MaxRetries takes 0 to 100.";
        }

        foreach (var (key, value, max) in new[]
        {
            ("ReadRetryDelay", resilience.ReadRetryDelay, TimeSpan.FromMinutes(1)),
            ("WriteRetryDelay", resilience.WriteRetryDelay, TimeSpan.FromMinutes(1)),
            ("MaxRetryDelay", resilience.MaxRetryDelay, TimeSpan.FromHours(1)),
            ("MaxServerDelay", resilience.MaxServerDelay, TimeSpan.FromDays(1)),
        })
        {
            if (value < TimeSpan.Zero || value > max)
            {
                yield return $"Resilience:{key} takes 0 to {max:c}.";
            }
        }

        foreach (var error in RateLimitErrors(resilience.RateLimit).Concat(CircuitBreakerErrors(resilience.CircuitBreaker)))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> RateLimitErrors(RateLimitOptions? options)
    {
        if (options is null)
        {
            yield return "Resilience:RateLimit must not be null.";
            yield break;
        }

        if (options.MaxWait != Timeout.InfiniteTimeSpan && (options.MaxWait < TimeSpan.Zero || options.MaxWait > TimeSpan.FromDays(1)))
        {
            yield return "Resilience:RateLimit:MaxWait takes 0 to 1.00:00:00, or infinite (-00:00:00.001).";
        }

        if (options.ReserveRequests < 0)
        {
            yield return "Resilience:RateLimit:ReserveRequests must not be negative.";
        }

        if (options.ReserveShare is not (>= 0 and <= 0.9))
        {
            yield return "Resilience:RateLimit:ReserveShare takes 0 to 0.9.";
        }
    }

    private static IEnumerable<string> CircuitBreakerErrors(CircuitBreakerOptions? options)
    {
        if (options is null)
        {
            yield return "Resilience:CircuitBreaker must not be null.";
            yield break;
        }

        if (options.FailureRatio is not (>= 0.01 and <= 1))
        {
            yield return "Resilience:CircuitBreaker:FailureRatio takes 0.01 to 1.";
        }

        if (options.MinimumThroughput is < 2 or > 10_000)
        {
            yield return "Resilience:CircuitBreaker:MinimumThroughput takes 2 to 10,000.";
        }

        foreach (var (key, value) in new[] { ("SamplingDuration", options.SamplingDuration), ("BreakDuration", options.BreakDuration) })
        {
            if (value < TimeSpan.FromMilliseconds(500) || value > TimeSpan.FromDays(1))
            {
                yield return $"Resilience:CircuitBreaker:{key} takes 00:00:00.5000000 to 1.00:00:00.";
            }
        }
    }

    private static bool IsTimeout(TimeSpan value) => value == Timeout.InfiniteTimeSpan || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(1));

    private static string? Fault(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (ArgumentException exception)
        {
            // Only the sentence: the parameter's name means nothing to whoever wrote the configuration.
            return exception.Message.Split(" (Parameter", StringSplitOptions.None)[0];
        }
    }

    /// <summary>Checks that the options of a client name its store and token.</summary>
    /// <param name="client">The options' name.</param>
    internal sealed class StoreGiven(string client) : IValidateOptions<BigCommerceInventoryOptions>
    {
        public string Client => client;

        public ValidateOptionsResult Validate(string? name, BigCommerceInventoryOptions options)
        {
            if (name != client)
            {
                return ValidateOptionsResult.Skip;
            }

            var whose = client.Length == 0 ? string.Empty : $" of client '{client}'";
            var errors = new List<string>();
            if (options.StoreHash is null)
            {
                errors.Add($"StoreHash{whose} is missing: give the part after /stores/ in the store's API path.");
            }

            if (options.AccessToken is null)
            {
                errors.Add($"AccessToken{whose} is missing: give the token of an API account of the store.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
