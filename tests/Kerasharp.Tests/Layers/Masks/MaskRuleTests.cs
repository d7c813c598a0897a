using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers;

/// <summary>
/// What each layer does with the mask of its input, read off Keras 3.16's sources: <c>supports_masking</c>, <c>compute_mask</c>, and what
/// <c>call</c> does with its argument <c>mask</c>.
/// </summary>
public class MaskRuleTests
{
    /// <summary>What comes out of a layer whose inputs have masks.</summary>
    private enum Rule
    {
        /// <summary>The input's mask.</summary>
        Keeps,

        /// <summary>None, with a warning: the layer does not know of masks.</summary>
        Loses,

        /// <summary>None: the layer has used the mask, or says that there is none.</summary>
        Ends,

        /// <summary>Another mask.</summary>
        Makes,
    }

    // (batch, steps, features) with a mask (batch, steps), where nothing else is said.
    private static readonly long[] Sequence = [5, 4];

    private static readonly (Rule Rule, Func<Layer> Make, long[][] Inputs)[] Rules =
    [
        // supports_masking = True, compute_mask as it is by default.
        Row(Rule.Keeps, () => new Activation("relu")),
        Row(Rule.Keeps, () => new ActivityRegularization(0.1)),
        Row(Rule.Keeps, () => new AlphaDropout(0.2)),
        Row(Rule.Keeps, () => new BatchNormalization()),
        Row(Rule.Keeps, () => new Dense(3)),
        Row(Rule.Keeps, () => new Dropout(0.2)),
        Row(Rule.Keeps, () => new ELU()),
        Row(Rule.Keeps, () => new GaussianDropout(0.2)),
        Row(Rule.Keeps, () => new GaussianNoise(0.2)),
        Row(Rule.Keeps, () => new GroupNormalization(2)),
        Row(Rule.Keeps, () => new Kerasharp.Layers.Identity()),
        Row(Rule.Keeps, () => new LayerNormalization()),
        Row(Rule.Keeps, () => new LeakyReLU()),
        Row(Rule.Keeps, () => new PReLU()),
        Row(Rule.Keeps, () => new ReLU()),
        Row(Rule.Keeps, () => new Softmax()),
        Row(Rule.Keeps, () => new SpatialDropout1D(0.2)),
        Row(Rule.Keeps, () => new SpatialDropout2D(0.2), [5, 4, 3]),
        Row(Rule.Keeps, () => new SpatialDropout3D(0.2), [5, 4, 3, 2]),
        Row(Rule.Keeps, () => new TernaryDense(3)),
        Row(Rule.Keeps, () => new UnitNormalization()),
        // What it wraps does it, as a layer that is called in a layer.
        Row(Rule.Keeps, () => new SpectralNormalization(new Dense(3))),
        // Recurrent layers: compute_mask gives the mask for sequences, and none for the last output alone.
        Row(Rule.Keeps, () => new Bidirectional(new GRU(3, returnSequences: true))),
        Row(Rule.Keeps, () => new ConvLSTM1D(2, 2, returnSequences: true), [5, 4, 3]),
        Row(Rule.Keeps, () => new ConvLSTM2D(2, 2, returnSequences: true), [5, 4, 3, 2]),
        Row(Rule.Keeps, () => new ConvLSTM3D(1, 2, returnSequences: true), [5, 4, 3, 2, 1]),
        Row(Rule.Keeps, () => new GRU(3, returnSequences: true)),
        Row(Rule.Keeps, () => new LSTM(3, returnSequences: true, returnState: true)),
        Row(Rule.Keeps, () => new RNN(new LSTMCell(3), returnSequences: true)),
        Row(Rule.Keeps, () => new SimpleRNN(3, returnSequences: true)),
        Row(Rule.Keeps, () => new TimeDistributed(new Dense(3))),
        Row(Rule.Keeps, () => new TimeDistributed(new Flatten()), [5, 4, 3]),
        Row(Rule.Ends, () => new Bidirectional(new GRU(3))),
        Row(Rule.Ends, () => new ConvLSTM1D(2, 2), [5, 4, 3]),
        Row(Rule.Ends, () => new GRU(3)),
        Row(Rule.Ends, () => new LSTM(3)),
        Row(Rule.Ends, () => new RNN(new LSTMCell(3))),
        Row(Rule.Ends, () => new SimpleRNN(3)),
        // Not supports_masking.
        Row(Rule.Loses, () => new AdaptiveAveragePooling1D(2)),
        Row(Rule.Loses, () => new AdaptiveAveragePooling2D(2), [6, 4, 3]),
        Row(Rule.Loses, () => new AdaptiveAveragePooling3D(2), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new AdaptiveMaxPooling1D(2)),
        Row(Rule.Loses, () => new AdaptiveMaxPooling2D(2), [6, 4, 3]),
        Row(Rule.Loses, () => new AdaptiveMaxPooling3D(2), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new AveragePooling1D(2)),
        Row(Rule.Loses, () => new AveragePooling2D(2), [6, 4, 3]),
        Row(Rule.Loses, () => new AveragePooling3D(2), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new CenterCrop(2, 2), [6, 4, 3]),
        Row(Rule.Loses, () => new Conv1D(3, 1)),
        Row(Rule.Loses, () => new Conv1DTranspose(3, 1)),
        Row(Rule.Loses, () => new Conv2D(3, 1), [6, 4, 3]),
        Row(Rule.Loses, () => new Conv2DTranspose(3, 1), [6, 4, 3]),
        Row(Rule.Loses, () => new Conv3D(3, 1), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new Conv3DTranspose(3, 1), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new Cropping1D(1)),
        Row(Rule.Loses, () => new Cropping2D(1), [6, 4, 3]),
        Row(Rule.Loses, () => new Cropping3D(1), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new DepthwiseConv1D(1)),
        Row(Rule.Loses, () => new DepthwiseConv2D(1), [6, 4, 3]),
        Row(Rule.Loses, () => new EinsumDense("abc,cd->abd", [null, 3])),
        Row(Rule.Loses, () => new Flatten()),
        Row(Rule.Loses, () => new GlobalAveragePooling2D(), [6, 4, 3]),
        Row(Rule.Loses, () => new GlobalAveragePooling3D(), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new GlobalMaxPooling1D()),
        Row(Rule.Loses, () => new GlobalMaxPooling2D(), [6, 4, 3]),
        Row(Rule.Loses, () => new GlobalMaxPooling3D(), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new Lambda(x => x * 2)),
        Row(Rule.Loses, () => new MaxPooling1D(2)),
        Row(Rule.Loses, () => new MaxPooling2D(2), [6, 4, 3]),
        Row(Rule.Loses, () => new MaxPooling3D(2), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new Permute([2, 1])),
        Row(Rule.Loses, () => new RMSNormalization()),
        Row(Rule.Loses, () => new RepeatVector(2), [4]),
        Row(Rule.Loses, () => new Rescaling(0.5)),
        Row(Rule.Loses, () => new Reshape(4, 5)),
        Row(Rule.Loses, () => new Resizing(3, 3), [6, 4, 3]),
        Row(Rule.Loses, () => new SeparableConv1D(3, 1)),
        Row(Rule.Loses, () => new SeparableConv2D(3, 1), [6, 4, 3]),
        Row(Rule.Loses, () => new UpSampling1D(2)),
        Row(Rule.Loses, () => new UpSampling2D(2), [6, 4, 3]),
        Row(Rule.Loses, () => new UpSampling3D(2), [4, 4, 4, 2]),
        Row(Rule.Loses, () => new ZeroPadding1D(1)),
        Row(Rule.Loses, () => new ZeroPadding2D(1), [6, 4, 3]),
        Row(Rule.Loses, () => new ZeroPadding3D(1), [4, 4, 4, 2]),
        // What comes out as it came in is without a mask, too.
        Row(Rule.Loses, () => new UpSampling1D(1)),
        Row(Rule.Loses, () => new ZeroPadding1D(0)),
        // Their compute_mask gives None: the mask of numbers is none of vectors. Without an argument `mask` they do not use it.
        Row(Rule.Loses, () => new Embedding(9, 2), [5]),
        Row(Rule.Loses, () => new ReversibleEmbedding(9, 2), [5]),
        // compute_mask gives None, and the mask is used, or meant to end.
        Row(Rule.Ends, () => new GlobalAveragePooling1D()),
        Row(Rule.Ends, () => new Dot(1), Sequence, Sequence),
        // Masks of their own.
        Row(Rule.Makes, () => new Embedding(9, 2, maskZero: true), [5]),
        Row(Rule.Makes, () => new ReversibleEmbedding(9, 2, maskZero: true), [5]),
        Row(Rule.Makes, () => new Masking()),
        Row(Rule.Makes, () => new Lambda(x => x * 2, mask: (_, m) => Ops.LogicalNot(m!))),
        // A place counts where it does in one of the inputs.
        Row(Rule.Makes, () => new Add(), Sequence, Sequence),
        Row(Rule.Makes, () => new Average(), Sequence, Sequence),
        Row(Rule.Makes, () => new Maximum(), Sequence, Sequence),
        Row(Rule.Makes, () => new Minimum(), Sequence, Sequence),
        Row(Rule.Makes, () => new Multiply(), Sequence, Sequence),
        Row(Rule.Makes, () => new Subtract(), Sequence, Sequence),
        Row(Rule.Makes, () => new Concatenate(), Sequence, Sequence),
        Row(Rule.Makes, () => new Concatenate(1), Sequence, Sequence),
    ];

