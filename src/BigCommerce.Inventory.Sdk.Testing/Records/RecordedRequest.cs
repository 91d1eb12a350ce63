using System.Text;

namespace BigCommerce.Inventory.Testing;

/// <summary>A request that an emulator got, and what became of it. The access token is never recorded.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(long number, DateTimeOffset at, string? store, EmulatorOperation? operation, string method, string pathAndQuery, ReadOnlyMemory<byte> body, int bodyLength, string? correlationId)
    {
        Number = number;
        At = at;
        Store = store;
        Operation = operation;
        Method = method;
        PathAndQuery = pathAndQuery;
        Body = body;
        BodyLength = bodyLength;
        CorrelationId = correlationId;
    }

    /// <summary>The position among all requests to the emulator, from 1.</summary>
    public long Number { get; }

    /// <summary>When the request came.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The hash of the store it went to; <see langword="null"/> when the path names none.</summary>
    public string? Store { get; }

    /// <summary>The operation; <see langword="null"/> when the request is none of the API's.</summary>
    public EmulatorOperation? Operation { get; }

    /// <summary>The verb, in capitals.</summary>
    public string Method { get; }

    /// <summary>Path and query as sent, still encoded; for a store's requests without <c>/stores/{hash}/v3</c>.</summary>
    public string PathAndQuery { get; }

    /// <summary>The body, cut to <see cref="InventoryEmulatorOptions.MaxRecordedBodyBytes"/>; empty when there was none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The length of the whole body in bytes.</summary>
    public int BodyLength { get; }

    /// <summary>The body, cut as <see cref="Body"/> is, as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The <c>X-Correlation-Id</c> of the request; <see langword="null"/> when it had none.</summary>
    public string? CorrelationId { get; }

    /// <summary>The status that the emulator answered with; <see langword="null"/> as long as it has not, and for good when the connection failed.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The title of the answer when it was a problem; otherwise <see langword="null"/>.</summary>
    public string? Title { get; internal set; }

    /// <summary>The transaction that the request caused; <see langword="null"/> when it changed nothing.</summary>
    public string? TransactionId { get; internal set; }

    /// <summary>The fault that was injected; <see langword="null"/> for none.</summary>
    public Fault? Fault { get; internal set; }

    /// <summary>The request in one line.</summary>
    /// <returns>For example <c>#3 12:00:05.250 demo PUT /inventory/adjustments/absolute (118 bytes) -> 200</c>.</returns>
    public override string ToString()
    {
        var line = new StringBuilder();
        line.Append(FormattableString.Invariant($"#{Number} {At:HH:mm:ss.fff} {Store ?? "-"} {Method} {PathAndQuery}"));
        if (BodyLength > 0)
        {
            line.Append(FormattableString.Invariant($" ({BodyLength} bytes)"));
        }

        line.Append(StatusCode is { } status ? FormattableString.Invariant($" -> {status}") : " -> no answer");
        if (Title is not null)
        {
            line.Append(FormattableString.Invariant($" \"{Title}\""));
        }

        if (Fault is not null)
        {
            line.Append(FormattableString.Invariant($" [{Fault}]"));
        }

        return line.ToString();
    }
}
