using System.Reflection;
using System.Runtime.CompilerServices;

namespace Kerasharp.ApiReference;

/// <summary>What users of an assembly can see: public types, and their public and protected members that they declare.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal);

    public static IEnumerable<MemberInfo> Of(Type type) =>
        type.GetMembers(Declared)
            .Where(m => m is not Type && IsVisible(m) && !IsGenerated(m))
            .Where(m =>
                m is not ConstructorInfo || !type.IsValueType || ((ConstructorInfo)m).GetParameters().Length > 0
            );

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            // Accessors show as their property; a name with a dot implements an interface for its own sake alone.
            MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) =>
                false,
            MethodBase method => Visible(method) && !method.Name[1..].Contains('.'),
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(Visible)
                && !property.Name.Contains('.'),
            FieldInfo field => (field.IsPublic || field.IsFamily) && field.Name != "value__",
            EventInfo happening => Visible(happening.AddMethod!),
            _ => false,
        };

    private static bool Visible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    /// <summary>What the compiler adds to records.</summary>
    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && member is not PropertyInfo
            && member is not FieldInfo
        || member.Name is "EqualityContract" or "PrintMembers" or "<Clone>$"
        || (
            member is ConstructorInfo { IsFamily: true } copy
            && copy.GetParameters() is [var only]
            && only.ParameterType == member.DeclaringType
        );
}
