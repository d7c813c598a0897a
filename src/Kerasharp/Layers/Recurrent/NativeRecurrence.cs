using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Recurrent layers in ONNX's own operators, which take whole sequences: for inference.</summary>
internal static class NativeRecurrence
{
    /// <summary>A cell along a sequence.</summary>
    /// <param name="context">The context of the graph that has the sequence.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="x">The sequence (batch, time, features).</param>
    /// <param name="states">States to begin with; none for zeros.</param>
    /// <param name="backwards">Whether the steps go from the last element to the first.</param>
    /// <param name="wantsSteps">Whether the outputs of all steps are wanted.</param>
    public static RecurrentResult Run(
        CallContext context,
        UnitsCell cell,
        SymbolicTensor x,
        IReadOnlyList<SymbolicTensor> states,
        bool backwards,
        bool wantsSteps
    ) => Ways(Run(context, [cell], x, [states], backwards ? "reverse" : "forward"), 1, wantsSteps)[0];

    /// <summary>Two cells of one kind and size along a sequence, one to its end and one to its beginning.</summary>
    /// <param name="context">The context of the graph that has the sequence.</param>
    /// <param name="cells">The two cells.</param>
    /// <param name="x">The sequence (batch, time, features).</param>
    /// <param name="states">States to begin with for each; none, for both, for zeros.</param>
    /// <param name="wantsSteps">Whether the outputs of all steps are wanted.</param>
    /// <returns>What each gives, and the outputs of all steps, or the last ones, side by side in the last axis.</returns>
    public static (RecurrentResult[] Ways, SymbolicTensor Joined) BothWays(
        CallContext context,
        IReadOnlyList<UnitsCell> cells,
        SymbolicTensor x,
        IReadOnlyList<IReadOnlyList<SymbolicTensor>> states,
        bool wantsSteps
    )
    {
        var outputs = Run(context, cells, x, states, "bidirectional");
        // Without cutting the directions apart.
        long width = 2L * cells[0].Units;
        var joined = wantsSteps
            ? Op.Reshape(Op.Transpose(outputs[0], 2, 0, 1, 3), 0, 0, width)
            : Op.Reshape(Op.Transpose(outputs[1], 1, 0, 2), 0, width);
        return (Ways(outputs, 2, wantsSteps), new SymbolicTensor(joined));
    }

    /// <summary>The outputs of the node: of all steps, then the last states.</summary>
    private static IReadOnlyList<Value> Run(
        CallContext context,
        IReadOnlyList<UnitsCell> cells,
        SymbolicTensor x,
        IReadOnlyList<IReadOnlyList<SymbolicTensor>> states,
        string direction
    )
    {
        foreach (var cell in cells)
            cell.CheckFeatures(x.Shape);
        var sequence = Op.Transpose(x.In(context), 1, 0, 2);
        var weights = cells.Select(c => c.NativeWeights(context)).ToArray();
        string[] activations = [.. cells.SelectMany(c => c.NativeActivations)];
        var options = new RecurrentOptions
        {
            Direction = direction,
            Activations = activations.SequenceEqual(cells.SelectMany(c => c.DefaultActivations)) ? null : activations,
        };
        var w = Stack(weights.Select(v => v.Input));
        var r = Stack(weights.Select(v => v.Recurrent));
        var b = weights[0].Bias is null ? null : Stack(weights.Select(v => v.Bias!));
        var first = Enumerable
            .Range(0, states[0].Count)
            .Select(i => Stack(states.Select(s => s[i].In(context))))
            .ToArray();
        return cells[0].Native(sequence, w, r, b, first, options);
    }

    /// <summary>What each direction gave.</summary>
    private static RecurrentResult[] Ways(IReadOnlyList<Value> outputs, int directions, bool wantsSteps) =>
        [
            .. Enumerable
                .Range(0, directions)
                .Select(d =>
                {
                    var last = outputs
                        .Skip(1)
                        .Select(s => new SymbolicTensor(Op.Squeeze(Direction(s, 0, d, directions), [0])))
                        .ToArray();
                    var steps = wantsSteps
                        ? Op.Transpose(Op.Squeeze(Direction(outputs[0], 1, d, directions), [1]), 1, 0, 2)
                        : null;
                    return new RecurrentResult(steps is null ? null : new SymbolicTensor(steps), last[0], last);
                }),
        ];

    private static Value Stack(IEnumerable<Value> parts) => Op.Concat([.. parts.Select(p => Op.Unsqueeze(p, [0]))], 0);

    private static Value Direction(Value value, int axis, int index, int count) =>
        count == 1 ? value : Op.Slice(value, axis, index, index + 1);
}
