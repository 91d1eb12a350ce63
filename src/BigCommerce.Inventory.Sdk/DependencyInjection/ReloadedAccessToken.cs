using BigCommerce.Inventory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The access token of one store, as the configuration has it now. The client's other options stay as they were.</summary>
internal sealed class ReloadedAccessToken
{
    private readonly string _storeHash;
    private volatile string _token;

    public ReloadedAccessToken(IOptionsMonitor<BigCommerceInventoryOptions> monitor, string name, BigCommerceInventoryOptions options)
    {
        _storeHash = options.StoreHash!;
        _token = options.AccessToken!;

        // The monitor reports valid options only. Both live as long as the container.
        monitor.OnChange((changed, changedName) =>
        {
            if (changedName == name)
            {
                Take(changed);
            }
        });

        // A change before the subscription is not reported.
        Take(monitor.Get(name));
    }

    public StoreCredentials ToCredentials() => StoreCredentials.FromProvider(_storeHash, _ => ValueTask.FromResult(_token));

    private void Take(BigCommerceInventoryOptions options)
    {
        // The token of another store must not be sent to this one.
        if (options.StoreHash == _storeHash && options.AccessToken is { } token)
        {
            _token = token;
        }
    }

    /// <summary>Tells the options monitor that configuration was reloaded.</summary>
    public sealed class ChangeSource(string name, IConfiguration? configuration) : IOptionsChangeTokenSource<BigCommerceInventoryOptions>
    {
        public string Name => name;

        public IChangeToken GetChangeToken() => configuration?.GetReloadToken() ?? new CancellationChangeToken(CancellationToken.None);
    }
}
