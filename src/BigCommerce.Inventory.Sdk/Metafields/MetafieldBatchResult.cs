using System.Globalization;
using System.Net;

namespace BigCommerce.Inventory;

/// <summary>The results of a batch of metafields, matched to the entries of the request.</summary>
/// <typeparam name="TInput">The entry's type in the request.</typeparam>
/// <typeparam name="TResult">
/// What the API returns for an entry that succeeded: a <see cref="Metafield"/>, or for a deletion its id.
/// </typeparam>
public sealed record MetafieldBatchResult<TInput, TResult>
{
    /// <summary>The entries that succeeded, as the API returned them.</summary>
    public required IReadOnlyList<TResult> Succeeded { get; init => field = ValueList.Copy(value); }

    /// <summary>The entries that failed, in the order of the request.</summary>
    public required IReadOnlyList<MetafieldBatchFailure<TInput>> Failures { get; init => field = ValueList.Copy(value); }
}

/// <summary>An entry of a batch that failed.</summary>
/// <typeparam name="TInput">The entry's type in the request.</typeparam>
/// <param name="Input">The entry.</param>
/// <param name="Index">Its position in the batch, from 0.</param>
/// <param name="Message">The API's message.</param>
/// <param name="StatusCode">The status code of the failure; null if the API gave none.</param>
public sealed record MetafieldBatchFailure<TInput>(TInput Input, int Index, string Message, HttpStatusCode? StatusCode)
{
    /// <summary>Whether the metafield did not exist.</summary>
    internal bool IsGone =>
        StatusCode == HttpStatusCode.NotFound
        || Message.Contains("not exist", StringComparison.OrdinalIgnoreCase)
        || Message.Contains("n't exist", StringComparison.OrdinalIgnoreCase)
        || Message.Contains("not found", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds in a response which entries of a batch failed, and why. Pure.</summary>
internal static class MetafieldBatchMatcher
{
    private const string NoReason = "The API gave neither a result nor a reason.";

    /// <param name="response">The response.</param>
    /// <param name="inputs">The entries of the request.</param>
    /// <param name="isResultOf">Whether a result belongs to an entry.</param>
    /// <param name="keyOf">The key under which the API gives the reason for an entry; null for its position.</param>
    public static MetafieldBatchResult<TInput, TResult> Match<TInput, TResult>(
        MetafieldBatchResponse<TResult> response,
        IReadOnlyList<TInput> inputs,
        Func<TInput, TResult, bool> isResultOf,
        Func<TInput, long>? keyOf)
    {
        var succeeded = inputs.Select(input => response.Data.Any(result => isResultOf(input, result))).ToArray();
        var reasons = Reasons(response.Errors);
        var named = inputs.Select((input, position) => keyOf?.Invoke(input) ?? position).ToArray();
        if (keyOf is null && !FitsFailures(reasons, named, succeeded) && FitsFailures(reasons, [.. named.Select(position => position + 1)], succeeded))
        {
            // The positions are counted from 1.
            named = [.. named.Select(position => position + 1)];
        }

        // Results that cannot be matched still count: if there are enough, the entries without a reason succeeded.
        var unclear = Enumerable.Range(0, inputs.Count).Count(i => !succeeded[i] && !reasons.ContainsKey(named[i]));
        var unmatched = response.Data.Count - succeeded.Count(success => success);
        var general = response.Errors.FirstOrDefault(error => error.Errors.Count == 0)
            ?? (response.Errors.Count == 1 ? response.Errors[0] : null);
        var failed = new List<MetafieldBatchFailure<TInput>>();
        for (var i = 0; i < inputs.Count; i++)
        {
            if (succeeded[i])
            {
                continue;
            }

            if (reasons.TryGetValue(named[i], out var failure))
            {
                failed.Add(new MetafieldBatchFailure<TInput>(inputs[i], i, failure.Reason, failure.StatusCode));
            }
            else if (unclear > unmatched)
            {
                failed.Add(new MetafieldBatchFailure<TInput>(inputs[i], i, general?.Title ?? NoReason, Status(general)));
            }
        }

        return new MetafieldBatchResult<TInput, TResult> { Succeeded = response.Data, Failures = failed };
    }

    /// <summary>Whether every reason belongs to an entry without a result.</summary>
    private static bool FitsFailures(Dictionary<long, (string Reason, HttpStatusCode? StatusCode)> reasons, long[] named, bool[] succeeded) =>
        reasons.Keys.All(key => Array.IndexOf(named, key) is >= 0 and var i && !succeeded[i]);

    private static Dictionary<long, (string Reason, HttpStatusCode? StatusCode)> Reasons(IReadOnlyList<MetafieldBatchError> errors)
    {
        var reasons = new Dictionary<long, (string Reason, HttpStatusCode? StatusCode)>();
        foreach (var error in errors)
        {
            foreach (var (name, reason) in error.Errors)
            {
                // The key of a nested reason is "3.key" or "[3].key": the entry comes first.
                var (key, field) = name.Split('.', 2) is [var first, var rest] ? (first, rest) : (name, null);
                if (long.TryParse(key.AsSpan().Trim("[]"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    var text = field is null ? reason : $"{field}: {reason}";
                    reasons[number] = (reasons.TryGetValue(number, out var earlier) ? $"{earlier.Reason}; {text}" : text, Status(error));
                }
            }
        }

        return reasons;
    }

    private static HttpStatusCode? Status(MetafieldBatchError? error) => error is { StatusCode: > 0 } ? (HttpStatusCode)error.StatusCode : null;
}
