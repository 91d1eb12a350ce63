using Refit;

namespace BigCommerce.Inventory.Http;

/// <summary>Makes the implementations of the wire interfaces, which Refit's source generator wrote.</summary>
internal static class ApiFactory
{
    private static readonly RefitSettings Settings = new(new RefitSerializer(), new QueryValueFormatter())
    {
        CollectionFormat = CollectionFormat.Csv,

        // Bodies go out as the serializer made them: of known length, and sent anew with every attempt.
        RequestBodySerialization = RequestBodySerializationMode.Buffered,

        // The handlers of the client end every failure in one of our exceptions, which pass as they are. Only a cancellation
        // is replaced here, because HttpClient throws an exception of its own for it, whatever the handlers throw.
        TransportExceptionFactory = CallHandler.OnFailure,
        DeserializationExceptionFactory = static (_, exception) => ValueTask.FromException<Exception?>(exception),
        ExceptionFactory = static _ => default,
    };

    /// <summary>Makes the implementation of <typeparamref name="T"/> that sends with <paramref name="client"/>.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not one of the wire interfaces.</exception>
    public static T Create<T>(HttpClient client)
        where T : class
        => RestService.ForGenerated<T>(client, Settings);
}
