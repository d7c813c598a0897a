using System.Reflection;

namespace Kerasharp.ApiReference;

/// <summary>The assemblies that users reference.</summary>
internal static class Assemblies
{
    public static IReadOnlyList<Assembly> All { get; } =
    [typeof(Model).Assembly, typeof(Onnx.Graphs.Graph).Assembly, typeof(Datasets.Digits).Assembly];
}
