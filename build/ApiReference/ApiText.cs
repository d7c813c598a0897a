using System.Reflection;
using System.Text;

namespace Kerasharp.ApiReference;

/// <summary>An assembly's public surface as text, a line a member: what a change of it shows in a review.</summary>
internal static class ApiText
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var group in PublicMembers.Types(assembly).GroupBy(t => t.Namespace))
        {
            text.Append("namespace ").Append(group.Key).Append('\n');
            foreach (var type in group)
            {
                text.Append("  ").Append(Signature.Of(type)).Append('\n');
                foreach (string line in PublicMembers.Of(type).Select(Signature.Of).Order(StringComparer.Ordinal))
                    text.Append("    ").Append(line).Append('\n');
            }
        }
        return text.ToString();
    }
}
