using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>AlexNet in one column: five convolutions and three dense layers; 62,378,344 parameters.</summary>
    /// <param name="includeTop">Whether the classifier is part of the model.</param>
    /// <param name="weights">The path of a safetensors file (<see cref="Model.SaveWeights"/>) or of an exported ONNX file; none for new weights.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="inputShape">Height, width and channels, at least 67 by 67; (227, 227, 3) by default, open without the top.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> pools the features; by default they stay an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The shape is too small, or the pooling is not known.</exception>
    /// <exception cref="FileNotFoundException">There is no file of weights.</exception>
    /// <remarks>Krizhevsky, Sutskever and Hinton 2012, without the split over two devices and without local response normalization. Keras has no AlexNet.</remarks>
    /// <example><code>var model = Applications.AlexNet(classes: 10, inputShape: [67, 67, 3]);</code></example>
    public static Model AlexNet(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "alexnet"
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
            defaultSize: 227,
            minSize: 67
        );
        var x = net.Input.Conv(96, 11, "conv1", strides: 4, activation: "relu").MaxPool(3, 2, "pool1");
        x = x.Conv(256, 5, "conv2", padding: "same", activation: "relu").MaxPool(3, 2, "pool2");
        x = x.Conv(384, 3, "conv3", padding: "same", activation: "relu");
        x = x.Conv(384, 3, "conv4", padding: "same", activation: "relu");
        x = x.Conv(256, 3, "conv5", padding: "same", activation: "relu").MaxPool(3, 2, "pool5");
        return net.Finish(
            x,
            top =>
            {
                top = top.Apply(new Flatten(name: "flatten"));
                top = top.Apply(new Dense(4096, activation: "relu", name: "fc6"))
                    .Apply(new Dropout(0.5, name: "dropout6"));
                top = top.Apply(new Dense(4096, activation: "relu", name: "fc7"))
                    .Apply(new Dropout(0.5, name: "dropout7"));
                return net.Classify(top);
            }
        );
    }
}
