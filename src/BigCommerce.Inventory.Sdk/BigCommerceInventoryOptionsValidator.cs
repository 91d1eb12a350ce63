using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory;

/// <summary>Checks options when a client or host starts, and lists every error with its configuration key.</summary>
/// <param name="configuration">The configuration that the options come from; null when there is none.</param>
internal sealed partial class BigCommerceInventoryOptionsValidator(IConfiguration? configuration)
    : IValidateOptions<BigCommerceInventoryOptions>
{
    private const string Section = BigCommerceInventoryOptions.SectionName + ":";

    public ValidateOptionsResult Validate(string? name, BigCommerceInventoryOptions options)
    {
        var errors = Errors(options).Select(error => SectionOf(name, error) + error).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>Checks the options of a client that takes its store and token from <see cref="StoreCredentials"/>.</summary>
    /// <exception cref="ArgumentException">An option is invalid. The message lists every error.</exception>
    public static void ThrowIfInvalid(BigCommerceInventoryOptions options)
    {
        var errors = Errors(options).ToList();
        if (errors.Count > 0)
        {
            throw new ArgumentException("The client's options are invalid. " + string.Join(" ", errors), nameof(options));
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
            yield return "BaseAddress must use https: the access token would travel in the clear. "
                + "Plain http is accepted for loopback addresses only.";
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

    /// <summary>
    /// The section that holds the value an error is about: the store's own or, for a value that all stores share, the base.
    /// </summary>
    private string SectionOf(string? client, string error)
    {
        var store = StoreSection(client);

        // Every error begins with the option's key.
        var key = error[..error.IndexOf(' ', StringComparison.Ordinal)].TrimEnd(':');
        var isShared = key is not (nameof(BigCommerceInventoryOptions.StoreHash) or nameof(BigCommerceInventoryOptions.AccessToken))
            && configuration is not null
            && !configuration.GetSection(store + key).Exists()
            && configuration.GetSection(Section + key).Exists();
        return isShared ? Section : store;
    }

    private static string StoreSection(string? client) => string.IsNullOrEmpty(client) ? Section : $"{Section}Stores:{client}:";

    private static string? Fault(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (ArgumentException exception)
        {
            // The parameter's name is of no use to the reader of a configuration error.
            return exception.Message.Split(" (Parameter", StringSplitOptions.None)[0];
        }
    }

    /// <summary>Checks that the options of a client have its store and token.</summary>
    /// <param name="client">The options' name.</param>
    /// <param name="needsToken">Whether the token must be in the options: there is no provider for it.</param>
    internal sealed class StoreGiven(string client, bool needsToken) : IValidateOptions<BigCommerceInventoryOptions>
    {
        public ValidateOptionsResult Validate(string? name, BigCommerceInventoryOptions options)
        {
            if (name != client)
            {
                return ValidateOptionsResult.Skip;
            }

            var errors = new List<string>();
            if (options.StoreHash is null)
            {
                errors.Add($"{StoreSection(client)}StoreHash is missing: give the part after /stores/ in the store's API path.");
            }

            if (needsToken && options.AccessToken is null)
            {
                errors.Add(
                    $"{StoreSection(client)}AccessToken is missing: give the token of an API account of the store, or a provider for it.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }

    /// <summary>The ranges that the options' attributes state, generated.</summary>
    [OptionsValidator]
    private sealed partial class RangeValidator : IValidateOptions<BigCommerceInventoryOptions>;
}
