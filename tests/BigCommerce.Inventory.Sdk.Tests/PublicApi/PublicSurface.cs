using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace BigCommerce.Inventory.Tests.PublicApi;

/// <summary>Writes what an assembly shows to its users, one line a type or member, sorted. Names on the left are full, others short.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static IEnumerable<string> Lines(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(LinesOf).Order(StringComparer.Ordinal);

    private static IEnumerable<string> LinesOf(Type type)
    {
        var name = FullName(type);
        if (type.BaseType == typeof(MulticastDelegate))
        {
            return [$"{name} : delegate {Signature(type.GetMethod("Invoke")!)}"];
        }

        IEnumerable<string> members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}")
            : type.GetMembers(Declared).Where(member => !IsGenerated(member)).Select(Describe).OfType<string>();
        return members.Select(member => $"{name}.{member}").Prepend($"{name} : {Kind(type)}");
    }

    private static string Kind(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => type.IsDefined(typeof(FlagsAttribute)) ? "flags enum" : "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (IsRecord(type) ? "record struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
        };
        IEnumerable<Type> bases = type.IsEnum || type.IsInterface || type.IsValueType || type.BaseType == typeof(object) ? [] : [type.BaseType!];
        var interfaces = type.IsEnum ? [] : type.GetInterfaces().Where(contract => contract.IsVisible && type.BaseType?.IsAssignableTo(contract) != true);
        return string.Join(", ", bases.Concat(interfaces.OrderBy(contract => contract.Name, StringComparer.Ordinal)).Select(one => Short(one)).Prepend(kind)) + Constraints(type.GetGenericArguments());
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static bool IsGenerated(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetMethod?.IsDefined(typeof(CompilerGeneratedAttribute)) == true && property.Name == "EqualityContract",
        EventInfo => false,
        _ => member.IsDefined(typeof(CompilerGeneratedAttribute)),
    };

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when IsShown(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly, field.DeclaringType!) => Describe(field),
        ConstructorInfo { IsStatic: false } constructor when IsShown(constructor) => $"{Modifiers(constructor)}new({Parameters(constructor)})",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsShown) => Describe(property),
        EventInfo happening when IsShown(happening.AddMethod!) => $"{Modifiers(happening.AddMethod!)}event {happening.Name}: {Short(happening.EventHandlerType!)}",
        MethodInfo method when IsShown(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => Signature(method, method.Name),
        _ => null,
    };

    private static string Describe(FieldInfo field)
    {
        var modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? $" = {Value(field.GetRawConstantValue(), field.FieldType)}" : "";
        return $"{field.Name}{value}: {modifiers}{Short(field.FieldType, Nullability.Create(field))}";
    }

    private static string Describe(PropertyInfo property)
    {
        var shown = property.GetAccessors(nonPublic: true).First(IsShown);
        var accessors = (property.GetMethod is { } get && IsShown(get) ? "get; " : "") + (property.SetMethod is { } set && IsShown(set) ? IsInit(set) ? "init; " : "set; " : "");
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Describe))}]" : "";
        return $"{property.Name}{index} {{ {accessors}}}: {required}{Modifiers(shown)}{Short(property.PropertyType, Nullability.Create(property))}";
    }

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Signature(MethodInfo method, string name = "")
    {
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        var generic = arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(argument => argument.Name))}>" : "";
        return $"{name}{generic}({Parameters(method)}): {Modifiers(method)}{Short(method.ReturnType, Nullability.Create(method.ReturnParameter))}{Constraints(arguments)}";
    }

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Describe));

    private static string Describe(ParameterInfo parameter)
    {
        var passed = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            // By name: .NET 8 has no attribute for collections, so the compiler puts one into the assembly.
            _ when parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name is nameof(ParamArrayAttribute) or nameof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{passed}{Short(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ when type.IsEnum => Enum.GetName(type, value) ?? Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsShown(MethodBase method) => IsShown(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly, method.DeclaringType!);

    private static bool IsShown(bool isPublic, bool isProtected, Type type) => isPublic || (isProtected && !type.IsSealed);

    private static string Modifiers(MethodBase method)
    {
        var visible = method.IsPublic ? "" : "protected ";
        if (method.DeclaringType!.IsInterface)
        {
            return visible + (method.IsStatic ? "static " : "");
        }

        return visible + method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            MethodInfo { IsVirtual: true } instance when instance.GetBaseDefinition() != instance => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        var attributes = argument.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(constraint => Short(constraint)),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    private static string FullName(Type type)
    {
        var name = type.Name.Split('`')[0] + (type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>" : "");
        return $"{(type.DeclaringType is { } outer ? FullName(outer) : type.Namespace)}.{name}";
    }

    private static string Short(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Short(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Short(underlying) + "?";
        }

        var mark = !type.IsValueType && (nullability?.ReadState == NullabilityState.Nullable || (nullability?.ReadState == NullabilityState.Unknown && nullability.WriteState == NullabilityState.Nullable)) ? "?" : "";
        if (type.IsArray)
        {
            return $"{Short(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        if (!type.IsGenericType)
        {
            return type.Name + mark;
        }

        var arguments = type.GetGenericArguments().Select((argument, index) =>
            Short(argument, nullability?.GenericTypeArguments is { } known && index < known.Length ? known[index] : null));
        return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? $"({string.Join(", ", arguments)})"
            : $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{mark}";
    }
}
