using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kerasharp.ApiReference;

/// <summary>Types and members as C# declares them, on one line.</summary>
internal static class Signature
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(Type type)
    {
        string kind =
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType && kind != "delegate")
            bases.Add(Name(parent));
        if (!type.IsEnum)
            bases.AddRange(
                type.GetInterfaces()
                    .Except(type.BaseType?.GetInterfaces() ?? [])
                    .Where(i => i.IsPublic)
                    .Select(i => Name(i))
                    .Order(StringComparer.Ordinal)
            );
        return $"{kind} {Name(type)}{(bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")}";
    }

    public static string Of(MemberInfo member) =>
        member switch
        {
            ConstructorInfo made => $"{Access(made)}{Plain(made.DeclaringType!.Name)}({Parameters(made)})",
            MethodInfo method => Method(method),
            PropertyInfo property => Property(property),
            FieldInfo { IsLiteral: true } constant when constant.DeclaringType!.IsEnum => FormattableString.Invariant(
                $"{constant.Name} = {Convert.ToInt64(constant.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
            ),
            FieldInfo field =>
                $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
            EventInfo happening => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
            _ => member.Name,
        };

    public static string Name(Type type, NullabilityInfo? nullability = null)
    {
        string mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (type.IsByRef)
            return Name(type.GetElementType()!, nullability?.ElementType);
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Name(inner) + "?";
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword + mark;
        if (type.IsArray)
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (!type.IsGenericType)
            return (type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : "")
                + type.Name
                + mark;
        var arguments = type.GetGenericArguments();
        var inside = nullability?.GenericTypeArguments;
        var names = arguments.Select(
            (a, i) => Name(a, inside is { Length: var n } && n == arguments.Length ? inside[i] : null)
        );
        return $"{Plain(type.Name)}<{string.Join(", ", names)}>{mark}";
    }

    private static string Plain(string name) =>
        name.IndexOf('`', StringComparison.Ordinal) is var mark and >= 0 ? name[..mark] : name;

    private static string Access(MethodBase method) =>
        method.DeclaringType!.IsInterface ? ""
        : method.IsPublic ? ""
        : "protected ";

    private static string Kind(MethodBase method) =>
        method.DeclaringType!.IsInterface
            ? method.IsStatic
                ? "static "
                : ""
            : method.IsStatic
                ? "static "
                : method.IsAbstract
                    ? "abstract "
                    : method.IsVirtual && !method.IsFinal
                        ? IsOverride(method)
                            ? "override "
                            : "virtual "
                        : "";

    private static bool IsOverride(MethodBase method) => method is MethodInfo info && info.GetBaseDefinition() != info;

    private static string Method(MethodInfo method)
    {
        var own = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>"
            : "";
        string returns = Name(method.ReturnType, Nullability.Create(method.ReturnParameter));
        return $"{Access(method)}{Kind(method)}{returns} {method.Name}{own}({Parameters(method)})";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true);
        var first = accessors.OrderByDescending(a => a.IsPublic).First();
        string type = Name(property.PropertyType, Nullability.Create(property));
        string name = property.GetIndexParameters() is { Length: > 0 } index
            ? $"this[{Parameters(index)}]"
            : property.Name;
        var parts = new List<string>();
        if (property.GetMethod is { } get && (get.IsPublic || get.IsFamily || get.IsFamilyOrAssembly))
            parts.Add(get.IsPublic || !first.IsPublic ? "get;" : "protected get;");
        if (property.SetMethod is { } set && (set.IsPublic || set.IsFamily || set.IsFamilyOrAssembly))
        {
            bool init = set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            parts.Add((set.IsPublic || !first.IsPublic ? "" : "protected ") + (init ? "init;" : "set;"));
        }
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{required}{Access(first)}{Kind(first)}{type} {name} {{ {string.Join(' ', parts)} }}";
    }

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var text = new StringBuilder();
        if (parameter.IsOut)
            text.Append("out ");
        else if (parameter.ParameterType.IsByRef)
            text.Append(parameter.IsIn ? "in " : "ref ");
        if (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)))
            text.Append("params ");
        text.Append(Name(parameter.ParameterType, Nullability.Create(parameter))).Append(' ').Append(parameter.Name);
        if (parameter.HasDefaultValue)
            text.Append(" = ").Append(Default(parameter));
        return text.ToString();
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? "default"
                : "null",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            var value when parameter.ParameterType.IsEnum =>
                $"{parameter.ParameterType.Name}.{Enum.GetName(parameter.ParameterType, value)}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
}
