using System.Collections;
using System.Globalization;

namespace BigCommerce.Inventory.Testing;

/// <summary>The requests that an emulator has received, oldest first. The log is a copy and does not grow.</summary>
public sealed class RequestLog : IReadOnlyList<RecordedRequest>
{
    private readonly RecordedRequest[] _requests;

    internal RequestLog(RecordedRequest[] requests) => _requests = requests;

    /// <summary>The number of requests.</summary>
    public int Count => _requests.Length;

    /// <summary>The request at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public RecordedRequest this[int index] => _requests[index];

    /// <summary>Filters the requests by operation.</summary>
    /// <param name="operations">The operations to keep.</param>
    /// <returns>A log of the requests with one of these operations.</returns>
    public RequestLog ForOperations(params EmulatorOperation[] operations) =>
        new([.. _requests.Where(request => request.Operation is { } operation && operations.Contains(operation))]);

    /// <summary>Asserts the number of requests.</summary>
    /// <param name="expected">The number of requests.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">The number differs. The message lists the requests.</exception>
    public RequestLog AssertCount(int expected) => Count == expected
        ? this
        : throw Failure(FormattableString.Invariant($"{expected} {(expected == 1 ? "request" : "requests")}, actual {Count}"));

    /// <summary>Asserts that the requests have exactly these operations, in this order.</summary>
    /// <param name="expected">The operations, oldest first.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">The operations differ. The message lists the requests.</exception>
    public RequestLog AssertOperations(params EmulatorOperation[] expected) =>
        _requests.Select(request => request.Operation).SequenceEqual(expected.Select(operation => (EmulatorOperation?)operation))
            ? this
            : throw Failure($"the operations {string.Join(", ", expected)}");

    /// <summary>Asserts that the responses have exactly these status codes, in this order.</summary>
    /// <param name="expected">The status codes, oldest first; <see langword="null"/> for a request without a response.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">The status codes differ. The message lists the requests.</exception>
    public RequestLog AssertStatusCodes(params int?[] expected)
    {
        if (_requests.Select(request => request.StatusCode).SequenceEqual(expected))
        {
            return this;
        }

        var codes = expected.Select(code => code?.ToString(CultureInfo.InvariantCulture) ?? "none");
        throw Failure($"the status codes {string.Join(", ", codes)}");
    }

    /// <inheritdoc/>
    public IEnumerator<RecordedRequest> GetEnumerator() => ((IEnumerable<RecordedRequest>)_requests).GetEnumerator();

    /// <summary>The requests, a line each.</summary>
    public override string ToString() => "Requests:" + LogFormat.Format(_requests);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private EmulatorAssertionException Failure(string expectation) =>
        new($"Expected {expectation}.{Environment.NewLine}Actual requests:{LogFormat.Format(_requests)}");
}
