using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Layers;

/// <summary>What nodes convolutions become: a transposition at either end of a chain at most, and no work on weights.</summary>
public class ConvolutionGraphTests
{
    private static readonly Dictionary<string, (Func<string, Layer> Make, string[] Operators, int Rank)> Layers = new()
    {
        ["Conv1D"] = (f => new Conv1D(3, 3, padding: "causal", dataFormat: f, activation: "relu"), ["Conv"], 1),
        ["Conv2D"] = (f => new Conv2D(3, 3, dataFormat: f, activation: "relu"), ["Conv"], 2),
        ["Conv3D"] = (f => new Conv3D(3, 2, dataFormat: f, activation: "relu"), ["Conv"], 3),
        ["Conv1DTranspose"] = (
            f => new Conv1DTranspose(3, 3, strides: 2, padding: "same", dataFormat: f, activation: "relu"),
            ["ConvTranspose"],
            1
        ),
        ["Conv2DTranspose"] = (
            f => new Conv2DTranspose(3, 3, strides: 2, padding: "same", dataFormat: f, activation: "relu"),
            ["ConvTranspose"],
            2
        ),
        ["Conv3DTranspose"] = (
            f => new Conv3DTranspose(3, 2, strides: 2, dataFormat: f, activation: "relu"),
            ["ConvTranspose"],
            3
        ),
        ["DepthwiseConv1D"] = (
            f => new DepthwiseConv1D(3, depthMultiplier: 2, dataFormat: f, activation: "relu"),
            ["Conv"],
            1
        ),
        ["DepthwiseConv2D"] = (
            f => new DepthwiseConv2D(3, depthMultiplier: 2, dataFormat: f, activation: "relu"),
            ["Conv"],
            2
        ),
        ["SeparableConv1D"] = (
            f => new SeparableConv1D(3, 3, depthMultiplier: 2, dataFormat: f, activation: "relu"),
            ["Conv", "Conv"],
            1
        ),
        ["SeparableConv2D"] = (
            f => new SeparableConv2D(3, 3, depthMultiplier: 2, dataFormat: f, activation: "relu"),
            ["Conv", "Conv"],
            2
        ),
    };

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, bool>();
            foreach (string name in Layers.Keys)
            foreach (string format in (string[])["channels_last", "channels_first"])
            foreach (bool open in (bool[])[false, true])
                cases.Add(name, format, open);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Transpositions_stand_at_the_ends_alone(string name, string format, bool open)
    {
        var (make, operators, rank) = Layers[name];
        bool first = format == "channels_first";
        long[] sizes = [.. Enumerable.Repeat(open ? -1L : 9, rank)];
        var harness = new LayerHarness(new Chain(make(format), make(format)), first ? [2, .. sizes] : [.. sizes, 2]);
        string[] end = first ? [] : ["Transpose"];
        Assert.Equal(
            [.. end, .. operators, "Relu", .. operators, "Relu", .. end],
            GraphOperators.Of(harness.InferenceGraph())
        );
    }

    [Fact]
    public void Weights_lie_as_the_operators_want_them()
    {
        var chain = new Chain(
            new SeparableConv2D(4, (3, 2), depthMultiplier: 2, name: "s"),
            new DepthwiseConv2D(2, depthMultiplier: 3, name: "d"),
            new Conv2DTranspose(5, 3, strides: 2, padding: "same", name: "t")
        );
        Assert.Equal(
            """
            test(x: float32[batch,8,8,3], s/depthwise_kernel: float32[6,1,3,2], s/pointwise_kernel: float32[4,6,1,1], s/bias: float32[4], d/kernel: float32[12,1,2,2], d/bias: float32[12], t/kernel: float32[12,5,3,3], t/bias: float32[5])
              chain/s/Transpose: float32[batch,3,8,8] = Transpose(x) {perm=[0,3,1,2]}
              chain/s/Conv: float32[batch,6,6,7] = Conv(chain/s/Transpose, s/depthwise_kernel) {kernel_shape=[3,2], group=3}
              chain/s/Conv_1: float32[batch,4,6,7] = Conv(chain/s/Conv, s/pointwise_kernel, s/bias) {kernel_shape=[1,1]}
              chain/d/Conv: float32[batch,12,5,6] = Conv(chain/s/Conv_1, d/kernel, d/bias) {kernel_shape=[2,2], group=4}
              chain/t/ConvTranspose: float32[batch,5,10,12] = ConvTranspose(chain/d/Conv, t/kernel, t/bias) {kernel_shape=[3,3], strides=[2,2], pads=[0,0,1,1]}
              y: float32[batch,10,12,5] = Transpose(chain/t/ConvTranspose) {perm=[0,2,3,1]}
              return y = y

            """,
            new LayerHarness(chain, 8, 8, 3).InferenceGraph(),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Exports_hold_weights_under_their_names_and_in_their_shapes()
    {
        using var model = new Sequential([
            new Input(9, 9, 3),
            new SeparableConv2D(4, 3, depthMultiplier: 2, activation: "relu", name: "s"),
        ]);
        var graph = ModelExport.ToGraph(model);
        Assert.Equal(
            ["s/depthwise_kernel (6, 1, 3, 3)", "s/pointwise_kernel (4, 6, 1, 1)", "s/bias (4,)"],
            graph.Sort().SelectMany(n => n.Inputs).Where(i => i!.IsConstant).Select(i => $"{i!.Name} {i.Shape}")
        );
        Assert.Equal(["Transpose", "Conv", "Conv", "Relu", "Transpose"], GraphOperators.Of(graph.ToString()));
    }
}
