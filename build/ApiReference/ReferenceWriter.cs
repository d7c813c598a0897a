using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kerasharp.ApiReference;

/// <summary>Writes a Markdown page for each namespace of some assemblies.</summary>
internal static partial class ReferenceWriter
{
    /// <summary>The pages by file name.</summary>
    public static SortedDictionary<string, string> Pages(IReadOnlyList<Assembly> assemblies)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder(
            "# API reference\n\nGenerated from the documentation in the sources by `dotnet run --project build/ApiReference`.\n"
        );
        foreach (var assembly in assemblies)
        {
            var documentation = XmlDocumentation.Load(assembly);
            index.Append($"\n## {assembly.GetName().Name}\n\n");
            foreach (var space in PublicMembers.Types(assembly).GroupBy(t => t.Namespace!))
            {
                // A namespace may lie in several assemblies; its page has all of it.
                string file = $"{space.Key}.md";
                var page = new StringBuilder(pages.GetValueOrDefault(file, $"# {space.Key}\n"));
                foreach (var type in space)
                    Write(page, type, documentation);
                pages[file] = page.ToString();
                index.Append($"- [{space.Key}]({file}): {string.Join(", ", space.Select(t => Signature.Name(t)))}\n");
            }
        }
        pages.Add("README.md", index.ToString());
        return pages;
    }

    private static void Write(StringBuilder page, Type type, XmlDocumentation documentation)
    {
        page.Append($"\n## {Escape(Signature.Name(type))}\n\n```csharp\n{Signature.Of(type)}\n```\n");
        if (documentation.Find(type) is { } own)
        {
            Paragraph(page, own.Element("summary"));
            Paragraph(page, own.Element("remarks"));
            foreach (var example in own.Elements("example").SelectMany(e => e.Elements("code")))
                page.Append($"\n```csharp\n{Unindent(example.Value)}\n```\n");
        }
        var members = PublicMembers
            .Of(type)
            .OrderBy(m => m is ConstructorInfo ? 0 : 1)
            .ThenBy(Signature.Of, StringComparer.Ordinal);
        foreach (var member in members)
        {
            page.Append($"\n- `{Signature.Of(member)}`");
            if (documentation.Find(member) is not { } written)
                continue;
            if (Text(written.Element("summary")) is { Length: > 0 } summary)
                page.Append($"  \n  {summary}");
            foreach (var parameter in written.Elements("param"))
                page.Append($"\n  - `{parameter.Attribute("name")?.Value}`: {Text(parameter)}");
            foreach (var thrown in written.Elements("exception"))
                page.Append($"\n  - throws {Short(thrown.Attribute("cref")?.Value)}: {Text(thrown)}");
        }
        page.Append('\n');
    }

    private static void Paragraph(StringBuilder page, XElement? element)
    {
        if (element is null)
            return;
        var parts = element.Elements("para").ToArray();
        foreach (var part in parts.Length > 0 ? parts : [element])
            page.Append($"\n{Text(part)}\n");
    }

    private static string Text(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
            text.Append(
                node switch
                {
                    XText plain => Escape(plain.Value),
                    XElement { Name.LocalName: "see" or "seealso" } see =>
                        $"`{Short(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value)}`",
                    XElement { Name.LocalName: "paramref" or "typeparamref" } named =>
                        $"`{named.Attribute("name")?.Value}`",
                    XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value.Trim()}`",
                    XElement other => Text(other),
                    _ => "",
                }
            );
        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>The last part of a documentation's name: <c>M:Kerasharp.Model.Fit(…)</c> is Model.Fit.</summary>
    private static string Short(string? name)
    {
        if (name is null)
            return "";
        int parameters = name.IndexOf('(', StringComparison.Ordinal);
        string plain = parameters < 0 ? name : name[..parameters];
        string[] parts = (plain.Length > 1 && plain[1] == ':' ? plain[2..] : plain).Split('.');
        bool type = plain.StartsWith("T:", StringComparison.Ordinal) || parts.Length == 1;
        return Arity().Replace(type ? parts[^1] : string.Join('.', parts[^2..]), "").Replace("#ctor", "constructor");
    }

    private static string Escape(string text) => text.Replace("<", "\\<").Replace("*", "\\*");

    private static string Unindent(string code)
    {
        var lines = code.Trim('\n', '\r').Split('\n').Select(l => l.TrimEnd()).ToArray();
        int indent = lines.Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l)).Trim();
    }

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("`+[0-9]+")]
    private static partial Regex Arity();
}
