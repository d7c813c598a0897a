namespace Kerasharp.Datasets;

/// <summary>The files embedded in this assembly.</summary>
internal static class Resource
{
    public static Stream Open(string name) =>
        typeof(Resource).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException(
            $"The embedded file {name} was asked for; the assembly Kerasharp.Datasets should hold it. Install the package again, or build it with its Resources folder."
        );
}
