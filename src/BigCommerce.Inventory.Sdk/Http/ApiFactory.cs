using System.Runtime.CompilerServices;
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

    // The implementations are Refit's, which have no member for it. The entry goes with the implementation.
    private static readonly ConditionalWeakTable<object, TimeProvider> Clocks = new();

    /// <summary>Makes the implementation of <typeparamref name="T"/> that sends with <paramref name="client"/>.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="time">The clock of helpers that wait.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not one of the wire interfaces.</exception>
    public static T Create<T>(HttpClient client, TimeProvider time)
        where T : class
    {
        var api = RestService.ForGenerated<T>(client, Settings);
        SetClock(api, time);
        return api;
    }

    /// <summary>Sets the clock of helpers that wait on an implementation.</summary>
    public static void SetClock(object api, TimeProvider time) => Clocks.Add(api, time);

    /// <summary>The clock of the client that an implementation belongs to; the system's for any other implementation, such as a mock.</summary>
    public static TimeProvider ClockOf(object api) => Clocks.TryGetValue(api, out var time) ? time : TimeProvider.System;
}
