namespace BigCommerce.Inventory.WireMockTests;

/// <summary>How a call ends if every response is the same, and how many requests it sends.</summary>
/// <param name="Requests">The requests that the server receives; the minimum if random waits affect the number.</param>
/// <param name="Failure">The exception; null if the call succeeds.</param>
internal sealed record Outcome(int Requests, Type? Failure)
{
    /// <summary>The maximum number of requests that the server receives.</summary>
    public int MaxRequests { get; init; } = Requests;

    public override string ToString()
    {
        var count = MaxRequests == Requests ? $"{Requests}" : $"{Requests} to {MaxRequests}";
        return $"{Failure?.Name ?? "success"}, {count} {(MaxRequests == 1 ? "request" : "requests")}";
    }
}

/// <summary>How the client handles the responses that every operation can get.</summary>
internal static class Outcomes
{
    /// <summary>A first try and the default number of retries.</summary>
    private const int AllAttempts = 5;

    private static readonly Outcome Unknown = new(1, typeof(BigCommerceEffectUnknownException));

    /// <summary>By case: how it ends for GET, PUT and DELETE, which are retried, and for POST, which is not.</summary>
    public static IReadOnlyDictionary<string, (Outcome Repeatable, Outcome Post)> Table { get; } =
        new Dictionary<string, (Outcome, Outcome)>
        {
            ["200-broken-brotli"] = (Retried<BigCommerceConnectionException>(), Unknown),
            ["200-broken-gzip"] = (Retried<BigCommerceConnectionException>(), Unknown),
            ["200-cut-off"] = (Retried<BigCommerceInvalidResponseException>(), Unknown),
            ["200-empty"] = (Retried<BigCommerceInvalidResponseException>(), Unknown),
            ["200-html"] = (Retried<BigCommerceInvalidResponseException>(), Unknown),
            ["302-other-host"] = (new(1, typeof(BigCommerceApiException)), Unknown),
            ["307-other-host"] = (new(1, typeof(BigCommerceApiException)), Unknown),
            ["400-malformed"] = Final<BigCommerceApiException>(),
            ["401-bad-token"] = Final<BigCommerceAuthenticationException>(),
            ["403-missing-scope"] = Final<BigCommercePermissionException>(),
            ["404-html"] = Final<BigCommerceNotFoundException>(),
            ["405-method-not-allowed"] = Final<BigCommerceApiException>(),
            ["406-not-acceptable"] = Final<BigCommerceApiException>(),
            ["409-conflict"] = Final<BigCommerceConflictException>(),
            ["413-too-large"] = Final<BigCommerceApiException>(),
            ["415-unsupported-media-type"] = Final<BigCommerceApiException>(),
            ["422-empty-array"] = Final<BigCommerceValidationException>(),
            ["422-unreadable"] = Final<BigCommerceValidationException>(),
            ["423-locked"] = Final<BigCommerceApiException>(),
            ["429-bare"] = NotHandled(),
            ["429-long-reset"] = Final<BigCommerceRateLimitException>(),
            ["429-retry-after"] = NotHandled(),
            ["429-with-requests-left"] = NotHandled(),
            ["429-with-reset"] = NotHandled(),
            ["429-x-retry-after"] = NotHandled(),
            ["499-client-closed"] = (Retried<BigCommerceApiException>(), Unknown),
            ["500-empty"] = (Retried<BigCommerceApiException>(), Unknown),
            ["500-problem"] = (Retried<BigCommerceApiException>(), Unknown),
            ["501-not-implemented"] = Final<BigCommerceApiException>(),
            ["502-html"] = (Retried<BigCommerceApiException>(), Unknown),
            ["503-maintenance"] = (Retried<BigCommerceUnavailableException>(), Unknown),
            ["504-timeout"] = (Retried<BigCommerceApiException>(), Unknown),
            ["507-plan-limit"] = Final<BigCommerceApiException>(),
            ["fault-connection-reset"] = (Retried<BigCommerceConnectionException>(), Unknown),
            ["fault-delay"] = (Retried<BigCommerceTimeoutException>(), Unknown),
            ["fault-empty-reply"] = (Retried<BigCommerceConnectionException>(), Unknown),
            ["fault-garbage"] = (Retried<BigCommerceConnectionException>(), Unknown),
            ["fault-gzip-bomb"] = (new(1, typeof(BigCommerceInvalidResponseException)), Unknown),
            ["fault-slow-body"] = (Retried<BigCommerceTimeoutException>(), Unknown),
            ["fault-truncated-chunk"] = (Retried<BigCommerceConnectionException>(), Unknown),
        };

    /// <summary>How a call of an operation ends.</summary>
    public static Outcome Of(Operation operation, string @case)
    {
        var (repeatable, post) = Table[@case];
        return (operation, @case) switch
        {
            // A deletion needs no body in its response.
            ({ Method: "DELETE" }, "200-empty") => new Outcome(1, null),

            // The API may have created some of them.
            ({ Name: "create-metafields" }, "422-unreadable") => Unknown,
            ({ Method: "POST" }, _) => post,
            _ => repeatable,
        };
    }

    private static Outcome Retried<T>() => new(AllAttempts, typeof(T));

    private static (Outcome Repeatable, Outcome Post) Final<T>() => (new(1, typeof(T)), new(1, typeof(T)));

    /// <summary>Retried with growing waits until the next wait would exceed the two minutes that a call may wait for quota.</summary>
    private static (Outcome Repeatable, Outcome Post) NotHandled()
    {
        var outcome = new Outcome(7, typeof(BigCommerceRateLimitException)) { MaxRequests = 9 };
        return (outcome, outcome);
    }
}
