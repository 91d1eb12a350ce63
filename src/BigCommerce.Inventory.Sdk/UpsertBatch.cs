namespace BigCommerce.Inventory;

/// <summary>
/// Sends the entries of an upsert in as few requests as possible, and collects a result for each. Entries are identified by their index.
/// </summary>
/// <param name="maxPerRequest">The number of entries in one request.</param>
/// <param name="count">The number of entries.</param>
internal sealed class UpsertBatch(int maxPerRequest, int count)
{
    private readonly UpsertResult[] _results = new UpsertResult[count];

    /// <summary>The results, in the order of the entries.</summary>
    public IReadOnlyList<UpsertResult> Results => _results;

    public void Set(IEnumerable<int> indices, Func<int, UpsertResult> result)
    {
        foreach (var index in indices)
        {
            _results[index] = result(index);
        }
    }

    /// <summary>Sends entries. A request that the API refuses as a whole is halved, until the refused entries are isolated.</summary>
    /// <param name="indices">The entries.</param>
    /// <param name="send">Sends one request and sets its results.</param>
    public async Task SendAsync(IReadOnlyList<int> indices, Func<IReadOnlyList<int>, Task> send)
    {
        foreach (var part in indices.Chunk(maxPerRequest))
        {
            await SendPartAsync(part, send).ConfigureAwait(false);
        }
    }

    /// <summary>Sends further requests. If one fails, the exception's effect includes what was written before.</summary>
    public async Task ContinueAsync(Func<Task> next)
    {
        var written = _results.Count(result => result?.Outcome is UpsertOutcome.Created or UpsertOutcome.Updated);
        if (written == 0)
        {
            await next().ConfigureAwait(false);
            return;
        }

        await AfterWrite.ContinueAsync(
            RequestEffect.Applied,
            $"{written} of {count} entries were written. Repeat the upsert for the rest; entries that were written are then unchanged.",
            async () =>
            {
                await next().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
    }

    private async Task SendPartAsync(int[] part, Func<IReadOnlyList<int>, Task> send)
    {
        BigCommerceApiException? refusal = null;
        await ContinueAsync(async () =>
        {
            try
            {
                await send(part).ConfigureAwait(false);
            }
            catch (BigCommerceApiException exception) when ((int)exception.StatusCode is 409 or 413 or 422)
            {
                refusal = exception;
            }
            catch (OperationCanceledException exception) when (exception is not BigCommerceCanceledException)
            {
                // Refit 16 throws its own exception if the token is cancelled right after a response.
                throw new BigCommerceCanceledException(
                    "The upsert was cancelled while a write was sent. Read the entries, or repeat the upsert.",
                    RequestEffects.Of(exception),
                    exception,
                    exception.CancellationToken);
            }
        }).ConfigureAwait(false);
        if (refusal is null)
        {
            return;
        }

        if (part.Length == 1)
        {
            Set(
                part,
                _ => new UpsertResult { Outcome = UpsertOutcome.Failed, Message = refusal.Message, StatusCode = refusal.StatusCode });
            return;
        }

        var half = part.Length / 2;
        await SendPartAsync(part[..half], send).ConfigureAwait(false);
        await SendPartAsync(part[half..], send).ConfigureAwait(false);
    }
}
