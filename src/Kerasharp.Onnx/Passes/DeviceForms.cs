using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Writes what a device lacks in operators that it has: by a form of this table, or by the operator's own composition. What has neither is
/// left, and runs on the processor.
/// </summary>
internal static class DeviceForms
{
    private const float Greatest = float.MaxValue;
    private const int MostRounds = 4;

    private static readonly FrozenDictionary<string, Func<Node, Value[]?>> Forms = new Dictionary<
        string,
        Func<Node, Value[]?>
    >
    {
        ["LogSoftmax"] = LogSoftmax,
        ["OneHot"] = OneHot,
        ["ArgMax"] = n => [First(n, Op.ReduceMax)],
        ["ArgMin"] = n => [First(n, Op.ReduceMin)],
        ["Split"] = Parts,
        ["Sum"] = n => [n.Inputs.Select(i => i!).Aggregate((a, b) => a + b)],
        ["Mean"] = n => [n.Inputs.Select(i => i!).Aggregate((a, b) => a + b) / n.Inputs.Count],
        ["Sign"] = n => [Truth(Op.Greater(X(n), X(n).Like(0)), n) - Truth(Op.Less(X(n), X(n).Like(0)), n)],
        ["Abs"] = n => [Op.Max(X(n), X(n).Like(0) - X(n))],
        ["Neg"] = n => [X(n).Like(0) - X(n)],
        ["Relu"] = n => [Op.Max(X(n), X(n).Like(0))],
        ["Slice"] = SliceForms.ByGathers,
        ["Conv"] = ConvolutionForms.Apart,
        ["ConvTranspose"] = ConvolutionForms.Straight,
        ["Or"] = n => [Op.Not(Op.And(Op.Not(X(n)), Op.Not(n.Input(1))))],
        ["Xor"] = n => [Op.Not(Op.Equal(Op.Cast(X(n), ElementType.Int32), Op.Cast(n.Input(1), ElementType.Int32)))],
        ["IsNaN"] = IsNaN,
        ["IsInf"] = IsInf,
        ["Mod"] = Mod,
        ["Round"] = Round,
        ["ConstantOfShape"] = Filled,
        ["EyeLike"] = Eye,
        ["Size"] = n =>
            X(n).Shape.IsStatic
                ? [n.Graph.Constant(ConstantTensor.Scalar(X(n).Shape.ElementCount, ElementType.Int32))]
                : null,
        ["Softsign"] = n => [X(n) / (Op.Abs(X(n)) + 1)],
        ["Selu"] = n =>
            [
                Exponential(X(n), n.Attributes.Float("alpha", 1.67326319217681884765625f), 1)
                    * n.Attributes.Float("gamma", 1.05070102214813232421875f),
            ],
        ["Celu"] = n => [Exponential(X(n), n.Attributes.Float("alpha", 1), n.Attributes.Float("alpha", 1))],
        ["PRelu"] = n => [Op.Max(X(n), X(n).Like(0)) + n.Input(1) * Op.Min(X(n), X(n).Like(0))],
        ["HardSwish"] = n => [X(n) * Op.Clip(X(n) / 6 + 0.5, X(n).Like(0), X(n).Like(1))],
    }.ToFrozenDictionary();

    /// <summary>The operators that have a form here.</summary>
    public static IEnumerable<string> Operators => Forms.Keys;

    /// <summary>Gives gradients of max pooling the form for devices whose pooling tells no places. It comes before the kernels' twins.</summary>
    public static void Pools(Graph graph, DeviceFeatures features)
    {
        if (features.HasPoolingPlaces)
            return;
        Rewriter.EachBody(graph, body => Pools(body, features));
        Rewriter.Run(
            graph,
            node =>
                node.Domain == OperatorTable.KernelDomain && node.Op == "MaxPoolGradient"
                    ? [TiedMaxPools.Gradient(node)]
                    : null
        );
    }

