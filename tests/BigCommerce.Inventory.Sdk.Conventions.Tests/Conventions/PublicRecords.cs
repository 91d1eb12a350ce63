using System.Collections;
using System.Net;
using System.Reflection;
using BigCommerce.Inventory.Webhooks;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>All public records, and values of them in which every member differs from its default.</summary>
internal static class PublicRecords
{
    /// <summary>Records that hold live objects: they cannot leave the process.</summary>
    private static readonly Dictionary<string, string> Excluded = new()
    {
        ["BulkReport"] = "is abstract: the report with the rows travels",
        ["BulkOptions"] = "holds a journal",
        ["ReconcileOptions"] = "holds BulkOptions",
        ["PermitRequest"] = "is passed to a coordinator of the application's at once",
        ["PermitDecision"] = "is returned by it at once",
        ["PermitResult"] = "is passed to it at once",
        ["Patch`1"] = "is a member of other records, and travels as a part of them",
        ["InventoryWebhookData"] = "is abstract: the event and the types derived from it travel",
    };

    private static readonly Dictionary<string, Type> TypeArguments = new()
    {
        ["TRow"] = typeof(AbsoluteAdjustment),
        ["TInput"] = typeof(MetafieldCreateEntry),
        ["TResult"] = typeof(Metafield),
        ["T"] = typeof(Metafield),
    };

    public static IEnumerable<Type> All =>
        from type in typeof(BigCommerceInventoryClient).Assembly.GetExportedTypes()
        where IsRecord(type) && !Excluded.ContainsKey(type.Name)
        select type.IsGenericTypeDefinition
            ? type.MakeGenericType([.. type.GetGenericArguments().Select(argument => TypeArguments[argument.Name])])
            : type;

    public static IEnumerable<string> ExcludedNames => Excluded.Keys;

    public static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    /// <summary>A value of a type. Equal calls give equal values that share no object.</summary>
    /// <param name="type">The type.</param>
    /// <param name="flag">What its flags are.</param>
    public static object Sample(Type type, bool flag) => new Sampler(flag).Sample(type, string.Empty)!;

    private sealed class Sampler(bool flag)
    {
        private int _number = 1;

        public object? Sample(Type type, string member)
        {
            var number = ++_number;
            return type switch
            {
                _ when Nullable.GetUnderlyingType(type) is { } underlying => Sample(underlying, member),
                _ when type == typeof(string) => Text(member, number),
                _ when type == typeof(bool) => flag,
                _ when type == typeof(int) => number,
                _ when type == typeof(long) => (long)number,
                _ when type == typeof(double) => number + 0.25,
                _ when type == typeof(Guid) => new Guid(number, 0, 0, new byte[8]),
                _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(1000 + number),
                _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2024, 5, 14, 9, 34, number % 60, TimeSpan.FromHours(2)),
                _ when type == typeof(DateOnly) => new DateOnly(2024, 2, 1).AddDays(number),
                _ when type == typeof(TimeOnly) => new TimeOnly(8, number % 60),
                _ when type == typeof(HttpStatusCode) => HttpStatusCode.UnprocessableEntity,
                _ when type.IsEnum => Enum.GetValues(type).GetValue(1),
                _ when type == typeof(ItemKey) => ItemKey.Sku($"SKU {number}"),
                _ when type == typeof(LocationType) => LocationType.Virtual,
                _ when type == typeof(PermissionSet) => PermissionSet.Read,
                _ when type == typeof(SortDirection) => SortDirection.Descending,
                _ when type == typeof(LocationDeletion) => LocationDeletion.WithAllTheirStock(number, number + 1),
                _ when type == typeof(InventoryWebhookData) => Sample(typeof(LocationMetafieldWebhookData), member),
                _ when type.IsSubclassOf(typeof(Delegate)) || type == typeof(TimeProvider) || type == typeof(IStoreLease) => null,
                _ when IsGeneric(type, typeof(Patch<>)) => Activator.CreateInstance(type, Sample(type.GetGenericArguments()[0], member)),
                _ when IsGeneric(type, typeof(IReadOnlyList<>)) => List(type.GetGenericArguments()[0], member),
                _ when IsGeneric(type, typeof(IReadOnlyDictionary<,>)) => Dictionary(type.GetGenericArguments(), member),
                _ when IsRecord(type) => Record(type),
                _ => throw new NotSupportedException($"{type} as {member}: say here how to make one."),
            };
        }

        private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

        private static string Text(string member, int number) => member switch
        {
            nameof(LocationAddress.CountryCode) => "US",
            nameof(Location.TimeZone) => "America/Chicago",
            nameof(InventoryWebhookEvent.Scope) => $"store/channel/{number}/inventory/product/stock_changed",
            nameof(UnknownWebhookData.Json) => """{"a":1}""",
            _ => $"{member} “ä” {number}",
        };

        private IList List(Type item, string member)
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            list.Add(Sample(item, member));
            list.Add(Sample(item, member));
            return list;
        }

        private IDictionary Dictionary(Type[] types, string member)
        {
            var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(types))!;
            dictionary.Add(Sample(types[0], member)!, Sample(types[1], member));
            dictionary.Add(Sample(types[0], member)!, Sample(types[1], member));
            return dictionary;
        }

        private object Record(Type type)
        {
            var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length);
            var arguments = constructor?.GetParameters().Select(parameter => Sample(parameter.ParameterType, parameter.Name!)).ToArray();
            var record = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke(arguments);
            foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
            {
                // The API reads in one direction at a time, so a filter takes one cursor.
                if (property.Name != (type == typeof(MetafieldFilter) ? flag ? "Before" : "After" : null))
                {
                    property.SetValue(record, Sample(property.PropertyType, property.Name));
                }
            }

            return record;
        }
    }
}
