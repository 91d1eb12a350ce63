using System.Net.Sockets;

namespace BigCommerce.Inventory.Testing.Faults;

/// <summary>Creates the exceptions that <see cref="SocketsHttpHandler"/> throws when a connection fails.</summary>
internal static class ConnectionFailures
{
    public static HttpRequestException Refused(Uri address) =>
        new(
            HttpRequestError.ConnectionError,
            $"Connection refused ({address.Host}:{address.Port})",
            new SocketException((int)SocketError.ConnectionRefused));

    public static HttpRequestException Reset() =>
        new(
            HttpRequestError.Unknown,
            "An error occurred while sending the request.",
            new IOException(
                "Unable to read data from the transport connection: Connection reset by peer.",
                new SocketException((int)SocketError.ConnectionReset)));

    public static HttpRequestException Closed() =>
        new(
            HttpRequestError.ResponseEnded,
            "An error occurred while sending the request.",
            new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
}
