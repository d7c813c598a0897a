using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>InceptionV3: branches of windows of several sizes side by side; 23,851,784 parameters.</summary>
    /// <param name="includeTop">Whether the classifier is part of the model.</param>
    /// <param name="weights">The path of a safetensors file (<see cref="Model.SaveWeights"/>) or of an exported ONNX file; none for new weights.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="inputShape">Height, width and channels, at least 75 by 75; (299, 299, 3) by default, open without the top.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> pools the features; by default they stay an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The shape is too small, or the pooling is not known.</exception>
    /// <exception cref="FileNotFoundException">There is no file of weights.</exception>
    /// <remarks>Keras: <c>keras.applications.InceptionV3</c>. Szegedy and others 2015.</remarks>
    /// <example><code>var model = Applications.InceptionV3(classes: 10, inputShape: [75, 75, 3]);</code></example>
    public static Model InceptionV3(
        bool includeTop = true,
        string? weights = null,
        SymbolicTensor? inputTensor = null,
        long[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "inception_v3"
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
            minSize: 75
        );
        var x = InceptionConv(net.Input, 32, 3, 2, "valid");
        x = InceptionConv(InceptionConv(x, 32, 3, padding: "valid"), 64, 3).MaxPool(3, 2);
        x = InceptionConv(InceptionConv(x, 80, 1, padding: "valid"), 192, 3, padding: "valid").MaxPool(3, 2);
        for (int i = 0; i < 3; i++)
            x = InceptionFives(x, i == 0 ? 32 : 64, $"mixed{i}");
        x = Blocks.Join(
            "mixed3",
            InceptionConv(x, 384, 3, 2, "valid"),
            InceptionConv(InceptionConv(InceptionConv(x, 64, 1), 96, 3), 96, 3, 2, "valid"),
            x.MaxPool(3, 2)
        );
        int[] sevens = [128, 160, 160, 192];
        for (int i = 0; i < 4; i++)
            x = InceptionSevens(x, sevens[i], $"mixed{i + 4}");
        x = Blocks.Join(
            "mixed8",
            InceptionConv(InceptionConv(x, 192, 1), 320, 3, 2, "valid"),
            InceptionConv(InceptionPair(InceptionConv(x, 192, 1), 192, 192), 192, 3, 2, "valid"),
            x.MaxPool(3, 2)
        );
        for (int i = 0; i < 2; i++)
            x = InceptionSplits(x, i);
        return net.Finish(x);
    }

    private static SymbolicTensor InceptionConv(
        SymbolicTensor x,
        int filters,
        Size2D kernel,
        int strides = 1,
        string padding = "same"
    ) => x.Conv(filters, kernel, strides: strides, padding: padding, bias: false).Norm(scale: false).Act();

    private static SymbolicTensor InceptionPooled(SymbolicTensor x, int filters) =>
        InceptionConv(x.Apply(new AveragePooling2D(3, strides: 1, padding: "same")), filters, 1);

    private static SymbolicTensor InceptionFives(SymbolicTensor x, int pooled, string name) =>
        Blocks.Join(
            name,
            InceptionConv(x, 64, 1),
            InceptionConv(InceptionConv(x, 48, 1), 64, 5),
            InceptionConv(InceptionConv(InceptionConv(x, 64, 1), 96, 3), 96, 3),
            InceptionPooled(x, pooled)
        );

    /// <summary>A window of 7 by 7 as one along the row and one along the column.</summary>
    private static SymbolicTensor InceptionPair(SymbolicTensor x, int first, int second) =>
        InceptionConv(InceptionConv(x, first, (1, 7)), second, (7, 1));

    private static SymbolicTensor InceptionSevens(SymbolicTensor x, int filters, string name)
    {
        var twice = InceptionConv(InceptionConv(x, filters, 1), filters, (7, 1));
        twice = InceptionConv(InceptionConv(twice, filters, (1, 7)), filters, (7, 1));
        return Blocks.Join(
            name,
            InceptionConv(x, 192, 1),
            InceptionPair(InceptionConv(x, filters, 1), filters, 192),
            InceptionConv(twice, 192, (1, 7)),
            InceptionPooled(x, 192)
        );
    }

    private static SymbolicTensor InceptionSplits(SymbolicTensor x, int index)
    {
        var single = InceptionConv(x, 384, 1);
        var twice = InceptionConv(InceptionConv(x, 448, 1), 384, 3);
        return Blocks.Join(
            $"mixed{9 + index}",
            InceptionConv(x, 320, 1),
            Blocks.Join($"mixed9_{index}", InceptionConv(single, 384, (1, 3)), InceptionConv(single, 384, (3, 1))),
            Blocks.Join(null, InceptionConv(twice, 384, (1, 3)), InceptionConv(twice, 384, (3, 1))),
            InceptionPooled(x, 192)
        );
    }
}
