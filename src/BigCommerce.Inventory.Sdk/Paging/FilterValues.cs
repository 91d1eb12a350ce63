using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory;

/// <summary>Checks the values of a filter when they are set, so that an invalid value never reaches a URL.</summary>
internal static class FilterValues
{
    /// <summary>The largest page that the API returns for items and locations.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>The largest page of metafields: the platform's general limit.</summary>
    public const int MaxMetafieldPageSize = 250;

    private const string UseIds = "Use the id instead (a variant id for a SKU, a location id for a code).";

    public static IReadOnlyList<string>? Texts(
        IReadOnlyList<string>? values,
        string advice = UseIds,
        [CallerMemberName] string? name = null)
    {
        if (values is null)
        {
            return null;
        }

        string[] copy = [.. values];
        RefuseEmpty(copy.Length, name);
        foreach (var value in copy)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException("The list contains a blank value. Remove it.", name);
            }

            if (value.Contains(',', StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"'{value}' contains a comma, and the API's list filters cannot escape one. {advice}", name);
            }
        }

        return new ValueArray<string>(copy);
    }

    public static long Id(long value, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    public static IReadOnlyList<long>? Ids(IReadOnlyList<long>? values, [CallerMemberName] string? name = null)
    {
        if (values is null)
        {
            return null;
        }

        long[] copy = [.. values];
        RefuseEmpty(copy.Length, name);
        foreach (var value in copy)
        {
            Id(value, name);
        }

        return new ValueArray<long>(copy);
    }

    public static IReadOnlyList<T>? Values<T>(IReadOnlyList<T>? values, [CallerMemberName] string? name = null)
        where T : struct
    {
        if (values is null)
        {
            return null;
        }

        T[] copy = [.. values];
        RefuseEmpty(copy.Length, name);
        return new ValueArray<T>(copy);
    }

    public static int? Page(int? value, [CallerMemberName] string? name = null)
    {
        if (value is < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, "Pages are counted from 1.");
        }

        return value;
    }

    public static int? Limit(int? value, [CallerMemberName] string? name = null)
    {
        if (value is < 1 or > MaxPageSize)
        {
            throw new ArgumentOutOfRangeException(name, value, "A page holds 1 to 1,000 entries.");
        }

        return value;
    }

    public static int? MetafieldLimit(int? value, [CallerMemberName] string? name = null)
    {
        if (value is < 1 or > MaxMetafieldPageSize)
        {
            throw new ArgumentOutOfRangeException(name, value, "A page of metafields holds 1 to 250 entries.");
        }

        return value;
    }

    public static string? NotBlank(string? value, [CallerMemberName] string? name = null)
    {
        if (value is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value, name);
        }

        return value;
    }

    private static void RefuseEmpty(int count, string? name)
    {
        if (count == 0)
        {
            throw new ArgumentException(
                "An empty list would read everything. Leave the member null for that, or make no call when there is nothing to read.",
                name);
        }
    }
}
