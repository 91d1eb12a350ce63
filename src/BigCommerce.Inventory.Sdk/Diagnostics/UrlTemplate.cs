using System.Text;

namespace BigCommerce.Inventory.Diagnostics;

/// <summary>Replaces the ids in a path by placeholders, so that metrics and spans of one operation have the same name.</summary>
internal static class UrlTemplate
{
    /// <summary>Converts <c>/inventory/locations/7/items?page=2</c> to <c>/inventory/locations/{location_id}/items</c>.</summary>
    /// <param name="path">The path and query below the API's root; it starts with a slash.</param>
    public static string Of(ReadOnlySpan<char> path)
    {
        var query = path.IndexOf('?');
        var rest = query < 0 ? path : path[..query];
        var template = new StringBuilder(rest.Length + 16);
        ReadOnlySpan<char> before = default;
        while (!rest.IsEmpty)
        {
            rest = rest[1..];
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            template.Append('/');
            if (segment.IsEmpty || segment.ContainsAnyExceptInRange('0', '9'))
            {
                template.Append(segment);
            }
            else
            {
                template.Append('{').Append(before.TrimEnd('s')).Append("_id}");
            }

            before = segment;
            rest = rest[segment.Length..];
        }

        return template.ToString();
    }
}
