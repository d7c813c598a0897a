using System.Globalization;
using System.Text.RegularExpressions;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Saving;

/// <summary>Weights out of an ONNX file that Kerasharp exported, whose constants bear the weights' paths.</summary>
internal static partial class OnnxWeights
{
    /// <summary>Reads all weights; everything is checked before anything changes.</summary>
    /// <exception cref="GraphException">The file is no ONNX model that can be read.</exception>
    /// <exception cref="ArgumentException">The file lacks a weight, or has it in another shape.</exception>
    public static void Load(string path, IReadOnlyList<Weight> weights, string model)
    {
        var constants = new Dictionary<string, ConstantTensor>();
        foreach (var node in ModelReader.Load(path).Sort())
        foreach (var value in node.Inputs)
            if (value is { Constant: { } tensor, Name: { } name })
                constants[name] = tensor;
        var found = weights.Select(w => Find(path, constants, w, model)).ToArray();
        for (int i = 0; i < found.Length; i++)
            weights[i].State.Write<byte>(found[i].Bytes);
    }

    /// <summary>A weight's elements as they lie in its state.</summary>
    private static ConstantTensor Find(
        string path,
        Dictionary<string, ConstantTensor> constants,
        Weight weight,
        string model
    )
    {
        if (constants.TryGetValue(weight.Path, out var plain))
        {
            // An operator may want the same elements under another shape.
            if (plain.Type == weight.ElementType && plain.Shape.ElementCount == weight.Count)
                return plain;
            throw new ArgumentException(
                $"The file '{path}' holds '{weight.Path}' as {plain.Type} {plain.Shape}; the model '{model}' has it as {weight.ElementType} {weight.Shape}. Load it into the model that wrote it."
            );
        }
        // Behind a Flatten an export has a kernel's rows in another order, and says so in its name.
        foreach (var (name, tensor) in constants)
        {
            if (Rows().Match(name) is not { Success: true } rows || rows.Groups["weight"].Value != weight.Path)
                continue;
            long[] sizes = Array.ConvertAll(
                rows.Groups["sizes"].Value.Split('x'),
                s => long.Parse(s, CultureInfo.InvariantCulture)
            );
            if (tensor.Type != weight.ElementType || tensor.Shape.ElementCount != weight.Count)
                continue;
            int[] order = [.. Enumerable.Range(1, sizes.Length - 1), 0, sizes.Length];
            return ConstantFolding.Transpose(tensor.Reshaped([.. sizes, weight.Shape[1].Value]), order);
        }
        throw new ArgumentException(
            $"The file '{path}' has no constant '{weight.Path}', which the model '{model}' needs; it has {string.Join(", ", constants.Keys.Take(8))}. Give a file that Export wrote for such a model."
        );
    }

    /// <summary>As in <c>fc1/kernel.512x7x7</c>: rows by channel, then by place.</summary>
    [GeneratedRegex(@"^(?<weight>.+)\.(?<sizes>[0-9]+(x[0-9]+)+)$")]
    private static partial Regex Rows();
}
