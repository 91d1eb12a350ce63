using System.Net;
using BigCommerce.Inventory.Resilience;

namespace BigCommerce.Inventory.Tests.Resilience;

public class RetrySafetyTests
{
    private static readonly HttpMethod[] Verbs = [HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Post, HttpMethod.Patch];

    [Fact]
    public void Every_verb_and_every_status_has_its_verdict()
    {
        var wrong = new List<string>();
        foreach (var verb in Verbs)
        {
            for (var status = 100; status <= 999; status++)
            {
                var inDoubt = status is 408 or 499 || (status >= 500 && status is not (501 or 507));
                var expected = status == 429 ? AttemptVerdict.RateLimited
                    : !inDoubt ? AttemptVerdict.Final
                    : verb == HttpMethod.Post || verb == HttpMethod.Patch ? AttemptVerdict.OutcomeUnknown
                    : AttemptVerdict.Retry;
                if (RetrySafety.Judge(verb, (HttpStatusCode)status) is var verdict && verdict != expected)
                {
                    wrong.Add($"{verb} {status}: {verdict}, not {expected}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_verb_and_every_phase_has_its_verdict()
    {
        foreach (var verb in Verbs)
        {
            var repeatable = verb != HttpMethod.Post && verb != HttpMethod.Patch;
            Assert.Equal(AttemptVerdict.Retry, RetrySafety.Judge(verb, AttemptPhase.NotSent));
            Assert.Equal(repeatable ? AttemptVerdict.Retry : AttemptVerdict.OutcomeUnknown, RetrySafety.Judge(verb, AttemptPhase.InDoubt));
            Assert.Equal(AttemptVerdict.Final, RetrySafety.Judge(verb, AttemptPhase.Answered));
        }
    }

    [Fact]
    public void Only_a_connection_that_never_stood_has_sent_nothing()
    {
        HttpRequestError[] neverSent =
        [
            HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError, HttpRequestError.ProxyTunnelError,
        ];
        foreach (var error in Enum.GetValues<HttpRequestError>())
        {
            Assert.Equal(neverSent.Contains(error), RetrySafety.NeverSent(new HttpRequestException(error)));
        }

        // A handler that does not say.
        Assert.False(RetrySafety.NeverSent(new HttpRequestException("reset")));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(599, true)]
    [InlineData(501, false)]
    [InlineData(507, false)]
    [InlineData(408, false)]
    [InlineData(429, false)]
    [InlineData(200, false)]
    public void An_outage_is_the_platforms_trouble(int status, bool isOutage) => Assert.Equal(isOutage, RetrySafety.IsOutage((HttpStatusCode)status));
}
