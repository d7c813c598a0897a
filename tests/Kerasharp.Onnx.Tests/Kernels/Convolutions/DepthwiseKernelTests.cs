using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Kernels.Convolutions;

/// <summary>Our convolution of each channel by itself and its two gradients, against loops in float64 and against their twins.</summary>
public sealed class DepthwiseKernelTests
{
    private static readonly string[] Kernels = ["Convolution", "ConvolutionInputGradient", "ConvolutionWeightGradient"];

    public static TheoryData<string> Names => [.. Kernels];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_as_near_to_the_sums_as_their_twins(string op)
    {
        var random = new Random(1);
        for (int i = 0; i < 80; i++)
            ConvolutionCase.Draw(random, dilates: true, depthwise: true).Check(op, random);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Take_the_sizes_of_real_layers(string op)
    {
        var random = new Random(2);
        new ConvolutionCase(2, 9, 9, [48, 48], [3, 3], pads: [1, 1, 1, 1], group: 9).Check(op, random);
        new ConvolutionCase(2, 8, 8, [97, 97], [3, 3], [2, 2], group: 8).Check(op, random);
        new ConvolutionCase(16, 20, 20, [3, 3], [3, 3], pads: [1, 1, 1, 1], group: 20).Check(op, random);
        new ConvolutionCase(5, 8, 16, [15, 14], [5, 5], [2, 2], pads: [1, 2, 2, 1], group: 8).Check(op, random);
        new ConvolutionCase(300, 3, 3, [7], [3], pads: [2, 0], group: 3).Check(op, random);
        // A window of which each sees more padding than there are elements.
        new ConvolutionCase(3, 4, 4, [1, 2], [3, 3], dilations: [10, 7], pads: [10, 7, 10, 7], group: 4).Check(
            op,
            random
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Give_the_same_bits_on_every_run(string op)
    {
        var drawn = new ConvolutionCase(9, 20, 40, [14, 15], [3, 3], pads: [1, 1, 1, 1], group: 20);
        float[][] inputs = ConvolutionCase.Fill(drawn.Build(op), new Random(4));
        float[] first = Float32Graph.Run(drawn.Build(op), inputs)[0];
        for (int i = 0; i < 10; i++)
            Assert.True(first.AsSpan().SequenceEqual(Float32Graph.Run(drawn.Build(op), inputs)[0]));
    }

    [Fact]
    public void A_gradient_that_is_no_number_stays_in_its_channel()
    {
        var drawn = new ConvolutionCase(2, 8, 8, [6, 6], [3, 3], group: 8);
        float[][] inputs = ConvolutionCase.Fill(drawn.Build("ConvolutionInputGradient"), new Random(5));
        inputs[0][0] = float.NaN;

        float[] dx = Float32Graph.Run(drawn.Build("ConvolutionInputGradient"), inputs)[0];

        // What its window saw.
        Assert.Equal(9, dx.Count(float.IsNaN));
    }

    [Fact]
    public void Refuses_groups_of_several_channels()
    {
        using var session = new Session(
            Runtime.Models.Bytes(
                [
                    Runtime.Models.Node(
                        "Convolution",
                        ["x", "w"],
                        ["y"],
                        "kerasharp",
                        Runtime.Models.Attribute("kernel_shape", 3L, 3),
                        Runtime.Models.Attribute("strides", 1L, 1),
                        Runtime.Models.Attribute("dilations", 1L, 1),
                        Runtime.Models.Attribute("pads", 0L, 0, 0, 0),
                        Runtime.Models.Attribute("group", 4L)
                    ),
                ],
                [Runtime.Models.Tensor("x", "n", "c", "s", "r"), Runtime.Models.Tensor("w", "f", "d", "k", "l")],
                [Runtime.Models.Tensor("y", "n", "f", "t", "u")]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("x", DeviceTensor.Allocate(ElementType.Float32, [2, 8, 8, 8]));
        binding.BindInput("w", DeviceTensor.Allocate(ElementType.Float32, [8, 2, 3, 3]));
        using var y = DeviceTensor.Allocate(ElementType.Float32, [2, 8, 6, 6]);
        binding.BindOutput("y", y);

        var error = Assert.ThrowsAny<Exception>(() => session.Run(binding));

        Assert.Contains("(8, 2, 3, 3)", error.Message);
        Assert.Contains("4 groups", error.Message);
    }
}
