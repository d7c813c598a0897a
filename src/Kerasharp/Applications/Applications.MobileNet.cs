using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>MobileNet: depthwise and pointwise convolutions in turn; 4,253,864 parameters.</summary>
    /// <param name="inputShape">Height, width and channels, at least 32 by 32; (224, 224, 3) by default, open without the top.</param>
    /// <param name="alpha">How wide the network is: a factor for its numbers of filters, above 0.</param>
    /// <param name="depthMultiplier">How many filters each channel has in depthwise convolutions, at least 1.</param>
    /// <param name="dropout">The rate of dropout before the classifier.</param>
    /// <param name="includeTop">Whether the classifier is part of the model.</param>
    /// <param name="weights">The path of a safetensors file (<see cref="Model.SaveWeights"/>) or of an exported ONNX file; none for new weights.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> pools the features; by default they stay an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The shape is too small, or the pooling is not known.</exception>
    /// <exception cref="FileNotFoundException">There is no file of weights.</exception>
    /// <remarks>Keras: <c>keras.applications.MobileNet</c>. Howard and others 2017.</remarks>
    /// <example><code>var model = Applications.MobileNet(inputShape: [64, 64, 3], alpha: 0.5, classes: 10);</code></example>
    public static Model MobileNet(
        long[]? inputShape = null,
        double alpha = 1.0,
        int depthMultiplier = 1,
        double dropout = 0.001,
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
        Arguments.Positive(depthMultiplier, nameof(depthMultiplier));
        var net = new Backbone(
            name ?? MobileName("mobilenet", alpha, inputShape),
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
        var x = net.Input.Conv((int)(32 * alpha), 3, "conv1", strides: 2, padding: "same", bias: false);
        x = x.Norm("conv1_bn").Relu6("conv1_relu");
        (int Filters, int Strides)[] blocks =
        [
            (64, 1),
            (128, 2),
            (128, 1),
            (256, 2),
            (256, 1),
            (512, 2),
            (512, 1),
            (512, 1),
            (512, 1),
            (512, 1),
            (512, 1),
            (1024, 2),
            (1024, 1),
        ];
        for (int i = 0; i < blocks.Length; i++)
        {
            var (filters, strides) = blocks[i];
            x = MobileBlock(x, (int)(filters * alpha), strides, depthMultiplier, i + 1);
        }
        return net.Finish(
            x,
            top =>
            {
                top = top.Apply(new GlobalAveragePooling2D(keepDims: true));
                top = top.Apply(new Dropout(dropout, name: "dropout"))
                    .Conv(net.Classes, 1, "conv_preds", padding: "same");
                top = top.Apply(new Reshape([net.Classes], "reshape_2"));
                return top.Apply(new Activation(net.ClassifierActivation ?? "linear", name: "predictions"));
            }
        );
    }

    private static SymbolicTensor MobileBlock(SymbolicTensor x, int filters, int strides, int multiplier, int number)
    {
        if (strides == 2)
            x = x.Pad(((0, 1), (0, 1)), $"conv_pad_{number}");
        x = x.Depthwise(3, $"conv_dw_{number}", strides, strides == 1 ? "same" : "valid", multiplier);
        x = x.Norm($"conv_dw_{number}_bn").Relu6($"conv_dw_{number}_relu");
        x = x.Conv(filters, 1, $"conv_pw_{number}", padding: "same", bias: false);
        return x.Norm($"conv_pw_{number}_bn").Relu6($"conv_pw_{number}_relu");
    }

    private static string MobileName(string stem, double alpha, long[]? inputShape) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{stem}_{alpha:0.00}_{(inputShape is [> 0, _, _] ? inputShape[0] : 224)}"
        );

    private static void CheckAlpha(double alpha)
    {
        if (!(alpha > 0) || !double.IsFinite(alpha))
            throw new ArgumentOutOfRangeException(
                nameof(alpha),
                FormattableString.Invariant(
                    $"An alpha of {alpha} came; a factor above 0 was expected. Keras has weights for 0.25 to 1.4."
                )
            );
    }
}
