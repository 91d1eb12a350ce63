using System.Runtime.CompilerServices;
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

    // Refit's generated implementations have no member for the clock. An entry is removed with its implementation.
    private static readonly ConditionalWeakTable<object, TimeProvider> Clocks = new();

    /// <summary>Creates the implementation of <typeparamref name="T"/> that sends its requests with <paramref name="client"/>.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="time">The clock of helpers that wait.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not a wire interface.</exception>
    public static T Create<T>(HttpClient client, TimeProvider time)
        where T : class
    {
        var api = RestService.ForGenerated<T>(client, Settings);
        SetClock(api, time);
        return api;
    }

    /// <summary>Sets the clock of helpers that wait on an implementation.</summary>
    public static void SetClock(object api, TimeProvider time) => Clocks.Add(api, time);

    /// <summary>
    /// The clock of the client that an implementation belongs to; the system's for any other implementation, such as a mock.
    /// </summary>
    public static TimeProvider ClockOf(object api) => Clocks.TryGetValue(api, out var time) ? time : TimeProvider.System;
}
