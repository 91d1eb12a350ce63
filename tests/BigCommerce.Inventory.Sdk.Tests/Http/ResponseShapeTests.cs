using System.Net;
using System.Text;
using BigCommerce.Inventory.Http;

namespace BigCommerce.Inventory.Tests.Http;

public class ResponseShapeTests
{
    [Theory]
    [InlineData("DELETE", 200, "", true)]
    [InlineData("DELETE", 204, "", true)]
    [InlineData("PUT", 204, "", true)]
    [InlineData("PUT", 200, "", false)]
    [InlineData("GET", 204, "", false)]
    [InlineData("GET", 200, " \r\n", false)]
    [InlineData("GET", 200, " {} ", true)]
    [InlineData("GET", 200, "[]", true)]
    [InlineData("GET", 200, "{]", false)]
    [InlineData("GET", 200, "{", false)]
    [InlineData("GET", 200, "<html>", false)]
    public void IsPlausible_Body_IsJsonOrMayBeEmpty(string method, int status, string body, bool isPlausible) => Assert.Equal(
        isPlausible,
        ResponseShape.IsPlausible(new HttpMethod(method), (HttpStatusCode)status, Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"data":[]}""", true)]
    [InlineData("""{"data":{}}""", false)]
    [InlineData("""{"errors":[]}""", false)]
    [InlineData("[]", false)]
    [InlineData("{not JSON}", false)]
    [InlineData("""{"\uD800":1}""", false)]
    public void HoldsResults_Body_HasAListNamedData(string body, bool holdsResults) =>
        Assert.Equal(holdsResults, ResponseShape.HoldsResults(Encoding.UTF8.GetBytes(body)));
}
