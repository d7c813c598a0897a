using Kerasharp.Layers;

namespace Kerasharp;

/// <summary>
/// The classic networks, each with Keras's arguments, layer names and numbers of parameters, so that weights trained elsewhere fit.
/// </summary>
/// <remarks>Keras: <c>keras.applications</c>. Pretrained weights are not part of the library: give a file.</remarks>
public static partial class Applications
{
    /// <summary>VGG16: thirteen convolutions of 3 by 3 in five blocks, and three dense layers; 138,357,544 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.VGG16</c>. Simonyan and Zisserman 2014.</remarks>
    /// <example><code>var model = Applications.VGG16(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model VGG16(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "vgg16"
    ) =>
        VGG(
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
            [2, 2, 3, 3, 3]
        );

    /// <summary>VGG19: sixteen convolutions of 3 by 3 in five blocks, and three dense layers; 143,667,240 parameters.</summary>
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
    /// <remarks>Keras: <c>keras.applications.VGG19</c>. Simonyan and Zisserman 2014.</remarks>
    /// <example><code>var model = Applications.VGG19(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model VGG19(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "vgg19"
    ) =>
        VGG(
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
            [2, 2, 4, 4, 4]
        );

    private static Model VGG(Backbone net, int[] convolutions)
    {
        int[] filters = [64, 128, 256, 512, 512];
        var x = net.Input;
        for (int i = 0; i < 5; i++)
        {
            for (int j = 1; j <= convolutions[i]; j++)
                x = x.Conv(filters[i], 3, $"block{i + 1}_conv{j}", padding: "same", activation: "relu");
            x = x.MaxPool(2, 2, $"block{i + 1}_pool");
        }
        return net.Finish(
            x,
            top =>
            {
                top = top.Apply(new Flatten(name: "flatten"));
                top = top.Apply(new Dense(4096, activation: "relu", name: "fc1"));
                return net.Classify(top.Apply(new Dense(4096, activation: "relu", name: "fc2")));
            }
        );
    }
}
