using System.Net;
using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Serialization;

namespace BigCommerce.Inventory;

/// <summary>The one place where an answer becomes an exception. Reading an error never throws, however broken it is.</summary>
internal static class ApiErrorFactory
{
    private const int MaxBodyChars = 4096;

    public static BigCommerceApiException Create(Call call, HttpStatusCode status, ReadOnlySpan<byte> body) =>
        Create(Describe(call, status, body));

    public static BigCommerceApiException Create(ApiError error) => (int)error.StatusCode switch
    {
        401 => new BigCommerceAuthenticationException(error),
        403 => new BigCommercePermissionException(error),
        404 => new BigCommerceNotFoundException(error),
        409 => new BigCommerceConflictException(error),
        422 => new BigCommerceValidationException(error),
        429 => new BigCommerceRateLimitException(error),
        503 => new BigCommerceUnavailableException(error),
        _ => new BigCommerceApiException(error),
    };

    public static ApiError Describe(Call call, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var now = call.Store.Time.GetUtcNow();
        var headers = call.LastHeaders;
        var text = Text(body);
        var problem = Problem.Read(body);

        // After decoding: a token may be escaped in the JSON, and a short one may be a part of its syntax.
        if (call.Store.SentTokens.AreIn(body))
        {
            text = call.Store.SentTokens.Redact(text);
            problem = problem.Select(call.Store.SentTokens.Redact);
        }

        var known = KnownReason.Find(problem.Title, problem.Detail, problem.Errors, status, call.Path);
        return new ApiError
        {
            StatusCode = status,
            Title = problem.Title,
            Type = problem.Type,
            Detail = problem.Detail,
            FieldErrors = problem.Errors,
            Reason = known.Reason,
            Items = known.Items,
            LocationIds = known.LocationIds,
            Method = call.Method.Method,
            Path = call.Path,
            CorrelationId = call.CorrelationId,
            RateLimit = headers.ToQuota(now),
            AttemptCount = Math.Max(call.Attempts, 1),
            Body = text.Length == 0 ? null : text,
            RetryAt = (headers.RetryAfter ?? (status == HttpStatusCode.TooManyRequests ? headers.Reset : null)) is { } wait ? now + wait : null,
            RequiredScope = OAuthScope.For(call.Method, call.Path),
        };
    }

    private static string Text(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBodyChars * 4)]);
        return text.Length <= MaxBodyChars ? text : text[..MaxBodyChars];
    }

    private readonly record struct Problem(string? Title, string? Type, string? Detail, IReadOnlyDictionary<string, string> Errors)
    {
        private static readonly Problem None = new(null, null, null, ApiError.EmptyErrors);

        public static Problem Read(ReadOnlySpan<byte> body)
        {
            try
            {
                var reader = new Utf8JsonReader(body);
                using var document = JsonDocument.ParseValue(ref reader);
                var root = document.RootElement;
                return root.ValueKind == JsonValueKind.Object
                    ? new Problem(Text(root, "title"), Text(root, "type"), Text(root, "detail"), FieldErrors(root))
                    : None;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
            {
                // HTML, empty or cut off: the body itself is kept in the error.
                return None;
            }
        }

        public Problem Select(Func<string, string> map)
        {
            var errors = new Dictionary<string, string>(Errors.Count);
            foreach (var (field, message) in Errors)
            {
                errors[map(field)] = map(message);
            }

            return new Problem(Title is null ? null : map(Title), Type is null ? null : map(Type), Detail is null ? null : map(Detail), errors);
        }

        private static string? Text(JsonElement root, string name) =>
            root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

        private static IReadOnlyDictionary<string, string> FieldErrors(JsonElement root) =>
            root.TryGetProperty("errors", out var errors) ? FieldErrorsConverter.Flatten(errors) : ApiError.EmptyErrors;
    }
}
