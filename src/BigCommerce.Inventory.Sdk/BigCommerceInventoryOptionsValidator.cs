using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory;

/// <summary>Checks options once, when a client or host starts, and lists every error with the key it belongs to.</summary>
internal sealed partial class BigCommerceInventoryOptionsValidator : IValidateOptions<BigCommerceInventoryOptions>
{
    public ValidateOptionsResult Validate(string? name, BigCommerceInventoryOptions options)
    {
        var errors = Errors(options).Select(error => KeyOf(name) + error).ToList();
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

        if (options.Resilience is null)
        {
            yield return "Resilience must not be null.";
        }
        else if (options.Resilience.RateLimit is null)
        {
            yield return "Resilience:RateLimit must not be null.";
        }

        if (options.Resilience is { CircuitBreaker: null })
        {
            yield return "Resilience:CircuitBreaker must not be null.";
        }

        foreach (var error in new RangeValidator().Validate(null, options).Failures ?? [])
        {
            yield return error;
        }
    }

    private static string KeyOf(string? client) =>
        $"{BigCommerceInventoryOptions.SectionName}:{(string.IsNullOrEmpty(client) ? "" : $"Stores:{client}:")}";

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

            var errors = new List<string>();
            if (options.StoreHash is null)
            {
                errors.Add($"{KeyOf(client)}StoreHash is missing: give the part after /stores/ in the store's API path.");
            }

            if (options.AccessToken is null)
            {
                errors.Add($"{KeyOf(client)}AccessToken is missing: give the token of an API account of the store.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }

    /// <summary>The ranges that the options' attributes state, generated.</summary>
    [OptionsValidator]
    private sealed partial class RangeValidator : IValidateOptions<BigCommerceInventoryOptions>;
}
