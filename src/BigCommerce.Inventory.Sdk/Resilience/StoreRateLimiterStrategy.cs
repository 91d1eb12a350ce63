using BigCommerce.Inventory.Http;
using Polly;

namespace BigCommerce.Inventory.Resilience;

/// <summary>Waits until the store's quota allows one request. The attempt that sends it takes the permit and gives it back.</summary>
internal sealed class StoreRateLimiterStrategy : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback,
        ResilienceContext context,
        TState state)
    {
        var call = Call.Of(context);
        QuotaPermit permit;
        try
        {
            permit = await call.AcquirePermitAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }

        if (!permit.IsGranted)
        {
            return Outcome.FromException<HttpResponseMessage>(call.QuotaExhausted(permit.RetryAfter));
        }

        call.AddPermit(permit);
        try
        {
            return await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            if (call.TakeUnusedPermit() is not null)
            {
                call.Store.Limiter.NotSent();
            }
        }
    }
}
