namespace BigCommerce.Inventory.Http;

/// <summary>Makes the implementation of a wire interface. The generator adds the list of the interfaces it implements.</summary>
internal static partial class ApiFactory
{
    /// <summary>Makes the implementation of <typeparamref name="T"/> that sends with <paramref name="client"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not one of the wire interfaces.</exception>
    public static T Create<T>(HttpClient client)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(client);

        object? api = null;
        Create(typeof(T), client, ref api);
        return api as T ?? throw new NotSupportedException($"{typeof(T)} has no methods with [Get], [Post], [Put] or [Delete].");
    }

    static partial void Create(Type type, HttpClient client, ref object? api);
}
