using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>MobileNetV2: narrow between blocks, wide within; 3,538,984 parameters.</summary>
    /// <param name="inputShape">Height, width and channels, at least 32 by 32; (224, 224, 3) by default, open without the top.</param>
    /// <param name="alpha">How wide the network is: a factor for its numbers of filters, above 0.</param>
    /// <param name="includeTop">Whether the classifier is part of the model.</param>
    /// <param name="weights">The path of a safetensors file (<see cref="Model.SaveWeights"/>) or of an exported ONNX file; none for new weights.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> pools the features; by default they stay an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The shape is too small, or the pooling is not known.</exception>
    /// <exception cref="FileNotFoundException">There is no file of weights.</exception>
    /// <remarks>Keras: <c>keras.applications.MobileNetV2</c>. Sandler and others 2018.</remarks>
    /// <example><code>var model = Applications.MobileNetV2(inputShape: [64, 64, 3], alpha: 0.5, classes: 10);</code></example>
    public static Model MobileNetV2(
        long[]? inputShape = null,
        double alpha = 1.0,
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string? name = null
    )
    {
        CheckAlpha(alpha);
        var net = new Backbone(
            name ?? MobileName("mobilenetv2", alpha, inputShape),
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
        var x = net.Input.Conv(Blocks.Divisible(32 * alpha), 3, "Conv1", strides: 2, padding: "same", bias: false);
        x = x.Norm("bn_Conv1", momentum: 0.999).Relu6("Conv1_relu");
        (int Filters, int Repeats, int Strides)[] stages =
        [
            (16, 1, 1),
            (24, 2, 2),
            (32, 3, 2),
            (64, 4, 2),
            (96, 3, 1),
            (160, 3, 2),
            (320, 1, 1),
        ];
        int block = 0;
        foreach (var (filters, repeats, strides) in stages)
            for (int i = 0; i < repeats; i++)
                x = InvertedResidual(x, Blocks.Divisible((int)(filters * alpha)), i == 0 ? strides : 1, block++);
        x = x.Conv(alpha > 1 ? Blocks.Divisible(1280 * alpha) : 1280, 1, "Conv_1", bias: false);
        x = x.Norm("Conv_1_bn", momentum: 0.999).Relu6("out_relu");
        return net.Finish(x, top => net.Classify(top.Apply(new GlobalAveragePooling2D())));
    }

    private static SymbolicTensor InvertedResidual(SymbolicTensor inputs, int filters, int strides, int block)
    {
        string prefix = block == 0 ? "expanded_conv_" : $"block_{block}_";
        int channels = inputs.Channels();
        var x = inputs;
        if (block > 0)
        {
            x = x.Conv(6 * channels, 1, $"{prefix}expand", padding: "same", bias: false);
            x = x.Norm($"{prefix}expand_BN", momentum: 0.999).Relu6($"{prefix}expand_relu");
        }
        if (strides == 2)
            x = x.Pad(x.EvenPadding(3), $"{prefix}pad");
        x = x.Depthwise(3, $"{prefix}depthwise", strides, strides == 1 ? "same" : "valid");
        x = x.Norm($"{prefix}depthwise_BN", momentum: 0.999).Relu6($"{prefix}depthwise_relu");
        x = x.Conv(filters, 1, $"{prefix}project", padding: "same", bias: false);
        x = x.Norm($"{prefix}project_BN", momentum: 0.999);
        return channels == filters && strides == 1 ? inputs.Plus(x, $"{prefix}add") : x;
    }
}
