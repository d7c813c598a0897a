using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>How many inputs and outputs ONNX's operators have, in the form of opset 18 or of the later one that brought them.</summary>
internal static class Arity
{
    /// <summary>
    /// The operators by their number of inputs, then of outputs: "2" is just two, "1-3" one to three, "1-" one or more. From the
    /// ONNX specification.
    /// </summary>
    private static readonly (string Inputs, string Outputs, string Names)[] Specification =
    [
        ("0", "1", "Constant RandomNormal RandomUniform SequenceEmpty"),
        ("0-1", "1", "Optional OptionalHasElement"),
        (
            "1",
            "1",
            """
            Abs Acos Acosh ArgMax ArgMin Asin Asinh Atan Atanh AveragePool Bernoulli BitwiseNot BlackmanWindow Cast Ceil Celu
            ConcatFromSequence ConstantOfShape Cos Cosh DepthToSpace Det Elu Erf Exp EyeLike Flatten Floor Gelu GlobalAveragePool
            GlobalLpPool GlobalMaxPool HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity ImageDecoder IsInf IsNaN
            LRN LeakyRelu Log LogSoftmax LpNormalization LpPool MeanVarianceNormalization Mish Multinomial Neg NonZero Not
            OptionalGetElement RandomNormalLike RandomUniformLike Reciprocal RegexFullMatch Relu Round Selu SequenceLength Shape
            Shrink Sigmoid Sign Sin Sinh Size Softmax Softplus Softsign SpaceToDepth Sqrt StringNormalizer Tan Tanh
            TfIdfVectorizer ThresholdedRelu Transpose
            """
        ),
        ("1", "1-", "If"),
        ("1", "1-2", "MaxPool"),
        ("1", "1-4", "Unique"),
        ("1", "2", "StringSplit"),
        ("1", "3", "DynamicQuantizeLinear"),
        ("1-", "1", "Concat Einsum Max Mean Min SequenceConstruct Sum"),
        ("1-", "1-", "Scan SequenceMap"),
        (
            "1-2",
            "1",
            """
            ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare
            SequenceErase SplitToSequence Squeeze Trilu
            """
        ),
        ("1-2", "1-", "Split"),
        ("1-3", "1", "Clip DFT"),
        ("1-3", "1-2", "Dropout"),
        ("1-4", "1", "Resize"),
        (
            "2",
            "1",
            """
            Add AffineGrid And BitShift BitwiseAnd BitwiseOr BitwiseXor CastLike CenterCropPad Compress CumSum Div Equal Expand
            Gather GatherElements GatherND Greater GreaterOrEqual GridSample Less LessOrEqual MatMul MaxRoiPool Mod Mul Or PRelu
            Pow Reshape ReverseSequence SequenceAt StringConcat Sub Tile Unsqueeze Upsample Xor
            """
        ),
        ("2", "2", "TopK"),
        ("2-", "0-", "Loop"),
        (
            "2-3",
            "1",
            "Conv ConvTranspose DequantizeLinear Gemm MaxUnpool NegativeLogLikelihoodLoss QuantizeLinear SequenceInsert"
        ),
        ("2-3", "1-2", "SoftmaxCrossEntropyLoss"),
        ("2-3", "1-3", "LayerNormalization"),
        ("2-4", "1", "ConvInteger MatMulInteger Pad STFT"),
        ("2-5", "1", "NonMaxSuppression"),
        (
            "3",
            "1",
            "Col2Im GroupNormalization InstanceNormalization OneHot Range RoiAlign Scatter ScatterElements ScatterND Where"
        ),
        ("3-5", "1", "DeformConv Slice"),
        ("3-6", "0-2", "GRU RNN"),
        ("3-8", "0-3", "LSTM"),
        ("5", "1", "MelWeightMatrix"),
        ("5", "1-3", "BatchNormalization"),
        ("8", "1", "QLinearMatMul"),
        ("8-9", "1", "QLinearConv"),
    ];

    private static readonly Dictionary<string, (int Least, int Most, int MostOutputs)> Table = Build();

    /// <summary>Refuses a node of ONNX's own with too few or too many inputs, or that is to give too many outputs.</summary>
    public static void Check(Node node)
    {
        if (node.Domain.Length > 0 || !Table.TryGetValue(node.Op, out var arity))
            return;
        int count = node.Inputs.Count - Bodies.CapturedCount(node.Attributes);
        while (count > 0 && node.Inputs[count - 1] is null)
            count--;
        if (count > arity.Most)
            throw new GraphException(
                $"{node} got {count} inputs; at most {arity.Most} were expected. Leave out the others."
            );
        // Loop alone requires an input behind ones that may be absent.
        if (count < arity.Least && node.Op != "Loop")
            throw new GraphException($"{node} lacks its input {count}; the operator requires it.");
        if (node.WantedOutputs > arity.MostOutputs)
            throw new GraphException(
                $"{node} is to give {node.WantedOutputs} outputs; the operator has at most {arity.MostOutputs}. Leave out the others."
            );
    }

    private static Dictionary<string, (int, int, int)> Build()
    {
        var table = new Dictionary<string, (int, int, int)>();
        foreach (var (inputs, outputs, names) in Specification)
        foreach (string name in names.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            table.Add(name, (Ends(inputs).Least, Ends(inputs).Most, Ends(outputs).Most));
        return table;
    }

    private static (int Least, int Most) Ends(string range)
    {
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        int least = int.Parse(dash < 0 ? range : range[..dash], CultureInfo.InvariantCulture);
        return dash < 0 ? (least, least)
            : dash == range.Length - 1 ? (least, int.MaxValue)
            : (least, int.Parse(range[(dash + 1)..], CultureInfo.InvariantCulture));
    }
}
