using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp;

/// <summary>
/// A model read from an ONNX file: its graph as it is, its floating-point constants as weights. It can be asked, fine-tuned and exported
/// like any other, and stands as a layer in other models.
/// </summary>
/// <remarks>
/// Where the file draws random numbers (RandomNormal, RandomUniform, their Like forms, Bernoulli, Multinomial, and Dropout whose
/// training_mode is on), training draws them from Kerasharp's generator, so that the same seed gives the same training on any device; a
/// node with a seed of its own keeps to it. Elsewhere, and in exported files, such nodes stay as they are: the runtime draws.
/// </remarks>
/// <example><code>
/// using var model = OnnxModel.Load("classifier.onnx");
/// model.Compile(optimizer: "adam", loss: new SparseCategoricalCrossentropy(fromLogits: true), metrics: ["accuracy"]);
/// model.Fit(x, y, epochs: 3);
/// model.Export("tuned.onnx");
/// </code></example>
public sealed partial class OnnxModel : Model
{
    private readonly Graph _graph;
    private readonly Dictionary<Value, Weight> _weights = new(ReferenceEqualityComparer.Instance);

    private OnnxModel(Graph graph, string? name)
        : base(name)
    {
        _graph = graph;
        FindWeights();
        Inputs = graph.Inputs.Select(i => new InputSpec(i.Name!, i.ElementType, WithBatch(i))).ToArray();
        OutputNames = graph.Outputs.Select(o => o.Name).ToArray();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<InputSpec> Inputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames { get; }

    /// <summary>None: what the file holds is one graph, whose weights are <see cref="Layer.Weights"/>.</summary>
    public override IReadOnlyList<Layer> Layers => [];

    /// <summary>What the file says of itself, by key, as <see cref="Model.Export"/> or another program wrote it.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _graph.Metadata;

    /// <summary>The names of the classes that <see cref="Model.Export"/> was given; null where the file has none.</summary>
    /// <example><code>
    /// using var model = OnnxModel.Load("iris.onnx");
    /// string name = model.Labels![0];
    /// </code></example>
    public IReadOnlyList<string>? Labels => LabelsIn(Metadata);

    /// <summary>Reads a model.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="name">A name for the model; by default <c>onnx_model</c>, numbered.</param>
    /// <exception cref="GraphException">The file holds no model that can be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static OnnxModel Load(string path, string? name = null) => new(ModelReader.Load(path), name);

    /// <summary>Reads a model from the bytes of an ONNX file.</summary>
    /// <exception cref="GraphException">They hold no model that can be read.</exception>
    public static OnnxModel FromBytes(ReadOnlySpan<byte> bytes, string? name = null) =>
        new(ModelReader.FromBytes(bytes), name);

    /// <summary>There is none: the model is a file's graph.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override JsonObject GetConfig() =>
        throw new NotSupportedException(
            $"The configuration of the model '{Name}' was asked for, which is the graph of an ONNX file; a model of layers was expected. Save it by itself by Save, or Export what it is a part of."
        );

    /// <summary>The graph as an ONNX file, with the weights as they are now.</summary>
    /// <exception cref="NotSupportedException">Weights would not be found again by their names.</exception>
    internal byte[] ToFile()
    {
        var graph = new Graph(_graph.Name);
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var input in _graph.Inputs)
            map[input] = graph.AddInput(input.Name!, input.ElementType, input.Shape);
        foreach (var (constant, weight) in _weights)
        {
            var tensor = new ConstantTensor(weight.ElementType, weight.State.Dims, weight.State.ReadBytes());
            map[constant] = constant.Name is { } name ? graph.NamedConstant(name, tensor) : graph.Constant(tensor);
        }
        var outputs = GraphCopy.Into(_graph.Outputs.Select(o => o.Value).ToArray(), graph, map);
        for (int i = 0; i < outputs.Length; i++)
            graph.AddOutput(_graph.Outputs[i].Name, outputs[i]);
        byte[] bytes = ModelWriter.ToBytes(graph, metadata: Metadata);
        using var copy = FromBytes(bytes, Name);
        bool same = copy
            .Weights.Select(w => (w.Path, w.Shape.ToString()))
            .SequenceEqual(Weights.Select(w => (w.Path, w.Shape.ToString())));
        return same
            ? bytes
            : throw new NotSupportedException(
                $"The model '{Name}' was to be saved, whose graph has constants without names; names for all were expected, by which weights are found again. Write it by Export."
            );
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < inputs.Count; i++)
            map[_graph.Inputs[i]] = inputs[i].Value;
        foreach (var (constant, weight) in _weights)
            map[constant] = context[weight].Value;
        var outputs = GraphCopy.Into(_graph.Outputs.Select(o => o.Value).ToArray(), context.Graph, map);
        return outputs.Select(o => new SymbolicTensor(o)).ToArray();
    }

    // The file says of what types its elements are.
    private protected override bool Autocasts => false;

    private protected override IReadOnlyDictionary<string, string> FileMetadata => Metadata;

    /// <summary>The first dimension counts examples, whether the file left it open or was exported for one.</summary>
    private static Shape WithBatch(Value input)
    {
        if (input.Rank == 0)
            throw new GraphException(
                $"The input '{input.Name}' is a single number; a model's inputs have a first dimension that counts examples. Export the model with one."
            );
        return input.Shape.With(0, Dim.Batch);
    }

    private void FindWeights()
    {
        foreach (var node in _graph.Sort())
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (
                    node.Inputs[i] is not { Constant: { } tensor } value
                    || !IsWeight(node, tensor)
                    || _weights.ContainsKey(value)
                )
                    continue;
                // Means and variances of a batch normalisation are statistics, which gradients do not change.
                bool statistics = node.Op == "BatchNormalization" && i >= 3;
                var weight = new Weight($"{Name}/{value.Name ?? $"constant_{_weights.Count}"}", tensor, !statistics);
                _weights.Add(value, weight);
                Adopt(weight);
            }
        }
    }

    /// <summary>A single number is a bias or kernel of one unit where nodes have such, and otherwise part of a formula.</summary>
    private static bool IsWeight(Node node, ConstantTensor tensor) =>
        tensor.Type.IsFloat()
        && (
            tensor.Count > 1
            || (
                tensor.Shape.Rank > 0
                && (IsLinear(node) || (node.Op == "Add" && node.Inputs.Any(i => i?.Producer is { } p && IsLinear(p))))
            )
        );

    private static bool IsLinear(Node node) =>
        node.Op is "Gemm" or "MatMul" or "Conv" or "ConvTranspose" or "BatchNormalization";
}
