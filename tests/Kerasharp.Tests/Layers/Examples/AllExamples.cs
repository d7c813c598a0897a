using System.Text.Json;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Layers.Examples;

/// <summary>All examples of layers: those of the reference files, and those that test classes give.</summary>
internal static class AllExamples
{
    private static readonly Lazy<IReadOnlyDictionary<string, LayerReferenceCase>> Cases = new(ReadCases);
    private static readonly Lazy<IReadOnlyDictionary<string, LayerExample>> Given = new(Collect);
    private static readonly Lazy<HashSet<string>> Spread = new(Choose);

    /// <summary>The cases of the reference files, by file, number and layer.</summary>
    public static IReadOnlyDictionary<string, LayerReferenceCase> References => Cases.Value;

    /// <summary>Every example by a name.</summary>
    public static IReadOnlyDictionary<string, LayerExample> ByName => Given.Value;

    /// <summary>
    /// Whether an example is trained on other devices, too: the first of its layer and each third further one; all of them with
    /// KERASHARP_LONG_TESTS=1.
    /// </summary>
    public static bool IsForOtherDevices(string name) => Spread.Value.Contains(name);

    private static HashSet<string> Choose()
    {
        bool all = Environment.GetEnvironmentVariable("KERASHARP_LONG_TESTS") == "1";
        return
        [
            .. ByName
                .Keys.GroupBy(name => References.TryGetValue(name, out var c) ? c.ClassName : name.Split(' ')[0])
                .SelectMany(layer => layer.Where((_, i) => all || i % 3 == 0)),
        ];
    }

    private static Dictionary<string, LayerReferenceCase> ReadCases()
    {
        var cases = new Dictionary<string, LayerReferenceCase>();
        foreach (string file in ReferenceFiles.Names("layers", "*.json"))
        {
            int number = 0;
            foreach (var json in ReferenceFiles.Json(file).GetProperty("cases").EnumerateArray())
            {
                var read = LayerReferenceCase.Read(json);
                cases.Add($"{Path.GetFileNameWithoutExtension(file)} {number++} {read.ClassName}", read);
            }
        }
        return cases;
    }

    private static Dictionary<string, LayerExample> Collect()
    {
        var examples = References.Where(c => !c.Value.NumbersOnly).ToDictionary(c => c.Key, c => c.Value.Example);
        var given = (
            (Func<IEnumerable<LayerExample>>)Of<AugmentationPolicyExamples>
        ).Method.GetGenericMethodDefinition();
        foreach (var type in typeof(AllExamples).Assembly.GetTypes().OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (!type.GetInterfaces().Contains(typeof(ILayerExamples)))
                continue;
            int number = 0;
            foreach (var example in (IEnumerable<LayerExample>)given.MakeGenericMethod(type).Invoke(null, null)!)
                examples.Add($"{type.Name} {number++}", example);
        }
        return examples;
    }

    /// <summary>The examples of a class, however it implements the interface.</summary>
    private static IEnumerable<LayerExample> Of<T>()
        where T : ILayerExamples => T.Examples;
}
