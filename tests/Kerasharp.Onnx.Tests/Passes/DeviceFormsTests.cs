using System.Collections.Frozen;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Every form gives what its operator gives, on the processor, which has both.</summary>
public sealed class DeviceFormsTests
{
    private static readonly float[] Edges =
    [
        float.NegativeInfinity,
        -3e38f,
        -8388609,
        -3.5f,
        -2.5f,
        -1.5f,
        -1,
        -0.5f,
        -0.49999997f,
        -0f,
        0,
        0.25f,
        0.49999997f,
        0.5f,
        1,
        1.5f,
        2.5f,
        3.25f,
        8388609,
        3e38f,
        float.PositiveInfinity,
    ];

    private static readonly ConstantTensor Numbers = ConstantTensor.Vector<float>([.. Edges]);
    private static readonly ConstantTensor WithNaN = ConstantTensor.Vector<float>([.. Edges, float.NaN]);
    private static readonly ConstantTensor Ties = Floats([3, 1, 3, 2, -1, -1, -7, -1, 0, 0, 0, 0], 3, 4);
    private static readonly ConstantTensor Integers = Ints([7, -7, 6, -6, 5, 2000000011, -2000000011, 0, 9], 9);

    private static readonly (string Op, Func<Value[], Value[]> Make, ConstantTensor[] Inputs)[] Cases =
    [
        .. Unary("Sign Softsign Selu Celu Abs Neg Relu HardSwish Round IsInf", Numbers),
        .. Unary("IsNaN IsInf Round", WithNaN),
        .. Unary("Sign Abs Neg", Integers),
        ("IsInf", v => [Node(v, "IsInf", ("detect_negative", 0))], [Numbers]),
        ("IsInf", v => [Node(v, "IsInf", ("detect_positive", 0))], [Numbers]),
        ("IsInf", v => [Node(v, "IsInf", ("detect_positive", 0), ("detect_negative", 0))], [Numbers]),
        ("Celu", v => [Node(v, "Celu", ("alpha", 0.5f))], [Numbers]),
        ("Selu", v => [Node(v, "Selu", ("alpha", 0.5f), ("gamma", 3f))], [Numbers]),
        ("PRelu", v => [Node(v, "PRelu")], [Ties, Floats([0.5, -1, 0, 2], 4)]),
        ("LogSoftmax", v => [Node(v, "LogSoftmax", ("axis", -1))], [Floats([1000, 0, -1000, 1, 1, 1], 2, 3)]),
        ("LogSoftmax", v => [Node(v, "LogSoftmax", ("axis", 0))], [Floats([1, -2, double.NegativeInfinity, 4], 2, 2)]),
        ("LogSoftmax", v => [Node(v, "LogSoftmax", ("axis", 1))], [Floats([1, -2, 3, 4, 0, 0, 9, -9], 2, 2, 2)]),
        .. new[] { "ArgMax", "ArgMin" }.SelectMany(op =>
            new (string, Func<Value[], Value[]>, ConstantTensor[])[]
            {
                (op, v => [Node(v, op, ("axis", 1))], [Ties]),
                (op, v => [Node(v, op, ("axis", -2), ("keepdims", 0))], [Ties]),
                (op, v => [Node(v, op, ("axis", 1), ("select_last_index", 1))], [Ties]),
                (op, v => [Node(v, op)], [Numbers]),
                (op, v => [Node(v, op, ("axis", 0))], [Ints([4, -9, 4, 4, -9, 2], 3, 2)]),
            }
        ),
        ("OneHot", v => [OneHot(v[0], 4, -1, 0f, 1f)], [Longs([0, 3, -1, -4, 4, -5], 2, 3)]),
        ("OneHot", v => [OneHot(v[0], 3, 0, 0.25f, -2f)], [Longs([0, 2, 1, -1], 4)]),
        ("OneHot", v => [OneHot(v[0], 3, 1, 0f, 1f)], [Longs([0, 2, 1, -1], 2, 2)]),
        ("OneHot", v => [OneHot(v[0], 3, -1, 0f, float.PositiveInfinity)], [Longs([1, 2], 2)]),
        ("OneHot", v => [OneHotInts(v[0])], [Longs([1, 2, 0], 3)]),
        ("Split", v => Parts(v, "Split", 2, ("axis", -1), ("num_outputs", 2)), [Ties]),
        ("Split", v => [.. Op.Split(v[0], 0, [1, 2])], [Ties]),
        ("Split", v => [.. Op.Split(v[0], 1, [1, 3])], [Ints([1, 2, 3, 4, 5, 6, 7, 8], 2, 4)]),
        ("Sum", v => [Node(v, "Sum")], [Ties]),
        ("Sum", v => [Node(v, "Sum")], [Ties, Floats([1, 2, 3, 4], 4), Floats([5], 1)]),
        ("Mean", v => [Node(v, "Mean")], [Ties]),
        ("Mean", v => [Node(v, "Mean")], [Ties, Floats([1, 2, 3, 4], 4), Floats([5], 1)]),
        .. new[] { "Or", "Xor" }.SelectMany(op =>
            new (string, Func<Value[], Value[]>, ConstantTensor[])[]
            {
                (op, v => [Node(v, op)], [Truths([0, 0, 1, 1], 4), Truths([0, 1, 0, 1], 4)]),
                (op, v => [Node(v, op)], [Truths([0, 1], 2, 1), Truths([0, 1], 2)]),
            }
        ),
        .. new[] { 1, -1 }.SelectMany(sign =>
            new (string, Func<Value[], Value[]>, ConstantTensor[])[]
            {
                ("Mod", v => [Node(v, "Mod")], [Integers, Ints([sign * 3], 1)]),
                ("Mod", v => [Node(v, "Mod", ("fmod", 1))], [Integers, Ints([sign * 3], 1)]),
                ("Mod", v => [Node(v, "Mod")], [Integers, Ints([sign * 1000003], 1)]),
                (
                    "Mod",
                    v => [Node(v, "Mod", ("fmod", 1))],
                    [Floats([5.5, -5.5, 3, -3, 0.25, -0.25], 6), Floats([sign * 1.5], 1)]
                ),
            }
        ),
        ("ConstantOfShape", v => [Filled(v, 2.5, ElementType.Float32) + v[0]], [Ties]),
        ("ConstantOfShape", v => [Filled(v, -3, ElementType.Int64)], [Ties]),
        ("EyeLike", v => [Node(v, "EyeLike")], [Ties]),
        ("EyeLike", v => [Node(v, "EyeLike", ("k", 2))], [Ties]),
        ("EyeLike", v => [Node(v, "EyeLike", ("k", -1), ("dtype", (long)ElementType.Int32))], [Ties]),
        ("Size", v => [Node(v, "Size")], [Ties]),
        ("Slice", v => [Op.Slice(v[0], [0, 1], [-2, 3], [100, -100], [1, -2])], [Ints([.. Count(12)], 3, 4)]),
        ("Slice", v => [Op.Slice(v[0], [1], [1], [-1], [1])], [Ties]),
        ("Slice", v => [Op.Reverse(v[0], 0)], [Truths([1, 0, 0, 1, 1, 0], 3, 2)]),
        ("Conv", v => [Op.Conv(v[0], v[1], v[2], group: 2)], [Wave(1, 4, 3, 4, 3), Wave(6, 2, 2, 1, 2), Wave(6)]),
        (
            "Conv",
            v => [Op.Conv(v[0], v[1], strides: [1, 2], pads: [1, 0, 0, 1], dilations: [2, 1], group: 4)],
            [Wave(2, 4, 5, 6), Wave(4, 1, 2, 3)]
        ),
        ("Conv", v => [Op.Conv(v[0], v[1], pads: [0, 0, 1, 1])], [Wave(2, 1, 2, 2), Wave(4, 1, 2, 2)]),
        ("Conv", v => [Op.Conv(v[0], v[1], v[2], [2], [0, 3], [2])], [Wave(2, 2, 5), Wave(3, 2, 2), Wave(3)]),
        ("ConvTranspose", v => [Op.ConvTranspose(v[0], v[1])], [Wave(2, 3, 2, 3, 2), Wave(3, 2, 2, 1, 3)]),
        (
            "ConvTranspose",
            v => [Op.ConvTranspose(v[0], v[1], [2, 1, 3], [0, 1, 1, 1, 0, 2], [1, 2, 1], [1, 0, 2], b: v[2])],
            [Wave(1, 2, 3, 4, 2), Wave(2, 3, 3, 2, 3), Wave(3)]
        ),
        (
            "ConvTranspose",
            v => [Op.ConvTranspose(v[0], v[1], [2, 2], [1, 0, 1, 1], outputPadding: [1, 0], group: 3)],
            [Wave(2, 3, 3, 4), Wave(3, 2, 3, 2)]
        ),
        ("ConvTranspose", v => [Op.ConvTranspose(v[0], v[1], [3], [2, 2], group: 2)], [Wave(2, 4, 5), Wave(4, 1, 2)]),
        (
            "ConvTranspose",
            v => [Op.ConvTranspose(v[0], v[1], [2, 2], autoPad: "SAME_UPPER", group: 2)],
            [Wave(1, 2, 3, 3), Wave(2, 1, 3, 3)]
        ),
    ];

