using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>ResNet50: blocks of three convolutions with a way around each; 25,636,712 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.ResNet50</c>. He and others 2015.</remarks>
    /// <example><code>var model = Applications.ResNet50(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model ResNet50(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet50"
    ) =>
        ResNet(
            new Backbone(
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
            ),
            [3, 4, 6, 3]
        );

    /// <summary>ResNet101: blocks of three convolutions with a way around each; 44,707,176 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.ResNet101</c>. He and others 2015.</remarks>
    /// <example><code>var model = Applications.ResNet101(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model ResNet101(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet101"
    ) =>
        ResNet(
            new Backbone(
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
            ),
            [3, 4, 23, 3]
        );

    /// <summary>ResNet152: blocks of three convolutions with a way around each; 60,419,944 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.ResNet152</c>. He and others 2015.</remarks>
    /// <example><code>var model = Applications.ResNet152(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model ResNet152(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet152"
    ) =>
        ResNet(
            new Backbone(
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
            ),
            [3, 8, 36, 3]
        );

    /// <summary>ResNet50V2: as ResNet50, but normalized and activated before each convolution; 25,613,800 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.ResNet50V2</c>. He and others 2016.</remarks>
    /// <example><code>var model = Applications.ResNet50V2(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model ResNet50V2(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet50v2"
    ) =>
        ResNetV2(
            new Backbone(
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
            ),
            [3, 4, 6, 3]
        );

    private const double ResNetEpsilon = 1.001e-5;

    private static Model ResNet(Backbone net, int[] blocks)
    {
        var x = net.Input.Pad(3, "conv1_pad").Conv(64, 7, "conv1_conv", strides: 2);
        x = x.Norm("conv1_bn", ResNetEpsilon).Act("conv1_relu");
        x = x.Pad(1, "pool1_pad").MaxPool(3, 2, "pool1_pool");
        for (int i = 0; i < 4; i++)
        for (int j = 1; j <= blocks[i]; j++)
            x = ResNetBlock(x, 64 << i, j == 1 && i > 0 ? 2 : 1, j == 1, $"conv{i + 2}_block{j}");
        return net.Finish(x);
    }

    private static SymbolicTensor ResNetBlock(SymbolicTensor x, int filters, int strides, bool projects, string name)
    {
        var shortcut = projects
            ? x.Conv(4 * filters, 1, $"{name}_0_conv", strides).Norm($"{name}_0_bn", ResNetEpsilon)
            : x;
        x = x.Conv(filters, 1, $"{name}_1_conv", strides).Norm($"{name}_1_bn", ResNetEpsilon).Act($"{name}_1_relu");
        x = x.Conv(filters, 3, $"{name}_2_conv", padding: "same").Norm($"{name}_2_bn", ResNetEpsilon);
        x = x.Act($"{name}_2_relu").Conv(4 * filters, 1, $"{name}_3_conv").Norm($"{name}_3_bn", ResNetEpsilon);
        return shortcut.Plus(x, $"{name}_add").Act($"{name}_out");
    }

    private static Model ResNetV2(Backbone net, int[] blocks)
    {
        var x = net.Input.Pad(3, "conv1_pad").Conv(64, 7, "conv1_conv", strides: 2);
        x = x.Pad(1, "pool1_pad").MaxPool(3, 2, "pool1_pool");
        for (int i = 0; i < 4; i++)
        for (int j = 1; j <= blocks[i]; j++)
            x = ResNetV2Block(x, 64 << i, j == blocks[i] && i < 3 ? 2 : 1, j == 1, $"conv{i + 2}_block{j}");
        return net.Finish(x.Norm("post_bn", ResNetEpsilon).Act("post_relu"));
    }

    private static SymbolicTensor ResNetV2Block(SymbolicTensor x, int filters, int strides, bool projects, string name)
    {
        var active = x.Norm($"{name}_preact_bn", ResNetEpsilon).Act($"{name}_preact_relu");
        var shortcut =
            projects ? active.Conv(4 * filters, 1, $"{name}_0_conv", strides)
            : strides > 1 ? x.MaxPool(1, strides)
            : x;
        x = active.Conv(filters, 1, $"{name}_1_conv", bias: false);
        x = x.Norm($"{name}_1_bn", ResNetEpsilon).Act($"{name}_1_relu").Pad(1, $"{name}_2_pad");
        x = x.Conv(filters, 3, $"{name}_2_conv", strides, bias: false);
        x = x.Norm($"{name}_2_bn", ResNetEpsilon).Act($"{name}_2_relu").Conv(4 * filters, 1, $"{name}_3_conv");
        return shortcut.Plus(x, $"{name}_out");
    }
}