    // Layers of pixels, of features and of text, none of which knows of masks; and those that their own tests hold.
    private static readonly string[] Others =
    [
        "AdditiveAttention",
        "Attention",
        "CategoryEncoding",
        "Discretization",
        "GroupQueryAttention",
        "GroupedQueryAttention",
        "HashedCrossing",
        "Hashing",
        "Input",
        "IntegerLookup",
        "MaxNumBoundingBoxes",
        "MelSpectrogram",
        "MultiHeadAttention",
        "Normalization",
        "Pipeline",
        "PositionEmbedding",
        "RotaryEmbedding",
        "STFTSpectrogram",
        "SinePositionEncoding",
        "StringLookup",
        "TextVectorization",
        "TokenAndPositionEmbedding",
        "TransformerDecoder",
        "TransformerEncoder",
    ];

    public static TheoryData<string, int> Names()
    {
        var names = new TheoryData<string, int>();
        for (int i = 0; i < Rules.Length; i++)
            names.Add(Rules[i].Make().TypeName, i);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mask_goes_on_as_in_Keras(string name, int row)
    {
        var (rule, make, inputs) = Rules[row];
        using var warnings = new StringWriter();
        Warnings.Writer = warnings;
        var layer = make();
        Assert.Equal(name, layer.TypeName);

        var step = new StepGraph("test");
        var random = new State("random", ElementType.Int64, [2]);
        var context = new CallContext(step, training: true, ElementType.Float32, random);
        var tensors = inputs
            .Select(
                (shape, i) =>
                    new SymbolicTensor(step.Graph.AddInput($"x{i}", ElementType.Float32, new Input(shape).Shape))
            )
            .ToArray();
        var masks = new List<SymbolicTensor>();
        for (int i = 0; i < tensors.Length; i++)
        {
            var shape = new Shape([.. tensors[i].Shape.Take(tensors[i].Rank == 2 && layer is RepeatVector ? 1 : 2)]);
            masks.Add(new SymbolicTensor(step.Graph.AddInput($"mask{i}", ElementType.Bool, shape)));
            context.SetMask(tensors[i], masks[i]);
        }
        var output = layer.Invoke(context, tensors)[0];
        var mask = context.PeekMask(output);

        switch (rule)
        {
            case Rule.Keeps:
                Assert.Same(masks[0].Value, mask?.Value);
                break;
            case Rule.Makes:
                Assert.NotNull(mask);
                Assert.DoesNotContain(mask.Value, masks.Select(m => m.Value));
                // (batch, steps), whatever the layer has made of the features.
                Assert.Equal(new Shape([.. output.Shape.Take(2)]), mask.Shape);
                Assert.Equal(ElementType.Bool, mask.ElementType);
                break;
            default:
                Assert.Null(mask);
                break;
        }
        if (rule == Rule.Loses)
            Assert.Contains($"The layer '{layer.Name}' ({name}) was given a tensor with a mask", warnings.ToString());
        else
            Assert.Equal("", warnings.ToString());

        // It says so once.
        warnings.GetStringBuilder().Clear();
        layer.Invoke(context, tensors);
        Assert.Equal("", warnings.ToString());
    }

    [Fact]
    public void Every_layer_has_a_rule()
    {
        var ruled = Rules.Select(r => r.Make().GetType()).ToHashSet();
        var missing = typeof(Layer)
            .Assembly.GetTypes()
            .Where(t =>
                t is { IsPublic: true, IsAbstract: false, Namespace: "Kerasharp.Layers" }
                && t.IsSubclassOf(typeof(Layer))
                && !ruled.Contains(t)
                // Another name of a layer is that layer.
                && !ruled.Contains(t.BaseType!)
                && !t.IsSubclassOf(typeof(ImageAugmentation))
                && !t.Name.EndsWith("Cell", StringComparison.Ordinal)
                && !t.Name.EndsWith("Cells", StringComparison.Ordinal)
                && !Others.Contains(t.Name)
            )
            .Select(t => t.Name);
        Assert.Empty(missing);
    }

    [Fact]
    public void Merged_masks_count_where_one_of_them_does_and_end_where_one_is_missing()
    {
        var (context, graph) = Begin();
        SymbolicTensor a = Tensor(graph, "a"),
            b = Tensor(graph, "b");
        context.SetMask(a, new SymbolicTensor(graph.AddInput("mask", ElementType.Bool, new(Dim.Batch, 5))));
        Assert.Null(context.PeekMask(new Add().Invoke(context, [a, b])[0]));
        Assert.Null(context.PeekMask(new Concatenate().Invoke(context, [a, b])[0]));
        // Put end to end, what has no mask counts everywhere.
        var mask = context.PeekMask(new Concatenate(1).Invoke(context, [a, b])[0]);
        Assert.Equal(new Shape(Dim.Batch, 10), mask!.Shape);
    }

    [Fact]
    public void A_layer_of_ones_own_hands_masks_on_if_it_says_so()
    {
        using var warnings = new StringWriter();
        Warnings.Writer = warnings;
        var (context, graph) = Begin();
        var x = Tensor(graph, "x");
        var mask = new SymbolicTensor(graph.AddInput("mask", ElementType.Bool, new(Dim.Batch, 5)));
        context.SetMask(x, mask);
        Assert.Null(context.PeekMask(new Own().Invoke(context, x)));
        Assert.Contains("override PassesMask", warnings.ToString());
        Assert.Equal(mask, context.PeekMask(new Own { Passes = true }.Invoke(context, x)));

        // One that asks for it knows what it does; so does one whose parts do.
        warnings.GetStringBuilder().Clear();
        new Own { Asks = true }.Invoke(context, x);
        Assert.Equal(mask, context.PeekMask(new Own { Inner = new Dense(4) }.Invoke(context, x)));
        Assert.Equal("", warnings.ToString());
    }

    [Fact]
    public void A_mask_of_another_shape_is_refused()
    {
        var (context, graph) = Begin();
        var x = Tensor(graph, "x");
        foreach (
            var shape in new[] { Shape.Of(7), new Shape(Dim.Batch, 3), new Shape(Dim.Batch, 5, 4, 1), new Shape() }
        )
        {
            var mask = new SymbolicTensor(graph.AddInput($"m{shape}", ElementType.Bool, shape));
            var error = Record.Exception(() => context.SetMask(x, mask));
            if (shape.Rank == 1)
            {
                // One number an example, of a batch that is not known.
                Assert.Null(error);
                continue;
            }
            Assert.Equal(
                $"A mask of shape {shape} came for a tensor of shape (None, 5, 4); the tensor's first dimensions were expected, such as (None, 5). Reshape the mask, or pad it as the tensor is.",
                Assert.IsType<ArgumentException>(error).Message
            );
        }
    }

    private static (Rule, Func<Layer>, long[][]) Row(Rule rule, Func<Layer> make, params long[][] inputs) =>
        (rule, make, inputs.Length == 0 ? [Sequence] : inputs);

    private static (CallContext Context, Graph Graph) Begin()
    {
        var step = new StepGraph("test");
        return (new CallContext(step, training: false, ElementType.Float32, null), step.Graph);
    }

    private static SymbolicTensor Tensor(Graph graph, string name) =>
        new(graph.AddInput(name, ElementType.Float32, new(Dim.Batch, 5, 4)));

    private sealed class Own : Layer
    {
        public bool Passes { get; init; }

        public bool Asks { get; init; }

        public Layer? Inner { get; init; }

        protected override bool PassesMask => Passes;

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            if (Asks)
                context.GetMask(input);
            return Inner is null ? input * 2 : Inner.Invoke(context, input);
        }
    }
}
