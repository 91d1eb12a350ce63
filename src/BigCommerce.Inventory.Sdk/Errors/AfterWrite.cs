namespace BigCommerce.Inventory;

/// <summary>Runs further calls after a write. If one of them fails, the exception also reports the effect of the write.</summary>
internal static class AfterWrite
{
    /// <param name="effect">The effect of the write.</param>
    /// <param name="what">A sentence that describes what the write did. The exception's message starts with it.</param>
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
            var combined = Combine(effect, RequestEffects.Of(exception));
            throw new BigCommerceCanceledException(
                $"{what} The next call was cancelled. {exception.Message}",
                combined,
                exception,
                exception.CancellationToken);
        }
        catch (Exception exception) when (exception is BigCommerceException || effect != RequestEffect.None)
        {
            throw new BigCommerceException(
                $"{what} The next call failed. {exception.Message}",
                exception)
            { Effect = Combine(effect, RequestEffects.Of(exception)) };
        }
    }

    private static RequestEffect Combine(RequestEffect write, RequestEffect next) =>
        write == RequestEffect.Applied || next == RequestEffect.None ? write : next;
}
