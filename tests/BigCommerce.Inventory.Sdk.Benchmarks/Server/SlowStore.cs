using System.Globalization;
using System.Net;
using BigCommerce.Inventory.Benchmarks.Data;

namespace BigCommerce.Inventory.Benchmarks.Server;

/// <summary>A store with a list of pages, some way off: each response takes its time.</summary>
internal sealed class SlowStore(int pages, TimeSpan distance) : HttpMessageHandler
{
    /// <summary>Few: what a page costs to read is measured elsewhere.</summary>
    public const int ItemsPerPage = 10;

    private int _requests;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(distance, cancellationToken);
        var query = request.RequestUri!.Query;
        var page = int.Parse(
            query.AsSpan(query.IndexOf("page=", StringComparison.Ordinal) + 5).ToString().Split('&')[0],
            CultureInfo.InvariantCulture);
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(SampleStock.ItemsPage(ItemsPerPage, page, pages)),
            RequestMessage = request,
        };

        // The Pro plan's quota.
        response.Headers.Add("X-Rate-Limit-Requests-Quota", "450");
        response.Headers.Add("X-Rate-Limit-Requests-Left", (450 - Interlocked.Increment(ref _requests)).ToString(CultureInfo.InvariantCulture));
        response.Headers.Add("X-Rate-Limit-Time-Window-Ms", "30000");
        response.Headers.Add("X-Rate-Limit-Time-Reset-Ms", "30000");
        return response;
    }
}
