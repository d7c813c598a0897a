using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>DenseNet121: each layer of a block sees all before it; 8,062,504 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.DenseNet121</c>. Huang and others 2017.</remarks>
    /// <example><code>var model = Applications.DenseNet121(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model DenseNet121(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "densenet121"
    ) =>
        DenseNet(
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
            [6, 12, 24, 16]
        );

    /// <summary>DenseNet169: each layer of a block sees all before it; 14,307,880 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.DenseNet169</c>. Huang and others 2017.</remarks>
    /// <example><code>var model = Applications.DenseNet169(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model DenseNet169(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "densenet169"
    ) =>
        DenseNet(
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
            [6, 12, 32, 32]
        );

    /// <summary>DenseNet201: each layer of a block sees all before it; 20,242,984 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.DenseNet201</c>. Huang and others 2017.</remarks>
    /// <example><code>var model = Applications.DenseNet201(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model DenseNet201(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "densenet201"
    ) =>
        DenseNet(
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
            [6, 12, 48, 32]
        );

    private const double DenseNetEpsilon = 1.001e-5;
    private const int GrowthRate = 32;

    private static Model DenseNet(Backbone net, int[] blocks)
    {
        var x = net.Input.Pad(3).Conv(64, 7, "conv1_conv", strides: 2, bias: false);
        x = x.Norm("conv1_bn", DenseNetEpsilon).Act("conv1_relu").Pad(1).MaxPool(3, 2, "pool1");
        for (int i = 0; i < 4; i++)
        {
            for (int j = 1; j <= blocks[i]; j++)
                x = DenseNetBlock(x, $"conv{i + 2}_block{j}");
            if (i < 3)
                x = DenseNetTransition(x, $"pool{i + 2}");
        }
        return net.Finish(x.Norm("bn", DenseNetEpsilon).Act("relu"));
    }

    private static SymbolicTensor DenseNetBlock(SymbolicTensor x, string name)
    {
        var y = x.Norm($"{name}_0_bn", DenseNetEpsilon).Act($"{name}_0_relu");
        y = y.Conv(4 * GrowthRate, 1, $"{name}_1_conv", bias: false);
        y = y.Norm($"{name}_1_bn", DenseNetEpsilon).Act($"{name}_1_relu");
        return Blocks.Join($"{name}_concat", x, y.Conv(GrowthRate, 3, $"{name}_2_conv", padding: "same", bias: false));
    }

    private static SymbolicTensor DenseNetTransition(SymbolicTensor x, string name)
    {
        x = x.Norm($"{name}_bn", DenseNetEpsilon).Act($"{name}_relu");
        x = x.Conv(x.Channels() / 2, 1, $"{name}_conv", bias: false);
        return x.Apply(new AveragePooling2D(2, strides: 2, name: $"{name}_pool"));
    }
}
