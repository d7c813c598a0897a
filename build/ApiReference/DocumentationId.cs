using System.Reflection;

namespace Kerasharp.ApiReference;

/// <summary>The names under which the compiler writes the documentation of types and members.</summary>
internal static class DocumentationId
{
    public static string Of(MemberInfo member) =>
        member switch
        {
            Type type => "T:" + TypeName(type, []),
            MethodBase method => "M:" + Method(method),
            PropertyInfo property => "P:" + Property(property),
            FieldInfo field => $"F:{Owner(field)}.{field.Name}",
            EventInfo happening => $"E:{Owner(happening)}.{happening.Name}",
            _ => throw new ArgumentException($"A {member.MemberType} has no documentation of its own."),
        };

    private static string Owner(MemberInfo member) => TypeName(member.DeclaringType!, []);

    private static string Method(MethodBase method)
    {
        string name = method.IsConstructor ? "#ctor" : method.Name.Replace('.', '#');
        var own = method.IsGenericMethod ? method.GetGenericArguments() : [];
        string generic = own.Length > 0 ? $"``{own.Length}" : "";
        string result = $"{Owner(method)}.{name}{generic}{Parameters(method.GetParameters())}";
        return method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion
            ? $"{result}~{Reference(conversion.ReturnType)}"
            : result;
    }

    private static string Property(PropertyInfo property) =>
        $"{Owner(property)}.{property.Name}{Parameters(property.GetIndexParameters())}";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(",", parameters.Select(p => Reference(p.ParameterType)))})";

    private static string Reference(Type type)
    {
        if (type.IsByRef)
            return Reference(type.GetElementType()!) + "@";
        if (type.IsPointer)
            return Reference(type.GetElementType()!) + "*";
        if (type.IsArray)
        {
            int rank = type.GetArrayRank();
            string sizes = rank == 1 ? "" : string.Join(",", Enumerable.Repeat("0:", rank));
            return $"{Reference(type.GetElementType()!)}[{sizes}]";
        }
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        return TypeName(type, type.IsGenericType ? type.GetGenericArguments() : []);
    }

    private static string TypeName(Type type, Type[] arguments)
    {
        string name = type.Name;
        int mark = name.IndexOf('`', StringComparison.Ordinal);
        if (mark >= 0 && arguments.Length > 0)
        {
            int count = int.Parse(name[(mark + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            name = $"{name[..mark]}{{{string.Join(",", arguments[^count..].Select(Reference))}}}";
            arguments = arguments[..^count];
        }
        string outer = type.DeclaringType is { } declaring ? TypeName(declaring, arguments) : type.Namespace ?? "";
        return outer.Length == 0 ? name : $"{outer}.{name}";
    }
}