    /// <summary>Replaces what a device lacks.</summary>
    public static void Run(Graph graph, DeviceFeatures features)
    {
        if (features.Operators is null)
            return;
        Rewriter.EachBody(graph, body => Run(body, features));
        // What a composition is made of may itself be missing.
        for (int i = 0; i < MostRounds && graph.Sort().Exists(n => IsMissing(n, features)); i++)
        {
            Rewriter.Run(graph, node => IsMissing(node, features) ? Form(node) : null);
            // Recurrent operators become loops.
            if (!features.HasLoops)
                ScanUnrolling.Run(graph);
        }
    }

    private static bool IsMissing(Node node, DeviceFeatures features) =>
        features.Lack(node) is not null && HasForm(node);

    private static bool HasForm(Node node) =>
        node.Domain.Length == 0
        && (TruthForms.Has(node) || Forms.ContainsKey(node.Op) || OperatorTable.Get(node).Decompose is not null);

    private static Value[]? Form(Node node)
    {
        if (TruthForms.Has(node))
            return TruthForms.InNumbers(node);
        return Forms.TryGetValue(node.Op, out var form) ? form(node) : OperatorTable.Get(node).Decompose!(node);
    }

    private static Value X(Node n) => n.Input(0);

    private static Value Truth(Value truth, Node n) => Op.Cast(truth, n.Output.ElementType);

    private static Value[] LogSoftmax(Node n)
    {
        int axis = Axis(n, -1, X(n).Rank);
        var centred = X(n) - Op.ReduceMax(X(n), [axis], keepDims: true);
        return [centred - Op.Log(Op.ReduceSum(Op.Exp(centred), [axis], keepDims: true))];
    }

    private static Value[]? OneHot(Node n)
    {
        if (Shapes.Known(n, 1) is not [var depth])
            return null;
        int axis = Axis(n, -1, n.Output.Rank);
        var type = X(n).ElementType;
        long[] dims = new long[n.Output.Rank];
        Array.Fill(dims, 1);
        dims[axis] = depth;
        double[] classes = [.. Enumerable.Range(0, checked((int)depth)).Select(i => (double)i)];
        var numbers = n.Graph.Constant(ConstantTensor.From(classes, type, dims));
        var places = Op.Unsqueeze(X(n), [axis]);
        // Places below 0 count from the end.
        places = Op.Where(Op.Less(places, places.Like(0)), places + depth, places);
        var off = Op.Slice(n.Input(2), 0, 0, 1);
        var on = Op.Slice(n.Input(2), 0, 1, 2);
        return [Op.Where(Op.Equal(places, numbers), on, off)];
    }

    /// <summary>The first place of the greatest or least element, in the integers that the device has.</summary>
    private static Value First(Node n, Func<Value, long[], bool, Value> extreme)
    {
        var x = X(n);
        int axis = Axis(n, 0, x.Rank);
        var dims = new long[x.Rank];
        Array.Fill(dims, 1);
        dims[axis] = x.Shape[axis].Value;
        bool last = n.Attributes.Int("select_last_index") != 0;
        double[] numbers = [.. Enumerable.Range(0, checked((int)dims[axis])).Select(i => last ? -(double)i : i)];
        var places = x.Graph.Constant(ConstantTensor.From(numbers, ElementType.Int32, dims));
        var isExtreme = Op.Equal(x, extreme(x, [axis], true));
        var first = Op.ReduceMin(
            // Where nothing equals it, as beside a NaN, the place is one that there is.
            Op.Where(isExtreme, places, places.Like(last ? 0 : dims[axis] - 1)),
            [axis],
            n.Attributes.Int("keepdims", 1) != 0
        );
        return last ? -first : first;
    }

