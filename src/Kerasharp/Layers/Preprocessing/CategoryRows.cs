using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Categories as rows of numbers, as Keras's <c>output_mode</c> has them.</summary>
internal static class CategoryRows
{
    /// <summary>A row for each element, or one for all along the second axis.</summary>
    /// <param name="layer">Who asks, for messages.</param>
    /// <param name="categories">Whole numbers; those outside of the row leave no mark.</param>
    /// <param name="mode">one_hot, multi_hot or count.</param>
    /// <param name="depth">The length of a row.</param>
    /// <param name="type">The type of the rows.</param>
    /// <param name="weights">How much each element counts, in mode count.</param>
    public static Value Encode(
        Layer layer,
        Value categories,
        string mode,
        long depth,
        ElementType type,
        Value? weights = null
    )
    {
        if (categories.Rank == 0 || (categories.Rank == 1 && mode != "one_hot"))
            throw layer.Misfit(
                categories.Shape,
                $"2 dimensions or more (batch, elements, ...) were expected in the mode '{mode}'",
                "Give it a last axis of 1, or use outputMode: \"one_hot\"."
            );
        // Compared, not by OneHot: there a negative number counts from the end, and fewer runtimes have it.
        bool stands = mode == "one_hot" && categories.Rank > 1 && categories.Shape[-1].IsOne;
        var each = stands ? categories : Op.Unsqueeze(categories, [categories.Rank]);
        long[] numbers = [.. Enumerable.Range(0, checked((int)depth)).Select(i => (long)i)];
        var marks = Op.Cast(
            Op.Equal(
                each,
                categories.Graph.Constant(
                    categories.ElementType == ElementType.Int64
                        ? ConstantTensor.Vector<long>(numbers)
                        : ConstantTensor.Vector(Array.ConvertAll(numbers, n => (int)n))
                )
            ),
            type
        );
        return mode switch
        {
            "one_hot" => marks,
            "multi_hot" => Op.ReduceMax(marks, [1]),
            _ => Op.ReduceSum(weights is null ? marks : marks * Op.Unsqueeze(weights, [weights.Rank]), [1]),
        };
    }

    /// <summary>Whole numbers as int32 or int64, in which runtimes compare.</summary>
    public static Value Whole(Value x) =>
        Op.Cast(
            x,
            x.ElementType is ElementType.Int64 or ElementType.UInt32 or ElementType.UInt64
                ? ElementType.Int64
                : ElementType.Int32
        );
}
