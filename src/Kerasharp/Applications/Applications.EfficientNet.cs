using Kerasharp.Initializers;
using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>EfficientNetB0: inverted bottlenecks that weigh their channels; 5,330,571 parameters. It takes pixels of 0 to 255.</summary>
    /// <param name="includeTop">Whether the classifier is part of the model.</param>
    /// <param name="weights">The path of a safetensors file (<see cref="Model.SaveWeights"/>) or of an exported ONNX file; none for new weights.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="inputShape">Height, width and channels, at least 32 by 32; (224, 224, 3) by default, open without the top.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> pools the features; by default they stay an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The shape is too small, or the pooling is not known.</exception>
    /// <exception cref="FileNotFoundException">There is no file of weights.</exception>
    /// <remarks>Keras: <c>keras.applications.EfficientNetB0</c>. Tan and Le 2019. As there, seven of the parameters are those of the normalization of the input.</remarks>
    /// <example><code>var model = Applications.EfficientNetB0(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model EfficientNetB0(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb0"
    )
    {
        var net = new Backbone(
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation,
            defaultSize: 224,
            minSize: 32
        );
        var x = net.Input.Apply(new Rescaling(1.0 / 255)).Apply(new Normalization());
        x = x.Pad(x.EvenPadding(3), "stem_conv_pad");
        x = x.Conv(32, 3, "stem_conv", strides: 2, bias: false, initializer: EfficientKernel());
        x = x.Norm("stem_bn").Act("stem_activation", "silu");
        int count = 0;
        for (int i = 0; i < EfficientStages.Length; i++)
        {
            var stage = EfficientStages[i];
            for (int j = 0; j < stage.Repeats; j++)
                x = EfficientBlock(
                    x,
                    stage,
                    j == 0 ? stage.Strides : 1,
                    0.2 * count++ / 16,
                    $"block{i + 1}{(char)('a' + j)}_"
                );
        }
        x = x.Conv(1280, 1, "top_conv", padding: "same", bias: false, initializer: EfficientKernel());
        x = x.Norm("top_bn").Act("top_activation", "silu");
        return net.Finish(
            x,
            top =>
                net.Classify(
                    top.Apply(new GlobalAveragePooling2D(name: "avg_pool"))
                        .Apply(new Dropout(0.2, name: "top_dropout")),
                    new VarianceScaling(1.0 / 3, "fan_out", "uniform")
                )
        );
    }

    private static readonly EfficientStage[] EfficientStages =
    [
        new(3, 1, 16, 1, 1),
        new(3, 2, 24, 6, 2),
        new(5, 2, 40, 6, 2),
        new(3, 3, 80, 6, 2),
        new(5, 3, 112, 6, 1),
        new(5, 4, 192, 6, 2),
        new(3, 1, 320, 6, 1),
    ];

    private static VarianceScaling EfficientKernel() => new(2, "fan_out", "truncated_normal");

    private static SymbolicTensor EfficientBlock(
        SymbolicTensor inputs,
        EfficientStage stage,
        int strides,
        double drop,
        string name
    )
    {
        int channels = inputs.Channels();
        int filters = channels * stage.Expansion;
        var x = inputs;
        if (stage.Expansion != 1)
            x = x.Conv(filters, 1, $"{name}expand_conv", padding: "same", bias: false, initializer: EfficientKernel())
                .Norm($"{name}expand_bn")
                .Act($"{name}expand_activation", "silu");
        if (strides == 2)
            x = x.Pad(x.EvenPadding(stage.Kernel), $"{name}dwconv_pad");
        x = x.Depthwise(
            stage.Kernel,
            $"{name}dwconv",
            strides,
            strides == 2 ? "valid" : "same",
            initializer: EfficientKernel()
        );
        x = x.Norm($"{name}bn").Act($"{name}activation", "silu");
        x = EfficientExcitation(x, Math.Max(1, channels / 4), name);
        x = x.Conv(
            stage.Filters,
            1,
            $"{name}project_conv",
            padding: "same",
            bias: false,
            initializer: EfficientKernel()
        );
        x = x.Norm($"{name}project_bn");
        if (strides != 1 || channels != stage.Filters)
            return x;
        if (drop > 0)
            x = x.Apply(new Dropout(drop, noiseShape: [null, 1, 1, 1], name: $"{name}drop"));
        return x.Plus(inputs, $"{name}add");
    }

    /// <summary>Multiplies each channel by a number that depends on the means of all.</summary>
    private static SymbolicTensor EfficientExcitation(SymbolicTensor x, int squeezed, string name)
    {
        int filters = x.Channels();
        var se = x.Apply(new GlobalAveragePooling2D(name: $"{name}se_squeeze"));
        se = se.Apply(new Reshape([1, 1, filters], $"{name}se_reshape"));
        se = se.Conv(
            squeezed,
            1,
            $"{name}se_reduce",
            padding: "same",
            activation: "silu",
            initializer: EfficientKernel()
        );
        se = se.Conv(
            filters,
            1,
            $"{name}se_expand",
            padding: "same",
            activation: "sigmoid",
            initializer: EfficientKernel()
        );
        return new Multiply(name: $"{name}se_excite").Apply([x, se])[0];
    }

    /// <summary>Blocks of the same form; the first of them takes the steps.</summary>
    private sealed record EfficientStage(int Kernel, int Repeats, int Filters, int Expansion, int Strides);
}
