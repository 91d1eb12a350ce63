using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BigCommerce.Inventory.Testing.Http;

/// <summary>What an operation answers, before it becomes a response.</summary>
internal sealed record EmulatedAnswer(int Status, byte[] Body, string? ContentType)
{
    public const string Json = "application/json";
    public const string ProblemJson = "application/problem+json";

    private const string StatusCodesUrl = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes";

    /// <summary>How the emulator writes JSON: as the API, it escapes no more than it must.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The title of a problem; null for other answers.</summary>
    public string? Title { get; init; }

    /// <summary>The transaction that the answer names; null for other answers.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Headers besides those that every answer has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What the rate-limit headers say, if not the truth.</summary>
    public EmulatedRateLimit? RateLimit { get; init; }

    /// <summary>Whether the answer does not come from the API, and so has no rate-limit headers.</summary>
    public bool HidesRateLimit { get; init; }

    /// <summary>How much of the body arrives; null for all of it.</summary>
    public int? BytesSent { get; init; }

    /// <summary>204, or what a fault makes of an answer without a body.</summary>
    public static EmulatedAnswer Empty(int status) => new(status, [], null);

    public static EmulatedAnswer Transaction(string id) =>
        new(200, Write(writer => writer.WriteString("transaction_id"u8, id)), Json) { TransactionId = id };

    /// <summary>An error as the Inventory API tells it.</summary>
    public static EmulatedAnswer Problem(int status, string title, params IEnumerable<KeyValuePair<string, string>> errors) =>
        Problem(status, title, ProblemJson, errors);

    /// <summary>An error as the metafields tell it.</summary>
    public static EmulatedAnswer JsonProblem(int status, string title, params IEnumerable<KeyValuePair<string, string>> errors) =>
        Problem(status, title, Json, errors);

    /// <summary>The answer to a request above the rate limit.</summary>
    public static EmulatedAnswer TooManyRequests() => JsonProblem(429, "Too Many Requests");

    /// <summary>The answer to a path that is not the API's, and to a token that lacks the scope: the API does not tell them apart.</summary>
    public static EmulatedAnswer Forbidden() => JsonProblem(403, "You don't have a required scope to access the endpoint");

    /// <summary>The answer to a metafield that is there already; the API tells no more of it than this.</summary>
    public static EmulatedAnswer JsonConflict(string title) => new(409, Write(writer => WriteProblem(writer, 409, title)), Json) { Title = title };

    /// <summary>An error that comes from a gateway, not from the API.</summary>
    public static EmulatedAnswer Html(int status, string title) =>
        new(status, Encoding.UTF8.GetBytes(FormattableString.Invariant($"<html><head><title>{status} {title}</title></head><body><h1>{status} {title}</h1></body></html>")), "text/html");

    /// <summary>The answer to a body that is not JSON.</summary>
    public static EmulatedAnswer SyntaxError() => InvalidInput("Syntax error");

    /// <summary>400: the error that has a <c>detail</c> in place of <c>errors</c>.</summary>
    public static EmulatedAnswer InvalidInput(string detail)
    {
        const string title = "Input is invalid";
        return new EmulatedAnswer(400, Write(writer => WriteProblem(writer, 400, title).WriteString("detail"u8, detail)), Json) { Title = title };
    }

    private static EmulatedAnswer Problem(int status, string title, string contentType, IEnumerable<KeyValuePair<string, string>> errors)
    {
        byte[] body = Write(writer =>
        {
            WriteProblem(writer, status, title).WriteStartObject("errors"u8);
            foreach (var (key, message) in errors)
            {
                writer.WriteString(key, message);
            }

            writer.WriteEndObject();
        });
        return new EmulatedAnswer(status, body, contentType) { Title = title };
    }

    public static Utf8JsonWriter WriteProblem(Utf8JsonWriter writer, int status, string title)
    {
        writer.WriteNumber("status"u8, status);
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
