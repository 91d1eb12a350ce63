using System.Text;

namespace BigCommerce.Inventory.Testing;

/// <summary>A request to an emulator and the result. The access token is never recorded.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(
        long number,
        DateTimeOffset receivedAt,
        string? storeHash,
        EmulatorOperation? operation,
        string method,
        string pathAndQuery,
        ReadOnlyMemory<byte> body,
        int bodyLength,
        string? correlationId)
    {
        Number = number;
        ReceivedAt = receivedAt;
        StoreHash = storeHash;
        Operation = operation;
        Method = method;
        PathAndQuery = pathAndQuery;
        Body = body;
        BodyLength = bodyLength;
        CorrelationId = correlationId;
    }

    /// <summary>The position among all requests to the emulator, from 1.</summary>
    public long Number { get; }

    /// <summary>The time at which the emulator received the request.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The hash of the store; <see langword="null"/> if the path contains none.</summary>
    public string? StoreHash { get; }

    /// <summary>The operation; <see langword="null"/> if verb and path match none.</summary>
    public EmulatorOperation? Operation { get; }

    /// <summary>The HTTP verb, in capitals.</summary>
    public string Method { get; }

    /// <summary>The encoded path and query. Requests to a store are shown without <c>/stores/{hash}/v3</c>.</summary>
    public string PathAndQuery { get; }

    /// <summary>The first <see cref="InventoryEmulatorOptions.MaxRecordedBodyBytes"/> bytes of the body; empty if there was none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The length of the whole body in bytes.</summary>
    public int BodyLength { get; }

    /// <summary><see cref="Body"/> as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The <c>X-Correlation-Id</c> header; <see langword="null"/> if there was none.</summary>
    public string? CorrelationId { get; }

    /// <summary>The status code of the response; <see langword="null"/> if there is none yet, or if the connection failed.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>
    /// The time from the request to the end of its response, or to the failure of its connection; <see langword="null"/> before that.
    /// </summary>
    public TimeSpan? Duration { get; internal set; }

    /// <summary>The <c>title</c> of an error response; <see langword="null"/> for other responses.</summary>
    public string? ErrorTitle { get; internal set; }

    /// <summary>The transaction id of the request; <see langword="null"/> if it changed nothing.</summary>
    public string? TransactionId { get; internal set; }

    /// <summary>The injected fault; <see langword="null"/> for none.</summary>
    public Fault? Fault { get; internal set; }

    /// <summary>The request in one line.</summary>
    /// <returns>For example <c>#3 12:00:05.250 demo PUT /inventory/adjustments/absolute (118 bytes) -> 200</c>.</returns>
    public override string ToString()
    {
        var line = new StringBuilder();
        line.Append(FormattableString.Invariant($"#{Number} {ReceivedAt:HH:mm:ss.fff} {StoreHash ?? "-"} {Method} {PathAndQuery}"));
        if (BodyLength > 0)
        {
            line.Append(FormattableString.Invariant($" ({BodyLength} bytes)"));
        }

        line.Append(StatusCode is { } statusCode ? FormattableString.Invariant($" -> {statusCode}") : " -> no response");
        if (ErrorTitle is not null)
        {
            line.Append(FormattableString.Invariant($" \"{ErrorTitle}\""));
        }

        if (Fault is not null)
        {
            line.Append(FormattableString.Invariant($" [{Fault}]"));
        }

        return line.ToString();
    }
}