    private static Value[] Parts(Node n)
    {
        int axis = Axis(n, 0, X(n).Rank);
        var parts = new Value[n.Outputs.Count];
        long start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            long end = start + n.Outputs[i].Shape[axis].Value;
            parts[i] = Op.Slice(X(n), axis, start, end);
            start = end;
        }
        return parts;
    }

    /// <summary>
    /// A number is either less than 0 or not; NaN is both or neither, however a shading language that knows no NaN turns its comparisons.
    /// </summary>
    private static Value[] IsNaN(Node n)
    {
        var zero = X(n).Like(0);
        return
        [
            Op.Equal(
                Op.Cast(Op.Less(X(n), zero), ElementType.Int32),
                Op.Cast(Op.GreaterOrEqual(X(n), zero), ElementType.Int32)
            ),
        ];
    }

    private static Value[] IsInf(Node n)
    {
        bool above = n.Attributes.Int("detect_positive", 1) != 0;
        bool below = n.Attributes.Int("detect_negative", 1) != 0;
        var x = X(n);
        var tested =
            above && below ? Op.Abs(x)
            : above ? x
            : -x;
        return above || below ? [Op.Greater(tested, x.Like(Greatest))] : [Op.Less(x, x)];
    }

    /// <summary>The remainder with the divisor's sign, or with the dividend's where fmod says so.</summary>
    private static Value[] Mod(Node n)
    {
        var (a, b) = (X(n), n.Input(1));
        bool truncates = n.Attributes.Int("fmod") != 0;
        if (a.ElementType.IsFloat())
        {
            var quotient = a / b;
            var whole = truncates
                ? Op.Where(Op.Less(quotient, quotient.Like(0)), Op.Ceil(quotient), Op.Floor(quotient))
                : Op.Floor(quotient);
            return [a - b * whole];
        }
        var rest = a - b * (a / b);
        if (truncates)
            return [rest];
        var crosses = Op.Not(Op.Equal(Below(rest), Below(b)));
        return [Op.Where(Op.And(crosses, Op.Not(Op.Equal(rest, rest.Like(0)))), rest + b, rest)];

        static Value Below(Value x) => Op.Cast(Op.Less(x, x.Like(0)), ElementType.Int32);
    }

    /// <summary>To the nearest integer, halves to the even one.</summary>
    private static Value[] Round(Node n)
    {
        var below = Op.Floor(X(n));
        var rest = X(n) - below;
        var isOdd = below - 2 * Op.Floor(below * 0.5);
        return [below + Op.Where(Op.Equal(rest, rest.Like(0.5)), isOdd, Truth(Op.Greater(rest, rest.Like(0.5)), n))];
    }

    private static Value[]? Filled(Node n)
    {
        if (!n.Output.Shape.IsStatic)
            return null;
        double number = n.Attributes.Tensor("value")?.ToDoubles()[0] ?? 0;
        var scalar = n.Graph.Scalar(number, n.Output.ElementType);
        return [Op.Expand(scalar, n.Output.Shape)];
    }

    private static Value[]? Eye(Node n)
    {
        if (!n.Output.Shape.IsStatic)
            return null;
        var (rows, columns, k) = (n.Output.Shape[0].Value, n.Output.Shape[1].Value, n.Attributes.Int("k"));
        var elements = new double[checked(rows * columns)];
        for (long i = Math.Max(0, -k); i < rows && i + k < columns; i++)
            elements[i * columns + i + k] = 1;
        return [n.Graph.Constant(ConstantTensor.From(elements, n.Output.ElementType, [rows, columns]))];
    }

    /// <summary>x above 0, and alpha (e^(x / scale) - 1) below.</summary>
    private static Value Exponential(Value x, float alpha, float scale)
    {
        var below = Op.Min(x, x.Like(0));
        return Op.Max(x, x.Like(0)) + (Op.Exp(below / scale) - 1) * alpha;
    }

    private static int Axis(Node n, int @default, int rank)
    {
        int axis = checked((int)n.Attributes.Int("axis", @default));
        return axis < 0 ? axis + rank : axis;
    }
}
