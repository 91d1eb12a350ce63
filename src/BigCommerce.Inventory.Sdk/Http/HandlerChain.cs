using BigCommerce.Inventory.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Http;

/// <summary>Completes a chain of handlers: redirects off, the send gate directly above the primary handler, and no resilience handlers of others.</summary>
internal static class HandlerChain
{
    // Known by name, so that their packages are not needed.
    private static readonly string[] ResilienceHandlers =
    [
        "Microsoft.Extensions.Http.Resilience.ResilienceHandler",
        "Microsoft.Extensions.Http.PolicyHttpMessageHandler",
    ];

    /// <param name="chain">Delegating handlers that end in a primary handler, or the primary handler alone.</param>
    /// <param name="keepOtherResilience">Whether resilience handlers of other packages stay.</param>
    /// <param name="logger">Where the removal is logged.</param>
    /// <returns>The completed chain, and its primary handler.</returns>
    /// <exception cref="ArgumentException">The chain has sent requests already, so it cannot be completed, or it has no primary handler.</exception>
    public static (HttpMessageHandler Chain, HttpMessageHandler Primary) Complete(HttpMessageHandler chain, bool keepOtherResilience, ILogger logger)
    {
        var kept = new List<DelegatingHandler>();
        var removed = new List<string>();
        DelegatingHandler? gate = null;
        var primary = chain;
        while (primary is DelegatingHandler { InnerHandler: { } inner } handler)
        {
            if (handler is SendGate)
            {
                // Another client has completed the chain, but what is above may still hold handlers to remove.
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
            throw new ArgumentException($"The handler ends in a DelegatingHandler without an InnerHandler: {unfinished.GetType()}. Set its InnerHandler, for example to a SocketsHttpHandler.");
        }

        try
        {
            RefuseRedirects(primary);
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
            throw new ArgumentException("The handler has sent requests already, so it cannot be changed. The client turns redirects off, because the access token would go with them to any host, and puts a handler directly above the primary one. Give it a handler that has not been used, with AllowAutoRedirect = false. With dependency injection, create no HttpClient named 'BigCommerce.Inventory': resolve BigCommerceInventoryClient.", exception);
        }
    }

    /// <summary>.NET drops <c>Authorization</c> on a redirect to another host, but not <c>X-Auth-Token</c>: no handler may follow one.</summary>
    private static void RefuseRedirects(HttpMessageHandler primary)
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
