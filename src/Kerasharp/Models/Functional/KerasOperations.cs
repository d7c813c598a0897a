using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;

namespace Kerasharp.Models.Functional;

/// <summary>The operators that may stand between layers in a file, by ONNX's names and by Keras's.</summary>
internal static class KerasOperations
{
    private const string Numpy = "keras.src.ops.numpy";
    private const string Nn = "keras.src.ops.nn";
    private const string Math = "keras.src.ops.math";
    private const string Core = "keras.src.ops.core";

    private static readonly KerasOperation[] All =
    [
        Two("Add", "Add", Ops.Add),
        Two("Sub", "Subtract", Ops.Subtract),
        Two("Mul", "Multiply", Ops.Multiply),
        Two("Div", "TrueDivide", Ops.Divide),
        Two(null, "Divide", Ops.Divide),
        Two("Pow", "Power", Ops.Power),
        Two("Max", "Maximum", Ops.Maximum),
        Two("Min", "Minimum", Ops.Minimum),
        Two("MatMul", "Matmul", Ops.Matmul),
        Two("Equal", "Equal", Ops.Equal),
        Two(null, "NotEqual", Ops.NotEqual),
        Two("Greater", "Greater", Ops.Greater),
        Two("GreaterOrEqual", "GreaterEqual", Ops.GreaterEqual),
        Two("Less", "Less", Ops.Less),
        Two("LessOrEqual", "LessEqual", Ops.LessEqual),
        Two("And", "LogicalAnd", Ops.LogicalAnd),
        Two("Or", "LogicalOr", Ops.LogicalOr),
        new("Where", "Where", Numpy, (x, _) => Ops.Where(x[0], x[1], x[2])) { Count = 3 },
        new("Concat", "Concatenate", Numpy, (x, c) => Ops.Concatenate(x, Int(c, "axis", 0)))
        {
            Count = -1,
            Arguments = n => new() { ["axis"] = n.Attributes.Int("axis") },
        },
        One("Neg", "Negative", Ops.Negative),
        One("Abs", "Absolute", Ops.Absolute),
        One("Sqrt", "Sqrt", Ops.Sqrt),
        One("Exp", "Exp", Ops.Exp),
        One("Log", "Log", Ops.Log),
        One("Sign", "Sign", Ops.Sign),
        One("Not", "LogicalNot", Ops.LogicalNot),
        One("Tanh", "Tanh", Ops.Tanh),
        One(null, "Square", Ops.Square),
        One(null, "Rsqrt", Ops.Rsqrt, Math),
        One("Relu", "Relu", Ops.Relu, Nn),
        One("Sigmoid", "Sigmoid", Ops.Sigmoid, Nn),
        One("Softplus", "Softplus", Ops.Softplus, Nn),
        One("Softsign", "Softsign", Ops.Softsign, Nn),
        One("Selu", "Selu", Ops.Selu, Nn),
        One(null, "Silu", Ops.Silu, Nn),
        new("Elu", "Elu", Nn, (x, c) => Ops.Elu(x[0], Double(c, "alpha", 1)))
        {
            Arguments = n => new() { ["alpha"] = Number(n.Attributes.Float("alpha", 1)) },
        },
        new("LeakyRelu", "LeakyRelu", Nn, (x, c) => Ops.LeakyRelu(x[0], Double(c, "negative_slope", 0.2)))
        {
            Arguments = n => new() { ["negative_slope"] = Number(n.Attributes.Float("alpha", 0.01f)) },
        },
        Along("Softmax", Ops.Softmax),
        Along("LogSoftmax", Ops.LogSoftmax),
        Reduction("ReduceSum", "Sum", Op.ReduceSum),
        Reduction("ReduceMean", "Mean", Op.ReduceMean),
        Reduction("ReduceMax", "Max", Op.ReduceMax, ("initial", null)),
        Reduction("ReduceMin", "Min", Op.ReduceMin, ("initial", null)),
        new("Clip", "Clip", Numpy, (x, c) => Ops.Clip(x[0], Double(c, "x_min"), Double(c, "x_max")))
        {
            Arguments = n =>
                Scalar(n.Optional(1)) is { } low && Scalar(n.Optional(2)) is { } high
                    ? new() { ["x_min"] = low, ["x_max"] = high }
                    : null,
        },
        new("Unsqueeze", "ExpandDims", Numpy, (x, c) => Ops.ExpandDims(x[0], Int(c, "axis")))
        {
            Arguments = n => Single(n, "axis"),
        },
        new("Squeeze", "Squeeze", Numpy, (x, c) => Ops.Squeeze(x[0], Int(c, "axis")))
        {
            Arguments = n => Single(n, "axis"),
        },
        new("Transpose", "Transpose", Numpy, (x, c) => Ops.Transpose(x[0], ConfigurationValues.Ints(Needed(c, "axes"))))
        {
            Arguments = n => new() { ["axes"] = Ints(n.Attributes.Ints("perm", [])) },
        },
        new("Reshape", "Reshape", Numpy, (x, c) => Ops.Reshape(x[0], Sizes(Needed(c, "newshape"))))
        {
            Arguments = NewShape,
        },
        new("Cast", "Cast", Core, (x, c) => Ops.Cast(x[0], ElementTypeNames.Read(Needed(c, "dtype"), "Cast")))
        {
            Arguments = n => new() { ["dtype"] = ElementTypeNames.Write(n.Output.ElementType) },
        },
    ];

