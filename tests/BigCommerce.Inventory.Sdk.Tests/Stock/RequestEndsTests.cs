using System.Net;

namespace BigCommerce.Inventory.Tests.Stock;

/// <summary>What a failed request means for its rows and for the run.</summary>
public class RequestEndsTests
{
    [Theory]
    [InlineData(400, RequestEffect.None, "Fatal")]
    [InlineData(401, RequestEffect.None, "Fatal")]
    [InlineData(404, RequestEffect.None, "Fatal")]
    [InlineData(408, RequestEffect.Unknown, "Unknown")]
    [InlineData(409, RequestEffect.None, "Rejected")]
    [InlineData(413, RequestEffect.None, "Rejected")]
    [InlineData(422, RequestEffect.None, "Rejected")]
    [InlineData(429, RequestEffect.None, "Outage")]
    [InlineData(429, RequestEffect.Unknown, "Unknown")]
    [InlineData(499, RequestEffect.Unknown, "Unknown")]
    [InlineData(500, RequestEffect.Unknown, "Unknown")]
    [InlineData(501, RequestEffect.None, "Fatal")]
    [InlineData(503, RequestEffect.None, "Unknown")]
    [InlineData(507, RequestEffect.None, "Fatal")]
    [InlineData(500, RequestEffect.Applied, "Applied")]
    public void Of_StatusCode_DependsOnTheCodeAndTheEffect(int status, RequestEffect effect, string end) =>
        Assert.Equal(end, RequestEnds.Of(Failure(status), effect).ToString());

    [Fact]
    public void Of_StatusThatRejectsTheLocation_IsRejected()
    {
        Assert.Equal(RequestEnd.Rejected, RequestEnds.Of(Failure(404), RequestEffect.None, status => status == HttpStatusCode.NotFound));
        Assert.Equal(RequestEnd.Fatal, RequestEnds.Of(Failure(403), RequestEffect.None, status => status == HttpStatusCode.NotFound));
    }

    [Fact]
    public void Of_ConnectionFails_IsAnOutageOnlyWithoutAnEffect()
    {
        var failure = new BigCommerceConnectionException("Reset.");

        Assert.Equal(RequestEnd.Outage, RequestEnds.Of(failure, RequestEffect.None));
        Assert.Equal(RequestEnd.Unknown, RequestEnds.Of(failure, RequestEffect.Unknown));
        Assert.Equal(RequestEnd.Fatal, RequestEnds.Of(new InvalidOperationException(), RequestEffect.None));
    }

    private static BigCommerceApiException Failure(int status) => new(new ApiError { StatusCode = (HttpStatusCode)status });
}
