using BigCommerce.Inventory.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Http;

/// <summary>
/// Completes a handler chain: turns redirects off, inserts the send gate above the primary handler, and removes other packages'
/// resilience handlers.
/// </summary>
internal static class HandlerChain
{
    // Compared by name, to avoid references to their packages.
    private static readonly string[] ResilienceHandlers =
    [
        "Microsoft.Extensions.Http.Resilience.ResilienceHandler",
        "Microsoft.Extensions.Http.PolicyHttpMessageHandler",
    ];

    /// <param name="chain">Delegating handlers that end in a primary handler, or a primary handler alone.</param>
    /// <param name="keepOtherResilience">Whether to keep the resilience handlers of other packages.</param>
    /// <param name="logger">Logs the removal.</param>
    /// <returns>The completed chain, and its primary handler.</returns>
    /// <exception cref="ArgumentException">
    /// The chain has already sent requests and cannot be changed, or it has no primary handler.
    /// </exception>
    public static (HttpMessageHandler Chain, HttpMessageHandler Primary) Complete(
        HttpMessageHandler chain,
        bool keepOtherResilience,
        ILogger logger)
    {
        var kept = new List<DelegatingHandler>();
        var removed = new List<string>();
        DelegatingHandler? gate = null;
        var primary = chain;
        while (primary is DelegatingHandler { InnerHandler: { } inner } handler)
        {
            if (handler is SendGate)
            {
                // Another client has completed this chain, but the handlers above the gate may include ones to remove.
                (gate, primary) = (handler, inner);
                break;
            }

            if (!keepOtherResilience && IsResilienceHandler(handler.GetType()))
            {
                removed.Add(handler.GetType().FullName!);
            }
            else
            {
                kept.Add(handler);
            }

            primary = inner;
        }

        if (primary is DelegatingHandler unfinished)
        {
            throw new ArgumentException(
                $"The handler chain ends in a DelegatingHandler without an InnerHandler: {unfinished.GetType()}. Set its InnerHandler, for example to a SocketsHttpHandler.");
        }

        try
        {
            TurnOffRedirects(primary);
            HttpMessageHandler next = gate ?? new SendGate(primary, isFirst: kept.Count == 0);
            for (var i = kept.Count - 1; i >= 0; i--)
            {
                if (kept[i].InnerHandler != next)
                {
                    kept[i].InnerHandler = next;
                }

                next = kept[i];
            }

            if (removed.Count > 0)
            {
                Log.ResilienceHandlersRemoved(logger, string.Join(", ", removed.Distinct()));
            }

            return (next, primary);
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException(
                "The handler has already sent requests and cannot be changed. The client turns redirects off, because they would send the access token to any host, and inserts a handler above the primary one. Pass a handler that has not been used, with AllowAutoRedirect = false. With dependency injection, do not create an HttpClient named 'BigCommerce.Inventory': resolve BigCommerceInventoryClient.",
                exception);
        }
    }

    /// <summary>
    /// On a redirect to another host .NET drops <c>Authorization</c> but keeps <c>X-Auth-Token</c>, so redirects must not be
    /// followed.
    /// </summary>
    private static void TurnOffRedirects(HttpMessageHandler primary)
    {
        switch (primary)
        {
            case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                sockets.AllowAutoRedirect = false;
                break;
            case HttpClientHandler { AllowAutoRedirect: true } client:
                client.AllowAutoRedirect = false;
                break;
        }
    }

    private static bool IsResilienceHandler(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (ResilienceHandlers.Contains(type.FullName, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
