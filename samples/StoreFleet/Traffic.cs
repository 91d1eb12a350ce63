using System.Collections.Concurrent;

namespace StoreFleet;

/// <summary>Counts each worker's requests at the emulator, by User-Agent, and those that exceeded the quota.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<string, (int Requests, int Refused)> _counts = new();

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var refused = context.Response.StatusCode == StatusCodes.Status429TooManyRequests ? 1 : 0;
        var product = context.Request.Headers.UserAgent.ToString().Split(' ')
            .First(part => part.StartsWith(Worker.Product, StringComparison.Ordinal));
        _counts.AddOrUpdate(
            product[Worker.Product.Length..], (1, refused), (_, count) => (count.Requests + 1, count.Refused + refused));
    }

    public (int Requests, int Refused) Of(string worker) => _counts.GetValueOrDefault(worker);

    public (int Requests, int Refused) Total() => (_counts.Values.Sum(count => count.Requests), _counts.Values.Sum(count => count.Refused));
}