    public static TheoryData<int> Numbered => [.. Enumerable.Range(0, Cases.Length)];

    [Fact]
    public void Every_form_is_held_against_its_operator() =>
        Assert.Empty(DeviceForms.Operators.Except(Cases.Select(c => c.Op)));

    [Theory]
    [MemberData(nameof(Numbered))]
    public void Forms_give_what_the_operator_gives(int number)
    {
        var (op, make, inputs) = Cases[number];
        var features = KnownFeatures.WebGpu with
        {
            Operators = KnownFeatures.WebGpu.Operators!.Where(o => o != op).ToFrozenSet(),
        };

        var rewritten = Compare(make, inputs, features);

        // A convolution in groups is made of convolutions.
        Assert.DoesNotContain(rewritten.Sort(), n => n.Op == op && (op != "Conv" || n.Attributes.Int("group", 1) > 1));
    }

    [Theory]
    [InlineData("GRU", 3, "Sigmoid", "Softsign")]
    [InlineData("LSTM", 4, "HardSigmoid", "Tanh", "Tanh")]
    [InlineData("RNN", 1, "Tanh")]
    public void Recurrent_operators_that_are_missing_are_written_out(string op, int gates, params string[] activations)
    {
        var rewritten = Compare(
            v => [Node(v, op, ("hidden_size", 2), ("activations", activations))],
            [Wave(3, 2, 3), Wave(1, gates * 2, 3), Wave(1, gates * 2, 2), Wave(1, gates * 4)],
            KnownFeatures.WebGpu
        );

        Assert.DoesNotContain(rewritten.Sort(), n => KnownFeatures.WebGpu.Lack(n) is not null);
    }

