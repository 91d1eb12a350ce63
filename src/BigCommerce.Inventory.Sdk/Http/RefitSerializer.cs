using System.Reflection;
using BigCommerce.Inventory.Serialization;
using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>Lets Refit write bodies and read answers with <see cref="WireSerializer"/>.</summary>
internal sealed class RefitSerializer : IHttpContentSerializer, ISynchronousContentSerializer
{
    public HttpContent ToHttpContentSynchronous<T>(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return WireSerializer.ToContent(item);
    }

    public HttpContent ToStreamingHttpContent<T>(T item) => ToHttpContentSynchronous(item);

    public HttpContent ToHttpContent<T>(T item) => ToHttpContentSynchronous(item);

    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        await WireSerializer.ReadAsync<T>(content, cancellationToken).ConfigureAwait(false);

    /// <summary>Asked only for form bodies, which the API has none of, and for query members without a name of their own.</summary>
    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;
}
