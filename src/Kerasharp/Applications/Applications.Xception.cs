using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>Xception: depthwise separable convolutions throughout, with ways around them; 22,910,480 parameters.</summary>
    /// <param name="includeTop">Whether the classifier is part of the model.</param>
    /// <param name="weights">The path of a safetensors file (<see cref="Model.SaveWeights"/>) or of an exported ONNX file; none for new weights.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="inputShape">Height, width and channels, at least 71 by 71; (299, 299, 3) by default, open without the top.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> pools the features; by default they stay an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The shape is too small, or the pooling is not known.</exception>
    /// <exception cref="FileNotFoundException">There is no file of weights.</exception>
    /// <remarks>Keras: <c>keras.applications.Xception</c>. Chollet 2017.</remarks>
    /// <example><code>var model = Applications.Xception(classes: 10, inputShape: [71, 71, 3]);</code></example>
    public static Model Xception(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "xception"
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
            defaultSize: 299,
            minSize: 71
        );
        var x = net.Input.Conv(32, 3, "block1_conv1", strides: 2, bias: false);
        x = x.Norm("block1_conv1_bn").Act("block1_conv1_act");
        x = x.Conv(64, 3, "block1_conv2", bias: false).Norm("block1_conv2_bn").Act("block1_conv2_act");
        x = XceptionDown(x, 2, 128, 128);
        x = XceptionDown(x, 3, 256, 256);
        x = XceptionDown(x, 4, 728, 728);
        for (int block = 5; block <= 12; block++)
        {
            var residual = x;
            for (int i = 1; i <= 3; i++)
                x = XceptionConv(x.Act($"block{block}_sepconv{i}_act"), 728, $"block{block}_sepconv{i}");
            x = x.Plus(residual);
        }
        x = XceptionDown(x, 13, 728, 1024);
        x = XceptionConv(x, 1536, "block14_sepconv1").Act("block14_sepconv1_act");
        x = XceptionConv(x, 2048, "block14_sepconv2").Act("block14_sepconv2_act");
        return net.Finish(x);
    }

    private static SymbolicTensor XceptionConv(SymbolicTensor x, int filters, string name) =>
        x.Separable(filters, name).Norm($"{name}_bn");

    /// <summary>A block that halves the size; the first of them comes right behind an activation.</summary>
    private static SymbolicTensor XceptionDown(SymbolicTensor x, int block, int first, int second)
    {
        var residual = x.Conv(second, 1, strides: 2, padding: "same", bias: false).Norm();
        if (block > 2)
            x = x.Act($"block{block}_sepconv1_act");
        x = XceptionConv(x, first, $"block{block}_sepconv1").Act($"block{block}_sepconv2_act");
        x = XceptionConv(x, second, $"block{block}_sepconv2");
        return x.MaxPool(3, 2, $"block{block}_pool", "same").Plus(residual);
    }
}
