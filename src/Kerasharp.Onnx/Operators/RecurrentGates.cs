using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Recurrent;

namespace Kerasharp.Onnx.Operators;

/// <summary>What LSTM and GRU do in a step besides their products of matrices, as one node, and the gradient likewise.</summary>
internal static class RecurrentGates
{
    public static Operator[] Operators { get; } =
    [
        Of<LstmGates>(LstmGradient),
        Of<LstmGatesGradient>((n, dy) => ReverseSweep.Through(n, Write<LstmGatesGradient>, dy)),
        Of<GruGates>(GruGradient),
        Of<GruGatesGradient>((n, dy) => ReverseSweep.Through(n, Write<GruGatesGradient>, dy)),
    ];

    /// <summary>A node of a rule where our kernel can serve, else the rule in standard operators.</summary>
    public static IReadOnlyList<Value> Add<TRule>(params ReadOnlySpan<Value?> inputs)
        where TRule : struct, IGateRule
    {
        var node = inputs[0]!.Graph.Add(OperatorTable.KernelDomain, TRule.Operator, inputs);
        return inputs[0]!.ElementType == ElementType.Float32 ? node.Outputs : Write<TRule>(node);
    }

    private static Operator Of<TRule>(GradientRule gradient)
        where TRule : struct, IGateRule =>
        new()
        {
            Name = TRule.Operator,
            Domain = OperatorTable.KernelDomain,
            Infer = Infer<TRule>,
            Gradient = gradient,
            Decompose = Write<TRule>,
        };

    private static TensorType[] Infer<TRule>(Node n)
        where TRule : struct, IGateRule
    {
        var first = n.Input(0);
        ElementKind.Float.Demand(n, first);
        Dim units = Dim.Unknown;
        for (int i = 0; i < TRule.Inputs.Count; i++)
        {
            var (value, width) = (n.Input(i), TRule.Inputs[i]);
            Define.SameElements(n, first, value);
            bool fits = value.Rank > 0 && value.Rank == first.Rank;
            for (int a = 0; fits && a < value.Rank - 1; a++)
                fits = !value.Shape[a].IsKnown || !first.Shape[a].IsKnown || value.Shape[a] == first.Shape[a];
            if (fits && value.Shape[-1] is { IsKnown: true } columns)
            {
                fits = columns.Value % width == 0 && (!units.IsKnown || units.Value * width == columns.Value);
                units = fits ? columns.Value / width : units;
            }
            if (!fits)
                throw new GraphException(
                    $"{n} got {value.Shape} as input {i} beside {first.Shape}; inputs of equal rows were expected, {string.Join(", ", TRule.Inputs)} times as wide as the units. Reshape it."
                );
        }
        return
        [
            .. TRule.Outputs.Select(width =>
                first.Type with
                {
                    Shape = first.Shape.With(
                        first.Rank - 1,
                        units.IsKnown ? units.Value * width
                            : width == 1 ? units
                            : Dim.Unknown
                    ),
                }
            ),
        ];
    }

    private static Value[] Write<TRule>(Node n)
        where TRule : struct, IGateRule
    {
        int axis = n.Input(0).Rank - 1;
        var read = new List<Value>();
        for (int i = 0; i < TRule.Inputs.Count; i++)
        {
            int width = TRule.Inputs[i];
            long units = width == 1 ? 0 : n.Input(i).Shape[-1].Value / width;
            read.AddRange(width == 1 ? [n.Input(i)] : Op.Split(n.Input(i), axis, [.. Enumerable.Repeat(units, width)]));
        }
        var given = new Value[TRule.Outputs.Sum()];
        TRule.Compute<GraphArithmetic, Unit>(new Unit(read, given));
        var outputs = new Value[TRule.Outputs.Count];
        for (int i = 0, from = 0; i < outputs.Length; from += TRule.Outputs[i++])
        {
            var gates = given[from..(from + TRule.Outputs[i])];
            outputs[i] = gates.Length == 1 ? gates[0] : Op.Concat(gates, axis);
        }
        return outputs;
    }

    private static Value?[] LstmGradient(Node n, Value?[] dy)
    {
        if (dy[2] is not null || dy[3] is not null)
            return ReverseSweep.Through(n, Write<LstmGates>, dy);
        var c = n.Input(1);
        var zeros = Op.ExpandLike(c.Like(0), c);
        return [.. Add<LstmGatesGradient>(dy[0] ?? zeros, dy[1] ?? zeros, n.Outputs[2], c, n.Outputs[3])];
    }

    private static Value?[] GruGradient(Node n, Value?[] dy) =>
        dy[1] is not null
            ? ReverseSweep.Through(n, Write<GruGates>, dy)
            : [.. Add<GruGatesGradient>(dy[0], n.Outputs[1], n.Input(2))];

    /// <summary>All units of a graph at once.</summary>
    private readonly struct Unit(IReadOnlyList<Value> read, Value[] given) : IGateUnit<GraphArithmetic>
    {
        private readonly IReadOnlyList<Value> _read = read;
        private readonly Value[] _given = given;

        public GraphArithmetic Read(int index) => new(_read[index]);

        public void Give(int index, GraphArithmetic value) => _given[index] = value.Value;
    }
}

public static partial class Op
{
    /// <summary>
    /// The gates of an LSTM, in Keras's order i, f, g, o, with sigmoid and tanh: c' = sigmoid(f) c + sigmoid(i) tanh(g) and
    /// h' = sigmoid(o) tanh(c').
    /// </summary>
    /// <param name="z">What goes into the gates, (batch, 4 units): the products of input and state with their weights, and the bias.</param>
    /// <param name="c">The cell, (batch, units).</param>
    /// <returns>The next state h' and the next cell c', (batch, units).</returns>
    internal static (Value H, Value C) LstmGates(Value z, Value c)
    {
        var outputs = RecurrentGates.Add<LstmGates>(z, c);
        return (outputs[0], outputs[1]);
    }

    /// <summary>
    /// The gates of a GRU in Keras's order z, r, n, with sigmoid and tanh, whose reset gate works on the product with the state's weights
    /// (reset_after): h' = z h + (1 - z) tanh(x_n + r m_n).
    /// </summary>
    /// <param name="x">The input's share of the gates, (batch, 3 units): its product with the kernel, and the input's bias.</param>
    /// <param name="m">The state's share, (batch, 3 units): its product with the recurrent kernel, and the recurrent bias.</param>
    /// <param name="h">The state, (batch, units).</param>
    /// <returns>The next state h', (batch, units).</returns>
    internal static Value GruGates(Value x, Value m, Value h) => RecurrentGates.Add<GruGates>(x, m, h)[0];
}
