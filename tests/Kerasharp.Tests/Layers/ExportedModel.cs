using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tests.Layers;

/// <summary>A model of one input and output, written as ONNX and asked there.</summary>
internal static class ExportedModel
{
    /// <summary>What the file gives.</summary>
    public static float[] Predict(Model model, Array x) => Run(model, x).Output;

    /// <summary>The operators of the file, in no order.</summary>
    public static IReadOnlyDictionary<string, int> Operators(Model model) => Run(model, null).Operators;

    private static (float[] Output, IReadOnlyDictionary<string, int> Operators) Run(Model model, Array? x)
    {
        string path = Path.Combine(Path.GetTempPath(), $"kerasharp-{Guid.NewGuid():N}.onnx");
        try
        {
            model.Export(path);
            var operators = ModelDescription.Load(path).Operators;
            if (x is null)
                return ([], operators);
            long[] shape = [.. Enumerable.Range(0, x.Rank).Select(i => x.GetLongLength(i))];
            var input = x is int[,] whole
                ? ConstantTensor.Of<int>([.. whole.Cast<int>()], shape)
                : ConstantTensor.Of<float>([.. x.Cast<float>()], shape);
            using var session = ModelSession.Load(path);
            var outputs = session.Run(new Dictionary<string, ConstantTensor> { [model.Inputs[0].Name] = input });
            return ([.. outputs[model.OutputNames[0]].ToDoubles().Select(d => (float)d)], operators);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
