using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using BigCommerce.Inventory.Testing.Http;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>The page number and the page size of a list request.</summary>
internal readonly record struct PageRequest(int Number, int Limit)
{
    public int Offset => (int)Math.Min((long)(Number - 1) * Limit, int.MaxValue);

    /// <summary>Reads <c>page</c> and <c>limit</c>. Rejects invalid values and unknown filters.</summary>
    public static bool TryRead(
        OperationContext context,
        ReadOnlySpan<string> filters,
        int maxLimit,
        out PageRequest page,
        [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        page = default;
        rejection = context.CheckFilters([.. filters, "page", "limit"]);
        if (rejection is not null
            || !TryReadNumber(context, "page", 1, out int number, out rejection)
            || !TryReadNumber(context, "limit", context.Options.DefaultPageSize, out int limit, out rejection))
        {
            return false;
        }

        if (limit > maxLimit && context.Options.RejectOversizedPages)
        {
            rejection = EmulatedResponse.Problem(
                413, FormattableString.Invariant($"The limit of {limit} is above the maximum of {maxLimit}."));
            return false;
        }

        page = new PageRequest(number, Math.Min(limit, maxLimit));
        return true;
    }

    /// <summary>Writes the whole response body: the entries of the page and <c>meta</c>.</summary>
    public void Write<TEntry, TState>(
        Utf8JsonWriter writer,
        OperationContext context,
        IReadOnlyList<TEntry> all,
        TState state,
        Action<Utf8JsonWriter, TEntry, TState> writeEntry)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data"u8);
        int end = (int)Math.Min(all.Count, (long)Offset + Limit);
        for (int i = Offset; i < end; i++)
        {
            writeEntry(writer, all[i], state);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("meta"u8);
        WritePagination(writer, context, all.Count, Math.Max(0, end - Offset));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>meta.pagination</c> without the object around it.</summary>
    public void WritePagination(Utf8JsonWriter writer, OperationContext context, int total, int count)
    {
        int pages = Math.Max(1, (total + Limit - 1) / Limit);
        writer.WriteStartObject("pagination"u8);
        writer.WriteNumber("total"u8, total);
        writer.WriteNumber("count"u8, count);
        writer.WriteNumber("per_page"u8, Limit);
        writer.WriteNumber("current_page"u8, Number);
        writer.WriteNumber("total_pages"u8, pages);
        writer.WriteStartObject("links"u8);
        if (Number > 1)
        {
            writer.WriteString("previous"u8, Link(context, Number - 1));
        }

        writer.WriteString("current"u8, Link(context, Number));
        if (Number < pages)
        {
            writer.WriteString("next"u8, Link(context, Number + 1));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private string Link(OperationContext context, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"?{context.Query.WithoutPage()}limit={Limit}&page={number}");

    private static bool TryReadNumber(
        OperationContext context, string name, int defaultValue, out int value, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        value = defaultValue;
        rejection = null;
        if (context.Query[name] is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1))
        {
            rejection = OperationContext.InvalidFilter(name, text);
        }

        return rejection is null;
    }
}
