using System.Diagnostics.CodeAnalysis;
using BigCommerce.Inventory.AspNetCore;
using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps endpoints that receive BigCommerce's webhooks about stock and locations.</summary>
public static class BigCommerceInventoryWebhooksEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a POST endpoint that verifies the signature of each delivery, drops duplicates, responds at once, and hands the events to the
    /// registered <see cref="IInventoryWebhookHandler"/> in the background.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/hooks</c>.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <remarks>
    /// <para>
    /// The status codes are 200 for events that were queued, duplicates and signed bodies that cannot be parsed, 401 without a valid signature,
    /// 413 for too large bodies, and 503 while the queue is full or the host stops. BigCommerce repeats a delivery after any status
    /// code but 2xx, for 48 hours.
    /// </para>
    /// <para>
    /// The signature is the authentication. In an application that requires authenticated users everywhere, add <c>AllowAnonymous()</c>.
    /// </para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// <c>AddBigCommerceInventoryWebhooks</c> was not called, or no handler is registered.
    /// </exception>
    public static IEndpointConventionBuilder MapBigCommerceInventoryWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Require(
            endpoints,
            typeof(IInventoryWebhookHandler),
            "No IInventoryWebhookHandler is registered. Call services.AddBigCommerceInventoryWebhooks<THandler>(), or give the endpoint a handler.");
        return endpoints.MapBigCommerceInventoryWebhooks(pattern, static (webhooks, services, cancellationToken) =>
            services.GetRequiredService<IInventoryWebhookHandler>().HandleAsync(webhooks, cancellationToken));
    }

    /// <summary>
    /// Maps a POST endpoint that verifies the signature of each delivery, drops duplicates, responds at once, and hands the events to
    /// <paramref name="handler"/> in the background.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/hooks</c>.</param>
    /// <param name="handler">
    /// Handles a batch of events, as <see cref="IInventoryWebhookHandler.HandleAsync"/> does, with the services of a scope of its own.
    /// </param>
    /// <returns>The endpoint's conventions.</returns>
    /// <inheritdoc cref="MapBigCommerceInventoryWebhooks(IEndpointRouteBuilder, string)" path="/remarks"/>
    /// <exception cref="InvalidOperationException"><c>AddBigCommerceInventoryWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapBigCommerceInventoryWebhooks(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<IReadOnlyList<InventoryWebhookEvent>, IServiceProvider, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        Require(
            endpoints,
            typeof(WebhookReceiver),
            "Call services.AddBigCommerceInventoryWebhooks() before MapBigCommerceInventoryWebhooks().");

        var queued = new WebhookHandler(handler);
        return endpoints
            .MapPost(pattern, (RequestDelegate)(context => context.RequestServices.GetRequiredService<WebhookReceiver>().ReceiveAsync(context, queued)))
            .WithDisplayName($"BigCommerce inventory webhooks: {pattern}");
    }

    // Options are checked when the host starts, so the service itself is resolved with the first request.
    private static void Require(IEndpointRouteBuilder endpoints, Type service, string message)
    {
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(service) == false)
        {
            throw new InvalidOperationException(message);
        }
    }
}
