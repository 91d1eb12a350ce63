using System.Net;

namespace BigCommerce.Inventory;

/// <summary>What the end of a request means for its rows and for the run.</summary>
internal enum AnswerVerdict
{
    /// <summary>All rows were applied.</summary>
    Applied,

    /// <summary>Nothing was applied, for the sake of some of the rows.</summary>
    Refused,

    /// <summary>The rows may or may not have been applied. Other rows may fare better.</summary>
    Unclear,

    /// <summary>The rows may or may not have been applied, and the run cannot go on.</summary>
    EndsUnclear,

    /// <summary>Nothing was applied, and the run cannot go on.</summary>
    EndsUnsent,
}

/// <summary>Judges a failed request by its exception. Pure.</summary>
internal static class AnswerJudge
{
    /// <param name="exception">How the request ended.</param>
    /// <param name="isIdempotent">Whether the client sends such a request again by itself, so that an earlier attempt may have been handled.</param>
    public static AnswerVerdict Judge(Exception exception, bool isIdempotent) => exception switch
    {
        OutcomeUnknownException or BigCommerceResponseException => AnswerVerdict.Unclear,
        BigCommerceApiException refusal => Judge(refusal.Error, isIdempotent),

        // What must not be sent twice and may have been handled ends as OutcomeUnknown instead: this never went out.
        BigCommerceConnectionException when !isIdempotent => AnswerVerdict.EndsUnsent,
        BigCommerceTimeoutException => AnswerVerdict.Unclear,
        _ => AnswerVerdict.EndsUnclear,
    };

    private static AnswerVerdict Judge(ApiError error, bool isIdempotent) => (int)error.Status switch
    {
        // The last two can be about single rows: a body too large for a gateway, a conflict.
        400 or 422 or 413 or 409 => AnswerVerdict.Refused,

        // The client's retries are used up. Of a change that is not idempotent such a failure is an OutcomeUnknown.
        408 or 499 or (>= 500 and not (501 or 507)) => AnswerVerdict.Unclear,

        // An earlier attempt may have been handled.
        _ => isIdempotent && error.Attempts > 1 ? AnswerVerdict.EndsUnclear : AnswerVerdict.EndsUnsent,
    };
}
