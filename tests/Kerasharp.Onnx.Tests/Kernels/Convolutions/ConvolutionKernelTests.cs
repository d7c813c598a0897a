using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Kernels.Gradients;

namespace Kerasharp.Onnx.Tests.Kernels.Convolutions;

/// <summary>Our convolution and its two gradients, of any shape, against loops in float64 and against their twins.</summary>
public sealed class ConvolutionKernelTests
{
    private static readonly string[] Kernels = ["Convolution", "ConvolutionInputGradient", "ConvolutionWeightGradient"];

    public static TheoryData<string> Names => [.. Kernels];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_as_near_to_the_sums_as_their_twins(string op)
    {
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
            ConvolutionCase.Draw(random, dilates: op != "ConvolutionWeightGradient").Check(op, random);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Take_the_sizes_of_real_layers(string op)
    {
        var random = new Random(2);
        new ConvolutionCase(3, 3, 16, [32, 32], [3, 3], pads: [1, 1, 1, 1]).Check(op, random);
        new ConvolutionCase(2, 32, 64, [13, 13], [3, 3]).Check(op, random);
        new ConvolutionCase(1, 16, 32, [32, 32], [3, 3], [2, 2], pads: [0, 0, 1, 1]).Check(op, random);
        new ConvolutionCase(5, 40, 24, [50], [5], pads: [4, 0]).Check(op, random);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Take_an_image_in_bands_where_it_is_large(string op)
    {
        var random = new Random(3);
        new ConvolutionCase(1, 12, 9, [90, 100], [3, 3], pads: [1, 1, 1, 1]).Check(op, random);
        new ConvolutionCase(1, 12, 9, [90, 100], [4, 3], [3, 2], pads: [0, 2, 1, 1]).Check(op, random);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Take_small_images_together(string op)
    {
        var random = new Random(6);
        new ConvolutionCase(13, 24, 20, [4, 4], [3, 3], pads: [1, 1, 1, 1]).Check(op, random);
        new ConvolutionCase(19, 24, 20, [2, 2], [3, 3], pads: [1, 1, 1, 1]).Check(op, random);
        new ConvolutionCase(18, 24, 20, [4, 3], [1, 1], [2, 2]).Check(op, random);
        new ConvolutionCase(21, 5, 9, [7, 5], [3, 3], [2, 2], pads: [0, 1, 1, 0]).Check(op, random);
    }

    [Fact]
    public void Take_filters_apart_where_weights_are_many()
    {
        var random = new Random(7);
        new ConvolutionCase(13, 400, 300, [2, 3], [3, 3], pads: [1, 1, 1, 1]).Check(
            "ConvolutionWeightGradient",
            random
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Give_the_same_bits_on_every_run(string op)
    {
        var drawn = new ConvolutionCase(9, 20, 40, [14, 15], [3, 3], pads: [1, 1, 1, 1]);
        float[][] inputs = ConvolutionCase.Fill(drawn.Build(op), new Random(4));
        float[] first = Float32Graph.Run(drawn.Build(op), inputs)[0];
        for (int i = 0; i < 10; i++)
            Assert.True(first.AsSpan().SequenceEqual(Float32Graph.Run(drawn.Build(op), inputs)[0]));
    }

    [Fact]
    public void A_gradient_that_is_no_number_stays_one()
    {
        var drawn = new ConvolutionCase(1, 8, 8, [6, 6], [3, 3]);
        float[][] inputs = ConvolutionCase.Fill(drawn.Build("ConvolutionInputGradient"), new Random(5));
        inputs[0][0] = float.NaN;

        float[] dx = Float32Graph.Run(drawn.Build("ConvolutionInputGradient"), inputs)[0];

        // What its window saw, in each channel.
        Assert.Equal(8 * 9, dx.Count(float.IsNaN));
    }

    [Fact]
    public void Refuses_a_weight_for_other_channels()
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
                        Runtime.Models.Attribute("pads", 0L, 0, 0, 0)
                    ),
                ],
                [Runtime.Models.Tensor("x", "n", "c", "s", "r"), Runtime.Models.Tensor("w", "f", "d", "k", "l")],
                [Runtime.Models.Tensor("y", "n", "f", "t", "u")]
            )
        );
        using var binding = new Binding(session);
        binding.BindInput("x", DeviceTensor.Allocate(ElementType.Float32, [2, 3, 8, 8]));
        binding.BindInput("w", DeviceTensor.Allocate(ElementType.Float32, [8, 4, 3, 3]));
        using var y = DeviceTensor.Allocate(ElementType.Float32, [2, 8, 6, 6]);
        binding.BindOutput("y", y);

        var error = Assert.ThrowsAny<Exception>(() => session.Run(binding));

        Assert.Contains("(2, 3, 8, 8)", error.Message);
        Assert.Contains("(8, 4, 3, 3)", error.Message);
    }
}