    private static readonly Dictionary<string, KerasOperation> ByOp = All.Where(o => o.Op is not null)
        .ToDictionary(o => o.Op!);

    private static readonly Dictionary<string, KerasOperation> ByClass = All.ToDictionary(o => o.ClassName);

    /// <summary>Keras's name of an operator, or ONNX's where Keras has none.</summary>
    public static string ClassName(Node node) => Find(node)?.ClassName ?? node.Op;

    /// <summary>Keras's operation for a node, or null.</summary>
    public static KerasOperation? Find(Node node) =>
        node.Domain.Length == 0 && node.Outputs.Count == 1 ? ByOp.GetValueOrDefault(node.Op) : null;

    /// <summary>The operation of a name in Keras.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static KerasOperation Get(string className, string name) =>
        ByClass.GetValueOrDefault(className)
        ?? throw new ArgumentException(
            $"The operation '{name}' of the class '{className}' came in a model's configuration, which is not known between layers; known are {string.Join(", ", ByClass.Keys.Order(StringComparer.Ordinal))}. Write it as a layer of its own in the model."
        );

    private static KerasOperation One(
        string? op,
        string name,
        Func<SymbolicTensor, SymbolicTensor> make,
        string module = Numpy
    ) => new(op, name, module, (x, _) => make(x[0]));

    private static KerasOperation Two(
        string? op,
        string name,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> make
    ) => new(op, name, Numpy, (x, _) => make(x[0], x[1])) { Count = 2 };

    private static KerasOperation Along(string op, Func<SymbolicTensor, int, SymbolicTensor> make) =>
        new(op, op, Nn, (x, c) => make(x[0], Int(c, "axis", -1)))
        {
            Arguments = n => new() { ["axis"] = n.Attributes.Int("axis", -1) },
        };

    private static KerasOperation Reduction(
        string op,
        string name,
        Func<Value, long[]?, bool, Value> make,
        params (string Key, JsonNode? Value)[] others
    ) =>
        new(
            op,
            name,
            Numpy,
            (x, c) => new SymbolicTensor(make(x[0].Value, Axes(c), c["keepdims"] is { } k && k.GetValue<bool>()))
        )
        {
            Arguments = n =>
            {
                if (n.Attributes.Int("noop_with_empty_axes") != 0)
                    return null;
                var arguments = new JsonObject
                {
                    ["axis"] =
                        n.Optional(1)?.Constant?.ToInt64s() is not { } axes ? null
                        : axes.Length == 1 ? axes[0]
                        : Ints(axes),
                    ["keepdims"] = n.Attributes.Int("keepdims", 1) != 0,
                };
                foreach (var (key, value) in others)
                    arguments.Add(key, value);
                return arguments;
            },
        };

    private static long[]? Axes(JsonObject config) =>
        config["axis"] switch
        {
            null => null,
            JsonArray list => Array.ConvertAll(ConfigurationValues.Ints(list), a => (long)a),
            var axis => [ConfigurationValues.Integer(axis)],
        };

    private static JsonObject? Single(Node node, string key) =>
        node.Optional(1)?.Constant?.ToInt64s() is [var axis] ? new() { [key] = axis } : null;

    /// <summary>ONNX's 0 keeps a size; Keras has the number, or -1 for the batch, where only one size follows from the others.</summary>
    private static JsonObject? NewShape(Node node)
    {
        if (node.Optional(1)?.Constant?.ToInt64s() is not { } sizes || node.Attributes.Int("allowzero") != 0)
            return null;
        var from = node.Input(0).Shape;
        for (int i = 0; i < sizes.Length; i++)
            if (sizes[i] == 0)
                sizes[i] = from[i].IsKnown ? from[i].Value : -1;
        if (sizes.Count(s => s == -1) > 1 && node.Output.Shape is { } to)
            for (int i = 1; i < sizes.Length; i++)
                if (sizes[i] == -1 && to[i].IsKnown)
                    sizes[i] = to[i].Value;
        return sizes.Count(s => s == -1) > 1 ? null : new() { ["newshape"] = Ints(sizes) };
    }

    private static long[] Sizes(JsonNode node) => Array.ConvertAll(ConfigurationValues.Longs(node), s => s ?? -1);

    private static JsonArray Ints(long[] numbers) => ConfigurationValues.List(numbers.Select(n => (long?)n));

    // A float has fewer digits than the double of the same number.
    private static double Number(float number) =>
        double.Parse(
            number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>The number of a constant that has one.</summary>
    public static double? Scalar(Value? value) =>
        value?.Constant is { Count: 1, Type: ElementType.Float32 } c ? Number((float)c.ToDoubles()[0])
        : value?.Constant is { Count: 1 } other ? other.ToDoubles()[0]
        : null;

    private static int Int(JsonObject config, string key, int? other = null) =>
        config[key] is { } node
            ? ConfigurationValues.Integer(node)
            : other ?? ConfigurationValues.Integer(Needed(config, key));

    private static double Double(JsonObject config, string key, double? other = null) =>
        config[key] is { } node
            ? ConfigurationValues.Double(node)
            : other ?? ConfigurationValues.Double(Needed(config, key));

    private static JsonNode Needed(JsonObject config, string key) =>
        config[key]
        ?? throw new ArgumentException(
            $"A configuration of an operation came without '{key}': {Excerpt.Of(config)}; a value was expected. Add it."
        );
}
