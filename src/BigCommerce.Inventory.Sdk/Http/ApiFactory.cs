using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>Creates the wire interfaces' implementations, which Refit's source generator generates.</summary>
internal static class ApiFactory
{
    private static readonly RefitSettings Settings = new(new RefitSerializer(), new QueryValueFormatter())
    {
        CollectionFormat = CollectionFormat.Csv,

        // Send the serializer's content unchanged: its length is known, and it can be sent again with every attempt.
        RequestBodySerialization = RequestBodySerializationMode.Buffered,

        // CallHandler maps every failure, so Refit must not change the exceptions. Only cancellations are mapped here, because
        // HttpClient replaces the handlers' exception when a call is cancelled.
        TransportExceptionFactory = CallHandler.OnFailure,
        DeserializationExceptionFactory = static (_, exception) => ValueTask.FromException<Exception?>(exception),
        ExceptionFactory = static _ => default,
    };

    /// <summary>Creates the implementation of <typeparamref name="T"/> that sends its requests with <paramref name="client"/>.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not a wire interface.</exception>
    public static T Create<T>(HttpClient client)
        where T : class
        => RestService.ForGenerated<T>(client, Settings);
}
