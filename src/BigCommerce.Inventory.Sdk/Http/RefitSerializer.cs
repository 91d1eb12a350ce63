using System.Reflection;
using BigCommerce.Inventory.Serialization;
using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>The serializer that Refit calls for request and response bodies.</summary>
internal sealed class RefitSerializer : IHttpContentSerializer, ISynchronousContentSerializer
{
    /// <exception cref="ArgumentException">The value cannot be sent. The message describes the correction.</exception>
    public HttpContent ToHttpContentSynchronous<T>(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        item = RequestChecks.Checked(item);
        var buffer = new PooledBufferWriter(1024);
        try
        {
            WireSerializer.Write(buffer, item);
            return new JsonRequestContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public HttpContent ToStreamingHttpContent<T>(T item) => ToHttpContentSynchronous(item);

    public HttpContent ToHttpContent<T>(T item) => ToHttpContentSynchronous(item);

    /// <exception cref="BigCommerceException">The body is not the documented JSON.</exception>
    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        content is ResponseContent response
            ? Read<T>(response)
            : WireSerializer.Read<T>(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Refit calls it for form bodies, which the API does not use, and for query members without an alias.</summary>
    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;

    private static T Read<T>(ResponseContent response)
    {
        try
        {
            return WireSerializer.Read<T>(response.Body);
        }
        catch (Exception exception) when (WireSerializer.IsUnreadable(exception))
        {
            throw CallErrors.InvalidResponse(response.Call, response.Status, response.Body, exception);
        }
    }
}
