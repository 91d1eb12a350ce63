// The part of Refit's attributes that the wire interfaces use, source-compatible with Refit 15.2: the interfaces compile
// against these by default and against the Refit package with UseRefit=true. They only mark the source; the generator reads them.
namespace Refit;

/// <summary>The verb and path of a method.</summary>
internal abstract class HttpMethodAttribute(string path) : Attribute
{
    /// <summary>The path below the base address, beginning with a slash; <c>{name}</c> stands for a parameter.</summary>
    public string Path { get; } = path;
}

/// <summary>Sends the method as a GET request.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GetAttribute(string path) : HttpMethodAttribute(path);

/// <summary>Sends the method as a POST request.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostAttribute(string path) : HttpMethodAttribute(path);

/// <summary>Sends the method as a PUT request.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PutAttribute(string path) : HttpMethodAttribute(path);

/// <summary>Sends the method as a DELETE request.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeleteAttribute(string path) : HttpMethodAttribute(path);

/// <summary>Marks the parameter that is sent as the request's JSON body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class BodyAttribute : Attribute;

/// <summary>Marks an object whose properties are sent as the query, or one of its lists.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class QueryAttribute : Attribute
{
    /// <summary>Marks the query object.</summary>
    public QueryAttribute()
    {
    }

    /// <summary>Marks a list and says how its values are joined.</summary>
    public QueryAttribute(CollectionFormat collectionFormat) => CollectionFormat = collectionFormat;

    /// <summary>How the values of a list are joined.</summary>
    public CollectionFormat CollectionFormat { get; } = CollectionFormat.Csv;
}

/// <summary>How the values of a list are joined in the query.</summary>
internal enum CollectionFormat
{
    /// <summary>One pair with the values separated by commas, as the API expects every list.</summary>
    Csv = 1,
}

/// <summary>The name on the wire where it differs from the name in the source.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class AliasAsAttribute(string name) : Attribute
{
    /// <summary>The name of the placeholder or query key.</summary>
    public string Name { get; } = name;
}

/// <summary>Hands a parameter to the message handlers in <see cref="HttpRequestMessage.Options"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class PropertyAttribute(string key) : Attribute
{
    /// <summary>The key in <see cref="HttpRequestMessage.Options"/>.</summary>
    public string Key { get; } = key;
}
