using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Layers;

/// <summary>
/// Wraps a layer and divides its kernel by the kernel's greatest singular value at the beginning of each training step, so that the
/// layer stretches no input by more than 1. The value is estimated by power iteration, which goes on from step to step.
/// </summary>
/// <remarks>
/// <para>Input and output: the wrapped layer's.</para>
/// <para>Weights: the wrapped layer's, of which <c>kernel</c> (or <c>embeddings</c>) comes first, then, not trained, <c>vector_u</c>
/// (1, the kernel's last axis).</para>
/// <para>With W the kernel as a matrix (..., last axis), a training step repeats v = u Wᵀ / |u Wᵀ|, u = v W / |v W|, then puts
/// W / (v W uᵀ) in the kernel's place. As in Keras the kernel itself is replaced: gradients are taken by the new one, and the optimizer goes on
/// from it. A kernel of zeros stays. Outside training nothing is divided.</para>
/// <para>As in Keras, the output has no mask.</para>
/// <para>Keras: <c>keras.layers.SpectralNormalization</c>. Miyato and others 2018.</para>
/// </remarks>
/// <example><code>new SpectralNormalization(new Conv2D(64, 3, padding: "same"))</code></example>
public sealed class SpectralNormalization : Layer
{
    // Keras's: the least length that a vector is divided by.
    private const double Epsilon = 1e-7;

    private Weight? _kernel;

    /// <summary>A layer around another.</summary>
    /// <param name="layer">The layer; it has a weight <c>kernel</c> or <c>embeddings</c>.</param>
    /// <param name="powerIterations">How many iterations a training step makes, at least 1.</param>
    /// <param name="name">The layer's name; <c>spectral_normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="powerIterations"/> is below 1.</exception>
    public SpectralNormalization(Layer layer, int powerIterations = 1, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = layer;
        PowerIterations = Arguments.Positive(powerIterations, nameof(powerIterations));
    }

    /// <summary>The wrapped layer.</summary>
    public Layer Layer { get; }

    /// <summary>How many iterations a training step makes.</summary>
    public int PowerIterations { get; }

    /// <summary>The estimate of the kernel's first right singular vector, (1, last axis); null until the layer is built.</summary>
    public Weight? VectorU { get; private set; }

    /// <summary>Whether training changes the weights; setting it sets the wrapped layer's.</summary>
    public override bool Trainable
    {
        get => base.Trainable;
        set => base.Trainable = Layer.Trainable = value;
    }

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Weight> Weights =>
        _kernel is null ? Layer.Weights : [_kernel, VectorU!, .. Layer.Weights.Where(w => w != _kernel)];

    /// <inheritdoc/>
    public override IReadOnlyList<Weight> TrainableWeights => Trainable ? Layer.TrainableWeights : [];

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => _kernel = VectorU = null;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        Layer.EnsureBuilt(context, [input]);
        if (_kernel is null)
        {
            _kernel =
                Layer.Weights.FirstOrDefault(w => w.Name is "kernel" or "embeddings")
                ?? throw new LayerException(
                    Name,
                    $"the layer '{Layer.Name}' has no weight 'kernel' or 'embeddings' to normalise. Wrap a Dense, a convolution or an Embedding."
                );
            VectorU = AddWeight(
                "vector_u",
                [1, _kernel.Shape[-1].Value],
                new TruncatedNormal(stddev: 0.02),
                trainable: false
            );
        }
        if (context.Training)
            Normalize(context, _kernel, VectorU!);
        return Layer.Invoke(context, input);
    }

    private void Normalize(CallContext context, Weight kernel, Weight vector)
    {
        // What was replaced before in this step is a constant to what follows.
        var stored = Op.StopGradient(context.Step.Current(kernel.State));
        var matrix = Op.Reshape(kernel.ToLogical(stored), -1, kernel.Shape[-1].Value);
        var transposed = Op.Transpose(matrix, 1, 0);
        var before = context.Latest(vector).Value;
        Value u = before;
        Value v = before;
        for (int i = 0; i < PowerIterations; i++)
        {
            v = Unit(Op.MatMul(u, transposed));
            u = Unit(Op.MatMul(v, matrix));
        }
        var greatest = Op.Reshape(Op.MatMul(Op.MatMul(v, matrix), Op.Transpose(u, 1, 0)), Shape.Of());
        var most = Op.ReduceMax(Op.Abs(matrix));
        var isZero = Op.Equal(most, most.Like(0));
        context.AddUpdate(vector, new SymbolicTensor(Op.Where(isZero, before, u)));
        // Divided as it lies in memory, so that what reads the kernel reads this very value.
        context.Step.Replace(kernel.State, stored / Op.Where(isZero, most.Like(1), greatest));
    }

    private static Value Unit(Value vector)
    {
        var square = Op.ReduceSumSquare(vector);
        return vector / Op.Sqrt(Op.Max(square, square.Like(Epsilon * Epsilon)));
    }
}
