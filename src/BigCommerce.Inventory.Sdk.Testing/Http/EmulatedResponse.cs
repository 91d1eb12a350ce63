using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>The response of an operation, before it is converted to an <see cref="HttpResponseMessage"/>.</summary>
internal sealed record EmulatedResponse(int StatusCode, byte[] Body, string? ContentType)
{
    public const string Json = "application/json";
    public const string ProblemJson = "application/problem+json";

    private const string StatusCodesUrl = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes";

    /// <summary>Like the API, the emulator escapes only what JSON requires.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The title of an error; null for other responses.</summary>
    public string? Title { get; init; }

    /// <summary>The transaction id in the body; null for other responses.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Additional headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The values of the rate-limit headers; null for the values of the store.</summary>
    public RateLimitReading? RateLimit { get; init; }

    /// <summary>Whether the response has no rate-limit headers because it does not come from the API.</summary>
    public bool OmitsRateLimit { get; init; }

    /// <summary>The number of body bytes sent before the connection closes; null to send the whole body.</summary>
    public int? BytesSent { get; init; }

    /// <summary>A response without a body.</summary>
    public static EmulatedResponse Empty(int statusCode) => new(statusCode, [], null);

    public static EmulatedResponse Transaction(string id) =>
        new(200, Write(writer => writer.WriteString("transaction_id"u8, id)), Json) { TransactionId = id };

    /// <summary>An error in the format of the Inventory API.</summary>
    public static EmulatedResponse Problem(int statusCode, string title, params IEnumerable<KeyValuePair<string, string>> errors) =>
        Problem(statusCode, title, ProblemJson, errors);

    /// <summary>An error in the format of the metafield operations.</summary>
    public static EmulatedResponse JsonProblem(int statusCode, string title, params IEnumerable<KeyValuePair<string, string>> errors) =>
        Problem(statusCode, title, Json, errors);

    /// <summary>The response to a request above the rate limit.</summary>
    public static EmulatedResponse TooManyRequests() => JsonProblem(429, "Too Many Requests");

    /// <summary>The response to an unknown path and to a token without the scope. The API does not distinguish them.</summary>
    public static EmulatedResponse Forbidden() => JsonProblem(403, "You don't have a required scope to access the endpoint");

    /// <summary>The response to a duplicate metafield. The API sends no <c>errors</c> with it.</summary>
    public static EmulatedResponse JsonConflict(string title) =>
        new(409, Write(writer => WriteProblem(writer, 409, title)), Json) { Title = title };

    /// <summary>An error page of a gateway.</summary>
    public static EmulatedResponse Html(int statusCode, string title) =>
        new(
            statusCode,
            Encoding.UTF8.GetBytes(FormattableString.Invariant(
                $"<html><head><title>{statusCode} {title}</title></head><body><h1>{statusCode} {title}</h1></body></html>")),
            "text/html");

    /// <summary>The response to a body that is not JSON.</summary>
    public static EmulatedResponse SyntaxError() => InvalidInput("Syntax error");

    /// <summary>A 400 error with <c>detail</c> instead of <c>errors</c>.</summary>
    public static EmulatedResponse InvalidInput(string detail)
    {
        const string title = "Input is invalid";
        byte[] body = Write(writer => WriteProblem(writer, 400, title).WriteString("detail"u8, detail));
        return new EmulatedResponse(400, body, Json) { Title = title };
    }

    private static EmulatedResponse Problem(
        int statusCode, string title, string contentType, IEnumerable<KeyValuePair<string, string>> errors)
    {
        byte[] body = Write(writer =>
        {
            WriteProblem(writer, statusCode, title).WriteStartObject("errors"u8);
            foreach (var (key, message) in errors)
            {
                writer.WriteString(key, message);
            }

            writer.WriteEndObject();
        });
        return new EmulatedResponse(statusCode, body, contentType) { Title = title };
    }

    public static Utf8JsonWriter WriteProblem(Utf8JsonWriter writer, int statusCode, string title)
    {
        writer.WriteNumber("status"u8, statusCode);
        writer.WriteString("title"u8, title);
        writer.WriteString("type"u8, StatusCodesUrl);
        return writer;
    }

    private static byte[] Write(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