    [Theory]
    [InlineData("Concat")]
    [InlineData("Equal")]
    [InlineData("GatherElements")]
    [InlineData("GatherND")]
    [InlineData("Identity")]
    [InlineData("Pad")]
    [InlineData("ReduceMax")]
    [InlineData("ReduceMin")]
    [InlineData("ScatterElements")]
    [InlineData("ScatterND")]
    [InlineData("Slice")]
    [InlineData("Split")]
    [InlineData("Squeeze")]
    [InlineData("Tile")]
    [InlineData("Transpose")]
    [InlineData("Trilu")]
    public void Truth_values_go_through_numbers(string op)
    {
        var truths = Truths([1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1], 3, 4);
        var rewritten = Compare(
            v => Of(op, v),
            [truths, Truths([0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0], 3, 4)],
            KnownFeatures.WebGpu
        );

        Assert.DoesNotContain(rewritten.Sort(), n => KnownFeatures.WebGpu.Lack(n) is not null);

        static Value[] Of(string op, Value[] v)
        {
            var (x, g) = (v[0], v[0].Graph);
            return op switch
            {
                "Concat" => [Op.Concat(v, 1)],
                "Equal" => [Op.Equal(x, v[1])],
                "GatherElements" => [Op.GatherElements(x, g.Constant(Ints([2, 0, -1, 1], 1, 4)), 0)],
                "GatherND" => [Op.GatherND(x, g.Constant(Longs([2, 0, 1, 3], 2, 2)))],
                "Pad" => [Op.Pad(x, [1, 0, 0, 2], 1)],
                "ReduceMax" or "ReduceMin" => [g.Emit(op, x, g.Ints(1))],
                "ScatterElements" => [g.Emit(op, x, g.Constant(Ints([.. Enumerable.Repeat(2.0, 12)], 3, 4)), x)],
                "ScatterND" => [g.Emit(op, x, g.Constant(Longs([2, 0, 1], 3, 1)), v[1])],
                "Slice" => [Op.Slice(x, 1, 1, 4, 2)],
                "Split" => [.. Op.Split(x, 1, [1, 3])],
                "Squeeze" => [Op.Squeeze(Op.Reshape(x, [3, 1, 4]), [1])],
                "Tile" => [g.Emit(op, x, g.Ints(2, 1))],
                "Transpose" => [Op.Transpose(x, [1, 0])],
                _ => [g.Emit(op, x)],
            };
        }
    }

