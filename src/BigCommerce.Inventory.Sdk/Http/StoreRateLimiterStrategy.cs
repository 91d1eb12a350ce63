using System.Runtime.CompilerServices;
using BigCommerce.Inventory.Resilience;
using Polly;

namespace BigCommerce.Inventory.Http;

/// <summary>Acquires a permit of the store's rate limiter for each attempt. <see cref="SendGate"/> uses and returns it.</summary>
internal sealed class StoreRateLimiterStrategy : ResilienceStrategy<HttpResponseMessage>
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
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
            return Outcome.FromException<HttpResponseMessage>(CallErrors.QuotaExhausted(call, permit.RetryAfter));
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
