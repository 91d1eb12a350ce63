namespace BigCommerce.Inventory;

/// <summary>Follows up a write with further calls. If one of these fails, the exception still tells what the write has done.</summary>
internal static class AfterWrite
{
    /// <param name="effect">What the write has done to the store.</param>
    /// <param name="what">What the write has done, in a sentence; the exception's message begins with it.</param>
    /// <param name="next">The further calls.</param>
    /// <exception cref="BigCommerceException">A further call failed.</exception>
    /// <exception cref="BigCommerceCanceledException">A further call was cancelled.</exception>
    public static async Task<T> ContinueAsync<T>(RequestEffect effect, string what, Func<Task<T>> next)
    {
        try
        {
            return await next().ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new BigCommerceCanceledException($"{what} Then it was cancelled. {exception.Message}", Both(effect, RequestEffects.Of(exception)), exception, exception.CancellationToken);
        }
        catch (BigCommerceException exception)
        {
            throw new BigCommerceException($"{what} Then a call failed. {exception.Message}", exception) { Effect = Both(effect, exception.Effect) };
        }
    }

    private static RequestEffect Both(RequestEffect first, RequestEffect second) => (first, second) switch
    {
        (RequestEffect.Applied, _) or (_, RequestEffect.Applied) => RequestEffect.Applied,
        (_, RequestEffect.None) => first,
        _ => second,
    };
}
