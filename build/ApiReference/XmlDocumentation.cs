using System.Reflection;
using System.Xml.Linq;

namespace Kerasharp.ApiReference;

/// <summary>The documentation that the compiler wrote beside an assembly.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocumentation(Dictionary<string, XElement> members) => _members = members;

    public static XmlDocumentation Load(Assembly assembly)
    {
        string path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no documentation '{path}'. Build the project with it.", path);
        return new XmlDocumentation(
            XDocument.Load(path).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value)
        );
    }

    /// <summary>What is written of a type or member; what it inherits, where that is what is written; null for nothing.</summary>
    public XElement? Find(MemberInfo member)
    {
        if (!_members.TryGetValue(DocumentationId.Of(member), out var element))
            return null;
        if (element.Element("inheritdoc") is not { } inherited || element.Element("summary") is not null)
            return element;
        if (inherited.Attribute("cref")?.Value is { } named)
            return _members.GetValueOrDefault(named) ?? element;
        return Ancestors(member)
                .Select(m => _members.GetValueOrDefault(DocumentationId.Of(m)))
                .FirstOrDefault(e => e is not null)
            ?? element;
    }

    /// <summary>The members of base types that a member overrides, the nearest first.</summary>
    private static IEnumerable<MemberInfo> Ancestors(MemberInfo member)
    {
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var parameters = (member as MethodBase)?.GetParameters().Select(p => p.ParameterType).ToArray();
        for (
            var type = member.DeclaringType?.BaseType;
            type is not null && type != typeof(object);
            type = type.BaseType
        )
            foreach (var candidate in type.GetMember(member.Name, All))
                if (
                    parameters is null
                    || (
                        candidate is MethodBase method
                        && method.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters)
                    )
                )
                    yield return candidate;
    }
}
