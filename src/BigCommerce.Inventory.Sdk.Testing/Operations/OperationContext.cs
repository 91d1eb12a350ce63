using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using BigCommerce.Inventory.Testing.Http;
using BigCommerce.Inventory.Testing.State;

namespace BigCommerce.Inventory.Testing.Operations;

/// <summary>A request that an operation executes under the store's lock.</summary>
internal sealed record OperationContext(
    StoreState Store, Route Route, QueryString Query, ReadOnlyMemory<byte> Body, RecordedRequest Request)
{
    public InventoryEmulatorOptions Options => Store.Options;

    public long NowTicks { get; } = Store.NowTicks;

    /// <summary>Whether a write changes nothing although its response is a success: <see cref="Fault.IgnoredWrite"/>.</summary>
    public bool IgnoresWrite { get; init; }

    /// <summary>The time at which reads start to show the request's writes.</summary>
    public long VisibleFromTicks => NowTicks + (Options.VisibilityDelaySelector?.Invoke(Request) ?? Options.VisibilityDelay).Ticks;

    /// <summary>Rejects a query with unknown filters.</summary>
    public EmulatedResponse? CheckFilters(ReadOnlySpan<string> known)
    {
        var unknown = Query.NamesOtherThan(known);
        return unknown.Count == 0
            ? null
            : EmulatedResponse.Problem(422, $"The filter(s): {string.Join(", ", unknown)} are not valid filter parameter(s).");
    }

    /// <summary>The response to a filter with an invalid value.</summary>
    public static EmulatedResponse InvalidFilter(string name, string value) =>
        EmulatedResponse.Problem(422, $"The filter {name} has an invalid value.", new KeyValuePair<string, string>(name, value));

    /// <summary>Reads a list of ids; null if the query does not have it.</summary>
    public bool TryReadIds(string name, out List<long>? ids, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        ids = null;
        rejection = null;
        if (Query[name] is not { } list)
        {
            return true;
        }

        ids = [];
        foreach (string part in list.Split(','))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
            {
                rejection = InvalidFilter(name, list);
                return false;
            }

            ids.Add(id);
        }

        return true;
    }

    /// <summary>Reads a boolean, which the API accepts in lower case only; null if the query does not have it.</summary>
    public bool TryReadFlag(string name, out bool? flag, [NotNullWhen(false)] out EmulatedResponse? rejection)
    {
        string? text = Query[name];
        flag = text switch { "true" => true, "false" => false, _ => null };
        rejection = text is null || flag is not null ? null : InvalidFilter(name, text);
        return rejection is null;
    }
}
