using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>Operands that do not fit are refused as the node is added, with the layer and what came.</summary>
public sealed class ShapeRuleTests
{
    private static readonly Dictionary<string, (Func<Graph, Value> Build, string Message)> Wrong = new()
    {
        ["Add"] = (g => X(g, 2, 3) + X(g, 4), "got shapes (2, 3) and (4,), which do not broadcast"),
        ["Mul"] = (g => X(g, 2) * Op.Cast(X(g, 2), ElementType.Float64), "got elements of Float32 and Float64"),
        ["Where"] = (g => Op.Where(Op.Less(X(g, 2), X(g, 2)), X(g, 3), X(g, 3)), "got shapes (2,) and (3,)"),
        ["Where "] = (
            g => Op.Where(X(g, 2), X(g, 2), X(g, 2)),
            "got a condition with elements of Float32; truth values were expected. Compare"
        ),
        ["Sin"] = (
            g => Op.Sin(Op.Cast(X(g, 2), ElementType.Int64)),
            "got elements of Int64; floating-point numbers were expected. Cast them."
        ),
        ["Neg"] = (
            g => Op.Neg(Op.Cast(X(g, 2), ElementType.UInt8)),
            "got elements of UInt8; numbers of a signed type were expected. Cast them."
        ),
        ["Add "] = (
            g => Op.Add(Op.Less(X(g, 2), X(g, 2)), Op.Less(X(g, 2), X(g, 2))),
            "got elements of Bool; numbers were expected. Cast them."
        ),
        ["Greater"] = (
            g => Op.Greater(Op.Less(X(g, 2), X(g, 2)), Op.Less(X(g, 2), X(g, 2))),
            "got elements of Bool; numbers were expected"
        ),
        ["And"] = (
            g => Op.And(X(g, 2), X(g, 2)),
            "got elements of Float32; truth values were expected. Compare the numbers with something, or cast them to Bool."
        ),
        ["Not"] = (g => Op.Not(X(g, 2)), "got elements of Float32; truth values were expected"),
        ["BitwiseXor"] = (
            g => Op.BitwiseXor(X(g, 2), X(g, 2)),
            "got elements of Float32; integers were expected. Cast them."
        ),
        ["BitShift"] = (
            g => Op.BitShift(g.Ints(1), g.Ints(1), left: true),
            "got elements of Int64; unsigned integers were expected. Cast them."
        ),
        ["BitShift "] = (
            g => g.Add("", "BitShift", [X(g, 2), X(g, 2)]).Output,
            "got the direction ''; 'LEFT' or 'RIGHT' was expected. Give one of them."
        ),
        ["Mod"] = (
            g => g.Add("", "Mod", [X(g, 2), X(g, 2)]).Output,
            "got elements of Float32 and fmod = 0, which ONNX has for integers alone; fmod = 1 was expected. Set it"
        ),
        ["Pow"] = (
            g => Op.Pow(Op.Cast(X(g, 2), ElementType.Int8), X(g, 2)),
            "got a base with elements of Int8; floating-point numbers, Int32 or Int64 were expected"
        ),
        ["Sum"] = (g => Op.Sum(X(g, 2), X(g, 3, 1), X(g, 3)), "got shapes (3, 2) and (3,), which do not broadcast"),
        ["Max"] = (
            g => Op.Max(X(g, 2), X(g, 2), Op.Cast(X(g, 2), ElementType.Float64)),
            "got elements of Float32 and Float64"
        ),
        ["Clip"] = (
            g => Op.Clip(X(g, 2), X(g, 2), null),
            "got a bound of shape (2,); a number without dimensions was expected. Use Max and Min"
        ),
        ["PRelu"] = (
            g => Op.PRelu(X(g, 2, 1), X(g, 3)),
            "got a slope (3,) for an input (2, 1); it must broadcast to the input's shape. Reshape it."
        ),
        ["PRelu "] = (g => Op.PRelu(X(g, 2), X(g, 1, 2)), "got a slope (1, 2) for an input (2,)"),
        ["Cast"] = (
            g => g.Add("", "Cast", [X(g, 2)], new Attributes { { "to", 17 } }).Output,
            "got 17 as the type to cast to; a number of ONNX's TensorProto.DataType was expected"
        ),
        ["Gelu"] = (
            g => g.Add("", "Gelu", [X(g, 2)], new Attributes { { "approximate", "sigmoid" } }).Output,
            "got the approximation 'sigmoid'; 'none' or 'tanh' was expected. Give one of them."
        ),
        ["MatMul"] = (
            g => Op.MatMul(X(g, 2, 3), X(g, 4, 5)),
            "got shapes (2, 3) and (4, 5); the last dimension of the first (3)"
        ),
        ["MatMul "] = (g => Op.MatMul(X(g), X(g, 4, 5)), "got shapes () and (4, 5)"),
        ["Gemm"] = (
            g => Op.Gemm(X(g, 2, 3), X(g, 2, 3)),
            "got shapes (2, 3) and (2, 3); their inner dimensions 3 and 2"
        ),
        ["Gemm "] = (g => Op.Gemm(X(g, 2), X(g, 2, 3)), "got a first factor of shape (2,); it needs 2 dimensions"),
        ["Softmax"] = (g => Op.Softmax(X(g, 2, 3), 2), "got axis 2 for 2 dimensions"),
        ["ReduceSum"] = (g => Op.ReduceSum(X(g, 2, 3), [0, -2]), "got the axes [0, -2]; each may stand once"),
        ["Reshape"] = (g => Op.Reshape(X(g, 2, 3), 4, -1), "got a shape (2, 3) to be reshaped to [4, -1]"),
        ["Reshape "] = (g => Op.Reshape(X(g, 2, 3), 7), "got a shape (2, 3) to be reshaped to [7]"),
        ["Transpose"] = (g => Op.Transpose(X(g, 2, 3), 0, 0), "got the order [0, 0] for a shape (2, 3)"),
        ["Squeeze"] = (g => Op.Squeeze(X(g, 2, 3), [1]), "got a shape (2, 3) to be squeezed at axis 1"),
        ["Unsqueeze"] = (g => Op.Unsqueeze(X(g, 2, 3), [4]), "got axis 4 for 3 dimensions"),
        ["Expand"] = (g => Op.Expand(X(g, 2, 3), Shape.Of(2, 4)), "got shapes (2, 3) and (2, 4)"),
        ["Concat"] = (
            g => Op.Concat([X(g, 2, 3), X(g, 3, 3)], 1),
            "got shapes (2, 3) and (3, 3); they may differ along axis 1 alone"
        ),
        ["Split"] = (g => Op.Split(X(g, 2, 3), 1, 1, 1)[0], "got parts of 1, 1 for a shape (2, 3)"),
        ["Slice"] = (g => Op.Slice(X(g, 2, 3), 0, 0, 1, 0), "no step of 0"),
        ["Pad"] = (g => Op.Pad(X(g, 2, 3), [-1, 0, -2, 0]), "more is cut off than is there"),
        ["Pad "] = (g => Op.Pad(X(g, 2, 3), [1, 0]), "got 2 pads for 2 axes"),
        ["Conv"] = (
            g => Op.Conv(X(g, 2, 3, 8, 8), X(g, 4, 2, 3, 3)),
            "got 3 channels in (2, 3, 8, 8); its weight (4, 2, 3, 3) in 1 group(s) needs 2"
        ),
        ["Conv "] = (g => Op.Conv(X(g, 2, 3, 8), X(g, 4, 3, 3, 3)), "got an input (2, 3, 8) and a weight (4, 3, 3, 3)"),
        ["Conv  "] = (
            g => Op.Conv(X(g, 2, 3, 2, 2), X(g, 4, 3, 3, 3)),
            "got 2 places and 0 of padding for a window of 3"
        ),
        ["Conv   "] = (
            g => Op.Conv(X(g, 2, 3, 8, 8), X(g, 4, 3, 3, 3), strides: [2]),
            "got a kernel of 2, strides of 1"
        ),
        ["ConvTranspose"] = (
            g => Op.ConvTranspose(X(g, 2, 3, 8, 8), X(g, 4, 2, 3, 3)),
            "got 3 channels in (2, 3, 8, 8); its weight (4, 2, 3, 3) needs 4"
        ),
        ["MaxPool"] = (g => Op.MaxPool(X(g, 2, 3), [2]), "got a shape (2, 3); pooling needs"),
        ["BatchNormalization"] = (
            g => Op.BatchNormalization(X(g, 2, 3), X(g, 3), X(g, 3), X(g, 4), X(g, 3), 0.1),
            "got (4,) as input 3 for channels 3 of (2, 3)"
        ),
        ["Gather"] = (g => Op.Gather(X(g, 2, 3), g.Ints(0), 2), "got axis 2 for 2 dimensions"),
        ["GatherElements"] = (
            g => Op.GatherElements(X(g, 2, 3), g.Ints(0), 0),
            "got indices of shape (1,); it needs 2 dimensions"
        ),
        ["GatherND"] = (
            g => Op.GatherND(X(g, 2), I(g, 4, 2)),
            "got indices (4, 2) for (2,), of whose axes they name those behind the first 0"
        ),
        ["GatherND "] = (g => Op.GatherND(X(g, 2, 3), I(g, 2, 1), 2), "got batch_dims 2 for (2, 3)"),
        ["ScatterElements"] = (
            g => Op.ScatterElements(X(g, 5), I(g, 2), X(g, 3), 0),
            "got updates (3,) for indices (2,); (2,) was expected"
        ),
        ["ScatterElements "] = (
            g => Op.ScatterElements(X(g, 5), I(g, 2), X(g, 2), 0, "mean"),
            "got the reduction 'mean'; none, add, mul, max and min are known"
        ),
        ["ScatterND"] = (
            g => Op.ScatterND(X(g, 5, 3), I(g, 4, 1), X(g, 4, 2)),
            "got updates (4, 2) for indices (4, 1); (4, 3) was expected"
        ),
        ["Compress"] = (
            g => Op.Compress(X(g, 2), X(g, 2), 0),
            "got an input (2,) and a condition Float32 (2,); one dimension or more"
        ),
        ["NonMaxSuppression"] = (
            g => Op.NonMaxSuppression(X(g, 1, 6, 5), X(g, 1, 1, 6), 3),
            "got boxes (1, 6, 5); their last dimension holds 4 coordinates"
        ),
        ["OneHot"] = (
            g => Op.OneHot(I(g, 2), g.Ints(3), X(g, 3)),
            "got indices (2,), a depth Int64 (1,) and values Float32 (3,); one dimension or more, one number"
        ),
        ["TfIdfVectorizer"] = (
            g => g.Emit("TfIdfVectorizer", I(g, 2)),
            "got a shape (2,) and 0 ngram_indexes; a row of words"
        ),
        ["Tile"] = (g => Op.Tile(X(g, 2, 3), 2), "got 1 repeats for a shape (2, 3); give one for each dimension"),
        ["Tile "] = (g => Op.Tile(X(g, 2), -1), "none of them negative"),
        ["CenterCropPad"] = (
            g => Op.CenterCropPad(X(g, 2, 3), [4], [0, 1]),
            "got 1 sizes for 2 axes of (2, 3); give one for each"
        ),
        ["DepthToSpace"] = (
            g => Op.DepthToSpace(X(g, 1, 6, 2, 2), 2),
            "got 6 channels for blocks of 2; they must be a multiple of 4"
        ),
        ["DepthToSpace "] = (g => Op.DepthToSpace(X(g, 1, 4, 2, 2), 2, "RCD"), "got the mode 'RCD'; DCR and CRD"),
        ["SpaceToDepth"] = (
            g => Op.SpaceToDepth(X(g, 1, 1, 4, 3), 2),
            "got 3 columns for blocks of 2; they must be a multiple of 2"
        ),
        ["SpaceToDepth "] = (g => Op.SpaceToDepth(X(g, 1, 1, 4, 4), 0), "got a blocksize of 0; give 1 or more"),
        ["ReverseSequence"] = (g => Op.ReverseSequence(X(g, 2, 3), I(g, 3)), "got lengths (3,) for 2 sequences"),
        ["ReverseSequence "] = (g => Op.ReverseSequence(X(g, 2, 3), I(g, 2), 2), "batch_axis 2 and time_axis -1"),
        ["Trilu"] = (g => Op.Trilu(X(g, 3)), "got a shape (3,); matrices of 2 or more dimensions"),
        ["EyeLike"] = (g => Op.EyeLike(X(g, 3)), "got an input of shape (3,); it needs 2 dimensions"),
        ["Range"] = (
            g =>
                Op.Range(
                    g.Scalar(0, ElementType.Int64),
                    g.Scalar(3, ElementType.Int64),
                    g.Scalar(0, ElementType.Int64)
                ),
            "got a delta of 0, by which no limit is reached"
        ),
        ["Range "] = (g => Op.Range(X(g), X(g, 1), X(g)), "got Float32 (1,) as input 1; start, limit and delta"),
        ["Split "] = (
            g => g.Add("", "Split", [X(g, 5)], new Attributes { { "num_outputs", 4 } }).Output,
            "is to cut axis 0 of (5,) in 4 parts of 2, the last of which may be smaller"
        ),
        ["Pad  "] = (g => Op.Pad(X(g, 2), [1, 1], "mirror"), "got the mode 'mirror'; constant, edge, reflect and wrap"),
        ["Pad   "] = (
            g => Op.Pad(X(g, 2), [-2, 1], "edge"),
            "by 'edge' a border repeats elements, of which none is left there"
        ),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_does_not_fit_is_refused_by_name(string name)
    {
        var (build, message) = Wrong[name];
        var graph = new Graph("wrong");
        using var scope = graph.Within("layer_7");

        var error = Assert.Throws<GraphException>(() => build(graph));

        Assert.StartsWith($"node {name.Trim()} of 'layer_7' ", error.Message);
        Assert.Contains(message, error.Message);
    }

    private static Value I(Graph graph, params long[] dims) =>
        graph.AddInput($"i{graph.Inputs.Count}", ElementType.Int64, Shape.Of(dims));

    private static Value X(Graph graph, params long[] dims) =>
        graph.AddInput($"x{graph.Inputs.Count}", ElementType.Float32, Shape.Of(dims));
}
