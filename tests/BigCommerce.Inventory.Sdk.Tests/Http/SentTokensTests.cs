using System.Text;
using System.Text.Json;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Tests.Http;

public class SentTokensTests
{
    private const string Token = "aB9/+=&%\\\"<x>";

    private readonly SentTokens _tokens = new();

    public SentTokensTests() => _tokens.Add(Token);

    public static TheoryData<string, string> Forms => new()
    {
        { "as it is", Token },
        { "in capitals", Token.ToUpperInvariant() },
        { "in small letters", Token.ToLowerInvariant() },
        { "JSON", JsonEncodedText.Encode(Token).ToString() },
        { "JSON, every character escaped", string.Concat(Token.Select(c => $"\\u{(int)c:x4}")) },
        { "JSON, every character escaped in capitals", string.Concat(Token.ToUpperInvariant().Select(c => $"\\u{(int)c:X4}")) },
        {
            "JSON with escaped slashes",
            Token.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("/", "\\/", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
        },
        { "JSON in capitals, every character escaped", string.Concat(Token.Select(c => $"\\U{(int)c:X4}")) },
        { "JSON in JSON", string.Concat(Token.Select(c => $"\\\\u{(int)c:x4}")) },
        { "URL", Uri.EscapeDataString(Token) },
        { "URL, every character escaped", string.Concat(Token.Select(c => $"%{(int)c:x2}")) },
        { "HTML", System.Net.WebUtility.HtmlEncode(Token) },
        { "HTML, every character escaped", string.Concat(Token.Select((c, i) => i % 2 == 0 ? $"&#{(int)c};" : $"&#x{(int)c:X};")) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Redact_TokenInAnyForm_IsBlanked(string form, string text)
    {
        var redacted = _tokens.Redact($"before {text} after {text}");

        Assert.True(_tokens.AnyIn<byte>(Encoding.UTF8.GetBytes(text)), form);
        Assert.Equal($"before {new string('*', text.Length)} after {new string('*', text.Length)}", redacted);
    }

    [Theory]
    [InlineData("nothing of it")]
    [InlineData("aB9/+")]
    [InlineData("x aB9/+=")]
    [InlineData("aB9/+=&%\\\"<y> or more")]
    [InlineData("\\u00 %4 &#; &unknown; \\")]
    [InlineData("")]
    public void Redact_TextWithoutTheToken_StaysAsItIs(string text)
    {
        Assert.Same(text, _tokens.Redact(text));
        Assert.False(_tokens.AnyIn<char>(text));
    }

    [Fact]
    public void Redact_TextThatIsTheToken_IsBlankedWhole() => Assert.Equal(new string('*', Token.Length), _tokens.Redact(Token));

    [Fact]
    public void Redact_TokensThatOverlap_BlanksBoth()
    {
        var tokens = new SentTokens();
        tokens.Add("first-half");
        tokens.Add("half-second");

        Assert.Equal("x ***************** y", tokens.Redact("x first-half-second y"));
    }

    [Fact]
    public void Redact_Response_BlanksReasonPhraseAndHeaders()
    {
        _tokens.Add("secret");
        using var response = new HttpResponseMessage { ReasonPhrase = "you sent secret", Content = new StringContent("{}") };
        response.Headers.TryAddWithoutValidation("X-Echo", ["one", "secret", "Secret!"]);
        response.Headers.TryAddWithoutValidation("X-Other", "secret");
        response.Headers.TryAddWithoutValidation("X-Request", "42");
        response.Content.Headers.TryAddWithoutValidation("Content-Language", "secret");

        _tokens.Redact(response);

        Assert.Equal("you sent ******", response.ReasonPhrase);
        Assert.Equal(["one", "******", "******!"], response.Headers.GetValues("X-Echo"));
        Assert.Equal(["******"], response.Headers.GetValues("X-Other"));
        Assert.Equal(["42"], response.Headers.GetValues("X-Request"));
        Assert.Equal(["******"], response.Content.Headers.GetValues("Content-Language"));
    }

    public static TheoryData<Exception, HttpRequestError, string> ErrorsWithTheToken => new()
    {
        { new HttpRequestException(HttpRequestError.InvalidResponse, "bad header: secret"), HttpRequestError.InvalidResponse, "bad header: ******" },
        { new HttpIOException(HttpRequestError.ResponseEnded, "secret"), HttpRequestError.ResponseEnded, "****** (ResponseEnded)" },
        { new FormatException("secret"), HttpRequestError.Unknown, "******" },
        { new HttpRequestException("bad header", new FormatException("secret")), HttpRequestError.Unknown, "bad header" },
    };

    [Theory]
    [MemberData(nameof(ErrorsWithTheToken), DisableDiscoveryEnumeration = true)]
    public void Redact_ExceptionWithTheToken_IsReplacedByOneOfTheSameKind(Exception exception, HttpRequestError error, string message)
    {
        _tokens.Add("secret");

        var redacted = Assert.IsType<HttpRequestException>(_tokens.Redact(exception));

        Assert.Equal((error, message, null), (redacted.HttpRequestError, redacted.Message, redacted.InnerException));
        Assert.DoesNotContain("secret", redacted.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_ExceptionWithoutTheToken_StaysAsItIs()
    {
        var exception = new FormatException("bad header");

        Assert.Same(exception, _tokens.Redact(exception));
    }

    [Fact]
    public void Redact_TextTruncatedInTheMiddleOfAToken_BlanksItsBeginning()
    {
        Assert.Equal("x **********", _tokens.Redact("x " + Token[..10]));
        Assert.Equal("x *******", _tokens.Redact("x " + Token[..7]));
    }

    [Fact]
    public void Add_MoreTokensThanAreKept_ForgetsTheOldest()
    {
        for (var i = 0; i < 8; i++)
        {
            _tokens.Add($"another-{i}");
            _tokens.Add($"another-{i}");
        }

        Assert.False(_tokens.AnyIn<char>(Token));
        Assert.All(Enumerable.Range(0, 8), i => Assert.True(_tokens.AnyIn<char>($"another-{i}")));
    }

    [Fact]
    public async Task Redact_OneLetterToken_LeavesErrorsReadable()
    {
        using var stub = new Support.StubHandler();
        stub.Respond(System.Net.HttpStatusCode.UnprocessableEntity, """{"status":422,"title":"a bad start","errors":{"name":"a"}}""");
        using var client = new BigCommerceInventoryClient("abc", "t", settings: new() { HttpHandler = stub });

        var exception = await Assert.ThrowsAsync<BigCommerceValidationException>(() => client.Items.ListAsync());

        Assert.Equal("a bad s*ar*", exception.Error.Title);
        Assert.Equal("a", exception.Error.FieldErrors["name"]);
    }
}
