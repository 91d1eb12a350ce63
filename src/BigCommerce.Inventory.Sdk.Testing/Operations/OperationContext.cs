using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>One request on its way through an operation, under the store's lock.</summary>
internal sealed record OperationContext(StoreState Store, Route Route, QueryString Query, ReadOnlyMemory<byte> Body, RecordedRequest Request)
{
    public InventoryEmulatorOptions Options => Store.Options;

    public long NowTicks { get; } = Store.NowTicks;

    /// <summary>Answers as a write does, but changes nothing.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>The time from which on readers see what the request writes.</summary>
    public long VisibleFromTicks => NowTicks + (Options.VisibilityDelayOf?.Invoke(Request) ?? Options.VisibilityDelay).Ticks;

    /// <summary>Refuses a query with other filters than the given.</summary>
    public EmulatedAnswer? CheckFilters(ReadOnlySpan<string> known)
    {
        var unknown = Query.NamesOtherThan(known);
        return unknown.Count == 0
            ? null
            : EmulatedAnswer.Problem(422, $"The filter(s): {string.Join(", ", unknown)} are not valid filter parameter(s).");
    }

    /// <summary>Refuses a filter whose value cannot be read.</summary>
    public static EmulatedAnswer InvalidFilter(string name, string value) =>
        EmulatedAnswer.Problem(422, $"The filter {name} has an invalid value.", new KeyValuePair<string, string>(name, value));

    /// <summary>Reads a list of ids; null when the query has none.</summary>
    public bool TryReadIds(string name, out List<long>? ids, [NotNullWhen(false)] out EmulatedAnswer? refusal)
    {
        ids = null;
        refusal = null;
        if (Query[name] is not { } list)
        {
            return true;
        }

        ids = [];
        foreach (string part in list.Split(','))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
            {
                refusal = InvalidFilter(name, list);
                return false;
            }

            ids.Add(id);
        }

        return true;
    }

    /// <summary>Reads a truth value, which the API takes in lower case only; null when the query has none.</summary>
    public bool TryReadFlag(string name, out bool? flag, [NotNullWhen(false)] out EmulatedAnswer? refusal)
    {
        string? text = Query[name];
        flag = text switch { "true" => true, "false" => false, _ => null };
        refusal = text is null || flag is not null ? null : InvalidFilter(name, text);
        return refusal is null;
    }
}
