using System.Net;
using BigCommerce.Inventory.Diagnostics;
using BigCommerce.Inventory.Http;
using Polly;

namespace BigCommerce.Inventory.Resilience;

/// <summary>Lets an attempt go when the store's quota allows it, and tells the limiter what became of it.</summary>
internal sealed class StoreRateLimiterStrategy : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback,
        ResilienceContext context,
        TState state)
    {
        var call = CallContext.Of(context);
        var limiter = call.Store.Limiter;
        QuotaPermit permit;
        try
        {
            permit = await WaitAsync(call, limiter, context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }

        if (!permit.IsGranted)
        {
            return Outcome.FromException<HttpResponseMessage>(call.QuotaExhausted(permit.RetryAfter));
        }

        call.WentOut = false;
        call.LastStatus = null;
        try
        {
            return await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            GiveBack(call, limiter, permit);
        }
    }

    private static async ValueTask<QuotaPermit> WaitAsync(CallContext call, StoreRateLimiter limiter, CancellationToken cancellationToken)
    {
        if (call.QuotaTicket == 0)
        {
            call.QuotaTicket = limiter.NextTicket();
        }

        var request = new QuotaRequest(call.QuotaTicket, call.Priority, call.Store.QuotaReserve, call.QuotaWaitLeft);

        // Before the place in line is taken: a clock that moves by itself can be past the wait when that returns.
        var startedAt = call.Elapsed;
        var granted = limiter.AcquireAsync(request, cancellationToken);
        if (granted.IsCompletedSuccessfully)
        {
            call.QuotaWaited += call.Elapsed - startedAt;
            return granted.Result;
        }

        Telemetry.BeginQuotaWait(call);
        try
        {
            return await granted.ConfigureAwait(false);
        }
        finally
        {
            var waited = call.Elapsed - startedAt;
            call.QuotaWaited += waited;
            Telemetry.EndQuotaWait(call, waited);
            Log.WaitedForQuota(call.Store.Logger, call.Method.Method, call.Path, waited.TotalMilliseconds, call.Store.Credentials.StoreHash);
        }
    }

    private static void GiveBack(CallContext call, StoreRateLimiter limiter, in QuotaPermit permit)
    {
        switch (call.LastStatus)
        {
            case HttpStatusCode.TooManyRequests:
                if (limiter.Refused(permit, call.LastHeaders, call.MaxServerDelay) is { } wait)
                {
                    Log.RateLimited(call.Store.Logger, call.Store.Credentials.StoreHash, wait.TotalMilliseconds);
                }

                break;
            case { } status when call.WentOut:
                limiter.Answered(permit, call.LastHeaders, isSuccess: (int)status is >= 200 and < 300);
                break;
            default:
                if (call.WentOut)
                {
                    limiter.Lost();
                }
                else
                {
                    limiter.NotSent();
                }

                break;
        }
    }
}
