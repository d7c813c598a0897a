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
        ["ReduceProd"] = (g => Op.ReduceProd(X(g, 2, 3), [2]), "got axis 2 for 2 dimensions"),
        ["ArgMax"] = (g => Op.ArgMax(X(g, 2, 3), -3), "got axis -3 for 2 dimensions"),
        ["TopK"] = (
            g => Op.TopK(X(g, 2, 3), 4).Values,
            "is to take 4 elements along axis 1 of (2, 3); it can take 0 to 3. Take fewer."
        ),
        ["TopK "] = (
            g => Op.TopK(X(g, 2, 3), g.Scalar(1, ElementType.Int64)).Values,
            "got Int64 () as the number of elements to take; a vector of one int64 was expected"
        ),
        ["CumSum"] = (g => Op.CumSum(X(g, 2, 3), 2), "got axis 2 for 2 dimensions"),
        ["CumSum "] = (g => Op.CumSum(X(g, 2, 3), g.Ints(0, 1)), "got an axis of shape (2,); a single integer"),
        ["CumSum  "] = (g => Op.CumSum(X(g), 0), "got a number without dimensions; at least one is needed"),
        ["Hardmax"] = (g => Op.Hardmax(X(g, 2, 3), 2), "got axis 2 for 2 dimensions"),
        ["Det"] = (g => Op.Det(X(g, 2, 3)), "got a shape (2, 3); square matrices were expected"),
        ["Einsum"] = (g => Op.Einsum("ij,jk", X(g, 2, 3), X(g, 4, 5)), "got sizes 3 and 4 for 'j'"),
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
        ["Conv    "] = (
            g => Op.Conv(X(g, 2, 3, 8, 8), X(g, 4, 3, 3, 3), X(g, 3)),
            "got a bias (3,); a number for each of 4 filters was expected"
        ),
        ["Conv     "] = (
            g => g.Add("", "Conv", [X(g, 2, 3, 8), X(g, 4, 3, 3)], new() { { "kernel_shape", new[] { 2 } } }).Output,
            "got a kernel of [2] for a weight (4, 3, 3); they must agree"
        ),
        ["Conv      "] = (
            g => g.Add("", "Conv", [X(g, 2, 3, 8), Open(g, 4, 3, Dim.Unknown)]).Output,
            "got a weight (4, 3, None) whose kernel has no known size"
        ),
        ["ConvTranspose "] = (
            g => Op.ConvTranspose(X(g, 2, 4, 8), X(g, 4, 2, 3), [2], outputPadding: [2]),
            "got an output padding of 2 for strides of 2; it must be less than the stride"
        ),
        ["ConvTranspose  "] = (
            g => Op.ConvTranspose(X(g, 2, 4, 8), X(g, 4, 2, 3), [2], outputShape: [19]),
            "got an output size of 19 for 8 places, whose windows reach 17; it may exceed that by less than the stride, 2"
        ),
        ["ConvTranspose   "] = (
            g => Op.ConvTranspose(X(g, 2, 4, 8), X(g, 4, 2, 3), outputShape: [8, 8]),
            "got an attribute 'output_shape' of 2 numbers; for 1 spatial dimensions it needs 1"
        ),
        ["ConvTranspose    "] = (
            g => Op.ConvTranspose(X(g, 2, 4, 1), X(g, 4, 2, 3), pads: [2, 2]),
            "got pads of 2 and 2, which cut more than the 3 places that its output has"
        ),
        ["AveragePool"] = (g => Op.AveragePool(X(g, 2, 3), [2]), "got a shape (2, 3); pooling needs"),
        ["LpPool"] = (g => Op.LpPool(X(g, 2, 3, 4), [2], 0), "got a norm of p = 0; p must be at least 1"),
        ["GlobalMaxPool"] = (g => Op.GlobalMaxPool(X(g, 2, 3)), "got a shape (2, 3); pooling needs"),
        ["MaxUnpool"] = (
            g => Op.MaxUnpool(X(g, 2, 3, 4), I(g, 2, 3, 4), [2], [2], shape: Shape.Of(8)),
            "got an output shape of 1 numbers; 3 were expected"
        ),
        ["MaxUnpool "] = (
            g => Op.MaxUnpool(X(g, 2, 3, 4), I(g, 2, 12), [2]),
            "got elements (2, 3, 4) and indices (2, 12)"
        ),
        ["Col2Im"] = (
            g => Op.Col2Im(X(g, 1, 9, 5), [5, 5], [2, 2]),
            "got columns (1, 9, 5) for an image (5, 5) and blocks of 4; a multiple of 4 rows was expected, and 16 columns"
        ),
        ["Col2Im "] = (
            g => Op.Col2Im(X(g, 1, 9, 5), [5], [2, 2]),
            "got an image of 1 sizes and a block of 2; both must be equally many"
        ),
        ["DeformConv"] = (
            g => Op.DeformConv(X(g, 1, 2, 4, 4), X(g, 3, 2, 2, 2), X(g, 1, 4, 3, 3)),
            "got 4 offsets for an input (1, 2, 4, 4), a weight (3, 2, 2, 2) and 1 sets of offsets; it needs 8"
        ),
        ["RoiAlign"] = (
            g => Op.RoiAlign(X(g, 1, 2, 4, 4), X(g, 1, 5), I(g, 1)),
            "got regions of 5 numbers; each is told by 4"
        ),
        ["MaxRoiPool"] = (
            g => Op.MaxRoiPool(X(g, 1, 2, 4), X(g, 1, 5), 1, 1),
            "got images of shape (1, 2, 4); it needs 4 dimensions"
        ),
        ["MaxPool"] = (g => Op.MaxPool(X(g, 2, 3), [2]), "got a shape (2, 3); pooling needs"),
        ["BatchNormalization"] = (
            g => Op.BatchNormalization(X(g, 2, 3), X(g, 3), X(g, 3), X(g, 4), X(g, 3), 0.1),
            "got (4,) as input 3 for channels 3 of (2, 3)"
        ),
        ["RandomNormal"] = (g => Op.RandomNormal(g, [2], type: ElementType.Int32), "is to draw elements of Int32"),
        ["RandomUniform"] = (
            g => g.Emit("RandomUniform", new Attributes { { "shape", new[] { 2, -1 } } }),
            "has a negative size in it"
        ),
        ["RandomNormalLike"] = (g => Op.RandomNormalLike(g.Ints(1, 2)), "is to draw elements of Int64"),
        ["RandomUniformLike"] = (
            g => Op.RandomUniformLike(X(g, 2), type: ElementType.String),
            "has the attribute 'dtype' 8, which is no type of numbers here"
        ),
        ["Bernoulli"] = (g => Op.Bernoulli(g.Ints(1, 0)), "got probabilities of Int64 (2,)"),
        ["Multinomial"] = (g => Op.Multinomial(X(g, 3)), "got logarithms of probabilities of shape (3,)"),
        ["Multinomial "] = (g => Op.Multinomial(X(g, 2, 3), 0), "got Float32 (2, 3) to draw 0 classes from as Int32"),
        ["Dropout"] = (g => Op.Dropout(X(g, 3), g.Scalar(1, ElementType.Float32))[0], "is to drop a part of 1;"),
        ["Dropout "] = (g => Op.Dropout(X(g, 3), null, X(g))[0], "got a switch of Float32 ()"),
        ["RNN"] = (g => Op.RNN(X(g, 5, 2), X(g, 1, 4, 3), X(g, 1, 4, 4))[0], "got an input of shape (5, 2)"),
        ["GRU"] = (
            g => Op.GRU(X(g, 5, 2, 3), X(g, 1, 12, 3), X(g, 1, 8, 4))[0],
            "got weights of the state of shape (1, 8, 4); (1, 12, 4) was expected"
        ),
        ["LSTM"] = (
            g => Op.LSTM(X(g, 5, 2, 3), X(g, 1, 16, 3), X(g, 1, 16, 4), X(g, 1, 16))[0],
            "got biases of shape (1, 16); (1, 32) was expected"
        ),
        ["LSTM "] = (
            g =>
                Op.LSTM(
                    X(g, 5, 2, 3),
                    X(g, 1, 16, 3),
                    X(g, 1, 16, 4),
                    options: new RecurrentOptions { Direction = "backward" }
                )[0],
            "has the direction 'backward'"
        ),
        ["RNN "] = (
            g =>
                Op.RNN(
                    X(g, 5, 2, 3),
                    X(g, 1, 4, 3),
                    X(g, 1, 4, 4),
                    options: new RecurrentOptions { Activations = ["Gelu"] }
                )[0],
            "names the activation 'Gelu'; one of Relu, Tanh"
        ),
        ["RNN  "] = (
            g =>
                Op.RNN(
                    X(g, 5, 2, 3),
                    X(g, 1, 4, 3),
                    X(g, 1, 4, 4),
                    options: new RecurrentOptions { Activations = ["Tanh", "Tanh"] }
                )[0],
            "names 2 activations; 1 for each of 1 direction(s)"
        ),
        ["BatchNormalization "] = (
            g => Op.BatchNormalization(X(g), X(g, 1), X(g, 1), X(g, 1), X(g, 1), 0.1),
            "got a single number"
        ),
        ["LayerNormalization"] = (
            g => Op.LayerNormalization(X(g, 2, 3, 4), X(g, 3), axis: 1),
            "got a scale or bias of (3,) for (2, 3, 4) from axis 1 on; give one of (3, 4)"
        ),
        ["LayerNormalization "] = (
            g => Op.LayerNormalization(X(g, 2, 3), X(g, 3), axis: 2),
            "got axis 2 for 2 dimensions"
        ),
        ["LayerNormalization  "] = (
            g => Op.LayerNormalization(g.Ints(1, 2), g.Ints(1, 2)),
            "got elements of Int64; floating-point numbers were expected"
        ),
        ["InstanceNormalization"] = (
            g => Op.InstanceNormalization(X(g, 2, 3), X(g, 3), X(g, 3)),
            "got an input (2, 3); it needs"
        ),
        ["InstanceNormalization "] = (
            g => Op.InstanceNormalization(X(g, 2, 3, 4), X(g, 3), X(g, 2)),
            "got a bias of (2,) for (2, 3, 4); 3 numbers were expected"
        ),
        ["GroupNormalization"] = (
            g => Op.GroupNormalization(X(g, 2, 6, 4), X(g, 6), X(g, 6), 4),
            "got an input (2, 6, 4) for 4 groups"
        ),
        ["GroupNormalization "] = (
            g => Op.GroupNormalization(X(g, 2, 6, 4), X(g, 2), X(g, 6), 2),
            "got a bias of (6,) for (2, 6, 4); 2 numbers were expected"
        ),
        ["GroupNormalization  "] = (
            g =>
                Op.GroupNormalization(
                    X(g, 2, 6, 4),
                    g.AddInput("scale", ElementType.Float32, [Dim.Unknown]),
                    X(g, 6),
                    2
                ),
            "got a scale of unknown length"
        ),
        ["MeanVarianceNormalization"] = (g => Op.MeanVarianceNormalization(X(g, 2, 3)), "got axis 2 for 2 dimensions"),
        ["LpNormalization"] = (g => Op.LpNormalization(X(g, 2, 3), p: 3), "got a norm of order 3"),
        ["LRN"] = (g => Op.LRN(X(g, 2, 3), 0), "got an input (2, 3) and a size of 0"),
        ["SoftmaxCrossEntropyLoss"] = (
            g => Op.SoftmaxCrossEntropyLoss(X(g, 2, 3), X(g, 2)).Loss,
            "got labels Float32 (2,) for scores (2, 3); integers (2,) were expected"
        ),
        ["NegativeLogLikelihoodLoss"] = (
            g => Op.NegativeLogLikelihoodLoss(X(g, 2, 3, 4), g.Ints(1, 2)),
            "got labels Int64 (2,) for scores (2, 3, 4); integers (2, 4) were expected"
        ),
        ["NegativeLogLikelihoodLoss "] = (
            g => Op.NegativeLogLikelihoodLoss(X(g, 2, 3), g.Ints(1, 2), X(g, 2)),
            "got 2 weights for the 3 classes of (2, 3)"
        ),
        ["NegativeLogLikelihoodLoss  "] = (
            g => Op.NegativeLogLikelihoodLoss(X(g, 2, 3), g.Ints(1, 2), reduction: "all"),
            "got the reduction 'all'"
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

    private static Value Open(Graph graph, params Dim[] dims) =>
        graph.AddInput($"x{graph.Inputs.Count}", ElementType.Float32, new Shape(dims));
}
