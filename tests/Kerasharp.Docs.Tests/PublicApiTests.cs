using System.Reflection;
using Kerasharp.ApiReference;

namespace Kerasharp.Docs.Tests;

/// <summary>
/// The public surface is a text in the repository. A change of it is seen here first: KERASHARP_UPDATE=1 writes the texts anew, and
/// the reviewer sees what users will.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Names => [.. Assemblies.All.Select(a => a.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_surface_is_the_one_that_is_written_down(string name)
    {
        string path = Path.Combine(Repository.Root, "tests", "Kerasharp.Docs.Tests", "PublicApi", $"{name}.txt");

        Repository.Compare(path, ApiText.Of(Find(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_public_member_is_documented(string name)
    {
        var assembly = Find(name);
        var documentation = XmlDocumentation.Load(assembly);
        var missing = PublicMembers
            .Types(assembly)
            .SelectMany(t => PublicMembers.Of(t).Prepend(t))
            .Where(m => !IsDocumented(documentation, m))
            .Select(DocumentationId.Of);

        Assert.Empty(missing);
    }

    [Fact]
    public void The_reference_is_up_to_date()
    {
        string folder = Path.Combine(Repository.Root, "docs", "api");
        var pages = ReferenceWriter.Pages(Assemblies.All);
        foreach (var (name, text) in pages)
            Repository.Compare(Path.Combine(folder, name), text);

        Assert.Equal(
            pages.Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder, "*.md").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)
        );
    }

    private static Assembly Find(string name) => Assemblies.All.Single(a => a.GetName().Name == name);

    private static bool IsDocumented(XmlDocumentation documentation, MemberInfo member)
    {
        // A record's parameters are documented with the record, and show as properties.
        if (member is PropertyInfo { DeclaringType: { } owner } property && documentation.Find(property) is null)
            return documentation.Find(owner)?.Elements("param").Any(p => p.Attribute("name")?.Value == property.Name)
                == true;
        if (member is ConstructorInfo && documentation.Find(member) is null)
            return documentation.Find(member.DeclaringType!)?.Elements("param").Any() == true
                || ((ConstructorInfo)member).GetParameters().Length == 0;
        var written = documentation.Find(member);
        return written is not null
            && (written.Element("inheritdoc") is not null || written.Element("summary")?.Value.Trim().Length > 0);
    }
}
