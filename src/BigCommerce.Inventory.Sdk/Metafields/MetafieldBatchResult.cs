using System.Globalization;

namespace BigCommerce.Inventory;

/// <summary>What became of a batch of metafields, tied back to what was asked for.</summary>
/// <typeparam name="TInput">What was asked for, entry by entry.</typeparam>
/// <typeparam name="TResult">What stands for one that succeeded: a <see cref="Metafield"/>, or an id where they are deleted.</typeparam>
public sealed record MetafieldBatchResult<TInput, TResult>
{
    /// <summary>Those that succeeded, as the API answered them.</summary>
    public required IReadOnlyList<TResult> Succeeded { get; init => field = ValueList.Copy(value); }

    /// <summary>Those that did not, in the order in which they were given.</summary>
    public required IReadOnlyList<MetafieldBatchFailure<TInput>> Failed { get; init => field = ValueList.Copy(value); }
}

/// <summary>An entry of a batch that did not succeed.</summary>
/// <typeparam name="TInput">What was asked for.</typeparam>
/// <param name="Input">What was asked for.</param>
/// <param name="Position">Its position in the batch, from 0.</param>
/// <param name="Reason">The API's words.</param>
/// <param name="StatusCode">The status that the API gives the failure, such as 422; null when it gave none.</param>
public sealed record MetafieldBatchFailure<TInput>(TInput Input, int Position, string Reason, int? StatusCode)
{
    /// <summary>Whether there was nothing to change or delete.</summary>
    internal bool IsGone =>
        StatusCode == 404
        || Reason.Contains("not exist", StringComparison.OrdinalIgnoreCase)
        || Reason.Contains("n't exist", StringComparison.OrdinalIgnoreCase)
        || Reason.Contains("not found", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds out from an answer which entries of a batch failed, and why. Pure.</summary>
internal static class MetafieldBatchMatcher
{
    private const string NoReason = "The API gave neither a result nor a reason.";

    /// <param name="answer">The answer.</param>
    /// <param name="inputs">What was asked for.</param>
    /// <param name="isResultOf">Whether a result belongs to an input.</param>
    /// <param name="keyOf">Under which name the API gives the reason for an input; null for its position.</param>
    public static MetafieldBatchResult<TInput, TResult> Match<TInput, TResult>(
        MetafieldBatchResponse<TResult> answer,
        IReadOnlyList<TInput> inputs,
        Func<TInput, TResult, bool> isResultOf,
        Func<TInput, long>? keyOf)
    {
        var succeeded = inputs.Select(input => answer.Data.Any(result => isResultOf(input, result))).ToArray();
        var reasons = Reasons(answer.Errors);
        var named = inputs.Select((input, position) => keyOf?.Invoke(input) ?? position).ToArray();
        if (keyOf is null && !FitsFailures(reasons, named, succeeded) && FitsFailures(reasons, [.. named.Select(position => position + 1)], succeeded))
        {
            // The positions are counted from 1.
            named = [.. named.Select(position => position + 1)];
        }

        // Results that cannot be told apart still count: whoever is not named then succeeded.
        var unclear = Enumerable.Range(0, inputs.Count).Count(i => !succeeded[i] && !reasons.ContainsKey(named[i]));
        var unmatched = answer.Data.Count - succeeded.Count(success => success);
        var general = answer.Errors.FirstOrDefault(error => error.Errors.Count == 0) ?? (answer.Errors.Count == 1 ? answer.Errors[0] : null);
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

        return new MetafieldBatchResult<TInput, TResult> { Succeeded = answer.Data, Failed = failed };
    }

    /// <summary>Whether every reason belongs to an entry that did not succeed.</summary>
    private static bool FitsFailures(Dictionary<long, (string Reason, int? StatusCode)> reasons, long[] named, bool[] succeeded) =>
        reasons.Keys.All(key => Array.IndexOf(named, key) is >= 0 and var i && !succeeded[i]);

    private static Dictionary<long, (string Reason, int? StatusCode)> Reasons(IReadOnlyList<MetafieldBatchError> errors)
    {
        var reasons = new Dictionary<long, (string Reason, int? StatusCode)>();
        foreach (var error in errors)
        {
            foreach (var (name, reason) in error.Errors)
            {
                // A nested reason reads "3.key" or "[3].key": the entry comes first.
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

    private static int? Status(MetafieldBatchError? error) => error is { StatusCode: > 0 } ? error.StatusCode : null;
}
