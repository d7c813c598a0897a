using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Truth values as numbers, for devices whose operators move and compare numbers alone.</summary>
internal static class TruthForms
{
    // What is done to truth values as to any elements; none of them has truth values among its inputs for another purpose.
    private static readonly FrozenSet<string> Operators =
    [
        "Concat",
        "Equal",
        "GatherElements",
        "GatherND",
        "Identity",
        "Pad",
        "ReduceMax",
        "ReduceMin",
        "ScatterElements",
        "ScatterND",
        "Slice",
        "Split",
        "Squeeze",
        "Tile",
        "Transpose",
        "Trilu",
    ];

    /// <summary>Whether a node does to truth values what it can do to numbers.</summary>
    public static bool Has(Node node) => Operators.Contains(node.Op) && node.Input(0).ElementType == ElementType.Bool;

    /// <summary>The same on 0 and 1.</summary>
    public static Value[] InNumbers(Node node)
    {
        // GatherElements is there for floats alone.
        var type = node.Op == "GatherElements" ? ElementType.Float32 : ElementType.Int32;
        var inputs = node.Inputs.Select(i => i?.ElementType == ElementType.Bool ? Op.Cast(i, type) : i).ToArray();
        var same = node.Graph.Add(node.Domain, node.Op, inputs, node.Attributes.Clone(), node.WantedOutputs);
        return [.. same.Outputs.Select((o, i) => Op.Cast(o, node.Outputs[i].ElementType))];
    }
}
