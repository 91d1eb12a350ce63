using System.Globalization;
using System.Net;
using BigCommerce.Inventory.Benchmarks.Data;

namespace BigCommerce.Inventory.Benchmarks.Server;

/// <summary>A store with a list of pages, some way off: each response takes its time.</summary>
internal sealed class SlowStore(int pages, TimeSpan distance) : HttpMessageHandler
{
    /// <summary>Few: what a page costs to read is measured elsewhere.</summary>
    public const int ItemsPerPage = 10;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(distance, cancellationToken);
        var query = request.RequestUri!.Query;
        var page = int.Parse(
            query.AsSpan(query.IndexOf("page=", StringComparison.Ordinal) + 5).ToString().Split('&')[0],
            CultureInfo.InvariantCulture);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(SampleStock.ItemsPage(ItemsPerPage, page, pages)),
            RequestMessage = request,
        };
    }
}
