using System.Collections;

namespace BigCommerce.Inventory.Testing;

/// <summary>The requests that an emulator got, in the order in which they came, as they stood when the log was asked for.</summary>
public sealed class RequestLog : IReadOnlyList<RecordedRequest>
{
    private readonly RecordedRequest[] _requests;

    internal RequestLog(RecordedRequest[] requests) => _requests = requests;

    /// <summary>The number of requests the log holds.</summary>
    public int Count => _requests.Length;

    /// <summary>The request at a position, from 0.</summary>
    /// <param name="index">The position.</param>
    public RecordedRequest this[int index] => _requests[index];

    /// <summary>The requests of some operations only.</summary>
    /// <param name="operations">The operations to keep.</param>
    public RequestLog Of(params EmulatorOperation[] operations) =>
        new([.. _requests.Where(request => request.Operation is { } operation && operations.Contains(operation))]);

    /// <summary>Fails unless the log holds exactly so many requests.</summary>
    /// <param name="expected">The number of requests.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">It holds another number; the message lists them.</exception>
    public RequestLog AssertCount(int expected) =>
        Count == expected ? this : throw Failure(FormattableString.Invariant($"Expected {expected} request(s), saw {Count}"));

    /// <summary>Fails unless the log holds exactly these operations, in this order.</summary>
    /// <param name="expected">The operations, first to last.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">It holds others; the message lists them.</exception>
    public RequestLog AssertOperations(params EmulatorOperation[] expected) =>
        _requests.Select(request => request.Operation).SequenceEqual(expected.Select(operation => (EmulatorOperation?)operation))
            ? this
            : throw Failure($"Expected the operations {string.Join(", ", expected)}");

    /// <summary>Fails unless the answers had exactly these statuses, in this order.</summary>
    /// <param name="expected">The statuses, first to last; <see langword="null"/> for a request without an answer.</param>
    /// <returns>This log.</returns>
    /// <exception cref="EmulatorAssertionException">The answers had others; the message lists them.</exception>
    public RequestLog AssertStatuses(params int?[] expected) =>
        _requests.Select(request => request.StatusCode).SequenceEqual(expected)
            ? this
            : throw Failure($"Expected the statuses {string.Join(", ", expected.Select(status => status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"))}");

    /// <inheritdoc/>
    public IEnumerator<RecordedRequest> GetEnumerator() => ((IEnumerable<RecordedRequest>)_requests).GetEnumerator();

    /// <summary>The requests, a line each.</summary>
    public override string ToString() => "Requests:" + SeenList.Describe(_requests);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private EmulatorAssertionException Failure(string expectation) =>
        new($"{expectation}.{Environment.NewLine}Requests seen:{SeenList.Describe(_requests)}");
}
