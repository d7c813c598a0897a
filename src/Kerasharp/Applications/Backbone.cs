using Kerasharp.Activations;
using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp;

/// <summary>How the classic networks begin and end: an input of a size that they take, and what stands on top of their features.</summary>
internal sealed class Backbone
{
    private readonly string _name;
    private readonly bool _includeTop;
    private readonly string? _weights;
    private readonly string? _pooling;

    /// <param name="name">The model's name.</param>
    /// <param name="includeTop">Whether the classifier is part of it.</param>
    /// <param name="weights">A safetensors or ONNX file, or none.</param>
    /// <param name="inputTensor">Where the model begins instead of an input of its own.</param>
    /// <param name="inputShape">Height, width and channels; the network's own by default.</param>
    /// <param name="pooling">What becomes of the features without a classifier: <c>avg</c>, <c>max</c> or nothing.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; none for logits.</param>
    /// <param name="defaultSize">The network's own height and width.</param>
    /// <param name="minSize">The least height and width that it takes.</param>
    public Backbone(
        string name,
        bool includeTop,
        string? weights,
        SymbolicTensor? inputTensor,
        long[]? inputShape,
        string? pooling,
        int classes,
        string? classifierActivation,
        int defaultSize,
        int minSize
    )
    {
        if (pooling is not (null or "avg" or "max"))
            throw Kerasharp.Unknown.Name("pooling", pooling, ["avg", "max"]);
        if (weights is not null && !File.Exists(weights))
            throw new FileNotFoundException(
                $"The weights '{weights}' of {name} were not found; the path of a safetensors or ONNX file was expected, or null for new weights. Check the path.",
                weights
            );
        _name = name;
        _includeTop = includeTop;
        _weights = weights;
        _pooling = pooling;
        Classes = Arguments.Positive(classes, nameof(classes));
        ClassifierActivation = classifierActivation;
        long[] shape = Shape(name, inputShape, includeTop, defaultSize, minSize);
        if (inputTensor is not null && inputShape is not null && !IsOf(inputTensor, inputShape))
            throw new ArgumentException(
                $"An inputTensor of shape {inputTensor.Shape} came for {name} with an inputShape of ({string.Join(", ", inputShape)}); one shape was expected. Leave inputShape out: the tensor says it.",
                nameof(inputShape)
            );
        Input = inputTensor ?? new Input(shape);
    }

    /// <summary>Where the network begins.</summary>
    public SymbolicTensor Input { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The classifier's activation.</summary>
    public ActivationFunction? ClassifierActivation { get; }

    /// <summary>The model: with the network's own top, or the features, pooled if that was wished.</summary>
    /// <param name="features">What the network makes of the input.</param>
    /// <param name="top">The classifier; by default pooling and one dense layer, as most of them have.</param>
    public Model Finish(SymbolicTensor features, Func<SymbolicTensor, SymbolicTensor>? top = null)
    {
        var x = features;
        if (_includeTop)
            x = top is null ? Classify(x.Apply(new GlobalAveragePooling2D(name: "avg_pool"))) : top(x);
        else if (_pooling == "avg")
            x = x.Apply(new GlobalAveragePooling2D(name: "avg_pool"));
        else if (_pooling == "max")
            x = x.Apply(new GlobalMaxPooling2D(name: "max_pool"));
        var model = new Model(Input, x, _name);
        if (_weights is not null)
            Load(model, _weights);
        return model;
    }

    /// <summary>The dense layer that names the classes.</summary>
    public SymbolicTensor Classify(SymbolicTensor features, Initializers.Initializer? kernelInitializer = null) =>
        features.Apply(
            new Dense(
                Classes,
                activation: ClassifierActivation,
                kernelInitializer: kernelInitializer,
                name: "predictions"
            )
        );

    private static bool IsOf(SymbolicTensor tensor, long[] shape) =>
        tensor.Shape.Skip(1).Select(d => d.IsKnown ? d.Value : -1).SequenceEqual(shape);

    private static void Load(Model model, string path)
    {
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            OnnxWeights.Load(path, model.Weights, model.Name);
        else
            model.LoadWeights(path);
    }

    private static long[] Shape(string name, long[]? given, bool includeTop, int defaultSize, int minSize)
    {
        if (given is null)
            return includeTop ? [defaultSize, defaultSize, 3] : [-1, -1, 3];
        bool fits = given.Length == 3 && (given[0] < 0 || given[0] >= minSize) && (given[1] < 0 || given[1] >= minSize);
        return fits
            ? given
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"An inputShape of ({string.Join(", ", given)}) came for {name}; (height, width, channels) of at least {minSize} by {minSize} was expected. Give such a shape, without the batch."
                ),
                nameof(given)
            );
    }
}
