using System.Net;
using System.Text;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Http;

/// <summary>One call on its way through the handlers: what it was given, and what has happened to it so far.</summary>
internal sealed class CallContext
{
    private static readonly HttpRequestOptionsKey<CallContext> Key = new("BigCommerce.Inventory.Call");
    private static readonly HttpRequestOptionsKey<RequestOptions?> OptionsKey = new(RequestOptions.PropertyKey);

    public CallContext(StoreContext store, HttpRequestMessage request)
    {
        Store = store;
        Method = request.Method;
        Path = request.RequestUri!.PathAndQuery;
        Options = request.Options.TryGetValue(OptionsKey, out var options) && options is not null ? options : new RequestOptions();
        CorrelationId = Options.CorrelationId ?? Guid.NewGuid();
        request.Options.Set(Key, this);
    }

    public StoreContext Store { get; }

    public RequestOptions Options { get; }

    public HttpMethod Method { get; }

    public string Path { get; }

    public Guid CorrelationId { get; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; set; }

    /// <summary>When the last attempt went out.</summary>
    public DateTimeOffset SentAt { get; set; }

    /// <summary>Whether an attempt went out whose outcome is not known.</summary>
    public bool MayHaveBeenHandled { get; set; }

    /// <summary>What the last answer said about the quota.</summary>
    public RateLimitHeaders LastHeaders { get; set; }

    public static CallContext Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var call)
            ? call
            : throw new InvalidOperationException("The request did not come through a BigCommerceInventoryClient. The client's handlers serve it alone.");

    /// <summary>The error that a success without a readable body ends in.</summary>
    public BigCommerceException UnreadableAnswer(HttpStatusCode status, ReadOnlySpan<byte> body, Exception? cause)
    {
        if (!RetrySafety.IsIdempotent(Method))
        {
            return OutcomeUnknown("the answer could not be read", cause);
        }

        var error = ApiErrorFactory.Describe(this, status, body);
        return new BigCommerceResponseException(
            error,
            $"BigCommerce answered {(int)status} to {Method} {Path}, but the answer is not the JSON that the API documents. Something between may have replaced or cut it: see Error.Body.",
            cause);
    }

    public OutcomeUnknownException OutcomeUnknown(string what, Exception? cause) => new(
        $"{Method} {Path} went out and {what}: it may or may not have been applied, and sending it twice would apply it twice. Read the state to find out before you send it again.",
        Method.Method,
        Path,
        SentAt,
        CorrelationId,
        cause);

    internal static string Text(ReadOnlySpan<byte> body, int maxChars)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, maxChars * 4)]);
        return text.Length <= maxChars ? text : text[..maxChars];
    }
}
