using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>Which inputs of a model reach an <see cref="Embedding"/> as they are given, so that their elements can be checked beforehand.</summary>
internal static class ChosenInputs
{
    // What hands every element on.
    private static readonly HashSet<string> Transparent =
    [
        "Cast",
        "Expand",
        "Flatten",
        "Identity",
        "Reshape",
        "Squeeze",
        "Transpose",
        "Unsqueeze",
    ];

    /// <summary>For each input the smallest number of rows that it chooses from and the layer that says so; null where it does not.</summary>
    public static IReadOnlyList<(long Rows, string Layer)?> Of(CallContext context, int inputs)
    {
        var found = new (long Rows, string Layer)?[inputs];
        foreach (var (indices, rows, layer) in context.Choices)
        {
            foreach (var value in Origins(indices))
                for (int i = 0; i < inputs; i++)
                    if (context.Graph.FindInput(Lowering.InputName(i)) == value && !(found[i]?.Rows <= rows))
                        found[i] = (rows, layer);
        }
        return found;
    }

    /// <summary>The values all of whose elements are among those of a value.</summary>
    private static IEnumerable<Value> Origins(Value value) =>
        value.Producer switch
        {
            { Domain: "", Op: "Concat" } joined => joined.Inputs.SelectMany(i => Origins(i!)),
            { Domain: "" } node when Transparent.Contains(node.Op) => Origins(node.Input(0)),
            _ => [value],
        };
}