    /// <summary>Runs a graph as it is and as a device would be given it.</summary>
    private static Graph Compare(Func<Value[], Value[]> make, ConstantTensor[] inputs, DeviceFeatures features)
    {
        var graph = new Graph("operator");
        var values = inputs.Select((x, i) => graph.AddInput($"x{i}", x.Type, x.Shape)).ToArray();
        var outputs = make(values);
        for (int i = 0; i < outputs.Length; i++)
            graph.AddOutput($"y{i}", outputs[i]);
        var given = inputs.Select((x, i) => ($"x{i}", x)).ToDictionary();
        var expected = GraphRunner.Run(graph, given);

        var narrow = NarrowElements.Run(graph, features.Stored);
        DeviceForms.Run(narrow, features);
        Simplify.Run(narrow);

        var stored = given.ToDictionary(
            x => x.Key,
            x => ConstantTensor.From(x.Value.ToDoubles(), features.Stored(x.Value.Type), x.Value.Shape.ToArray())
        );
        var came = GraphRunner.Run(narrow, stored);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected[$"y{i}"].Shape.ToArray(), came[$"y{i}"].Shape.ToArray());
            Assert.Equal(expected[$"y{i}"].ToDoubles(), came[$"y{i}"].ToDoubles(), Near);
        }
        return narrow;

        static bool Near(double a, double b) => a.Equals(b) || a == b || Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a));
    }

    private static IEnumerable<(string, Func<Value[], Value[]>, ConstantTensor[])> Unary(
        string operators,
        ConstantTensor x
    ) => operators.Split(' ').Select(op => (op, (Func<Value[], Value[]>)(v => [Node(v, op)]), new[] { x }));

    private static Value Node(Value[] inputs, string op, params (string, object)[] attributes) =>
        Parts(inputs, op, null, attributes)[0];

    private static Value[] Parts(
        Value[] inputs,
        string op,
        int? outputs,
        params (string Name, object Value)[] attributes
    )
    {
        var given = new Attributes();
        foreach (var (name, value) in attributes)
            given.Add(name, value is int number ? (long)number : value);
        return [.. inputs[0].Graph.Add("", op, inputs, given, outputs).Outputs];
    }

    private static Value OneHot(Value x, long depth, int axis, float off, float on) =>
        x.Graph.Emit(
            "OneHot",
            new Attributes { { "axis", axis } },
            x,
            x.Graph.Ints(depth),
            x.Graph.Constant(ConstantTensor.Vector(off, on))
        );

    private static Value OneHotInts(Value x) => x.Graph.Emit("OneHot", x, x.Graph.Ints(4), x.Graph.Ints(-1, 5));

    private static Value Filled(Value[] v, double number, ElementType type) =>
        v[0]
            .Graph.Emit(
                "ConstantOfShape",
                new Attributes { { "value", ConstantTensor.From([number], type, [1]) } },
                v[0].Graph.Ints(3, 4)
            );

    private static IEnumerable<double> Count(int count) => Enumerable.Range(0, count).Select(i => (double)i);

    private static ConstantTensor Wave(params long[] dims)
    {
        long count = dims.Aggregate(1L, (product, d) => product * d);
        return Floats([.. Count((int)count).Select(i => Math.Sin(1.7 * i + count))], dims);
    }

    private static ConstantTensor Floats(double[] numbers, params long[] dims) =>
        ConstantTensor.From(numbers, ElementType.Float32, dims);

    private static ConstantTensor Ints(double[] numbers, params long[] dims) =>
        ConstantTensor.From(numbers, ElementType.Int32, dims);

    private static ConstantTensor Longs(double[] numbers, params long[] dims) =>
        ConstantTensor.From(numbers, ElementType.Int64, dims);

    private static ConstantTensor Truths(double[] numbers, params long[] dims) =>
        ConstantTensor.From(numbers, ElementType.Bool, dims);
}
