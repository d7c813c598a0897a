using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>x from 0 on, alpha x below, with an alpha for each element that is learned.</summary>
/// <remarks>
/// <para>Input and output: (batch, ...).</para>
/// <para>Weights: <c>alpha</c>, of the input's shape without the batch, 1 along shared axes.</para>
/// <para>He et al., Delving Deep into Rectifiers, 2015. Keras: <c>keras.layers.PReLU</c>.</para>
/// </remarks>
/// <example><code>new PReLU(sharedAxes: [1, 2])   // behind a Conv2D: a slope for each channel</code></example>
public sealed class PReLU : Layer
{
    private readonly int[]? _sharedAxes;

    /// <summary>A layer of the function.</summary>
    /// <param name="alphaInitializer">How the slopes are filled at first; <c>zeros</c> by default.</param>
    /// <param name="alphaRegularizer">The penalty on the slopes; none by default.</param>
    /// <param name="alphaConstraint">What the slopes must fulfil after each update; nothing by default.</param>
    /// <param name="sharedAxes">The axes along which slopes are shared, from 1 on; none by default.</param>
    /// <param name="name">The layer's name; <c>p_re_lu</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shared axis is below 1.</exception>
    public PReLU(
        Initializer? alphaInitializer = null,
        Regularizer? alphaRegularizer = null,
        Constraint? alphaConstraint = null,
        int[]? sharedAxes = null,
        string? name = null
    )
        : base(name)
    {
        AlphaInitializer = alphaInitializer ?? "zeros";
        AlphaRegularizer = alphaRegularizer;
        AlphaConstraint = alphaConstraint;
        if (sharedAxes is not null && Array.Exists(sharedAxes, a => a < 1))
            throw new ArgumentOutOfRangeException(
                nameof(sharedAxes),
                $"sharedAxes of ({string.Join(", ", sharedAxes)}) came; each must be at least 1, since 0 is the batch. Give axes of the input."
            );
        _sharedAxes = sharedAxes is null ? null : [.. sharedAxes];
    }

    /// <summary>How the slopes are filled at first.</summary>
    public Initializer AlphaInitializer { get; }

    /// <summary>The penalty on the slopes.</summary>
    public Regularizer? AlphaRegularizer { get; }

    /// <summary>What the slopes must fulfil after each update.</summary>
    public Constraint? AlphaConstraint { get; }

    /// <summary>The axes along which slopes are shared; null for none.</summary>
    public IReadOnlyList<int>? SharedAxes => _sharedAxes;

    /// <summary>The slopes; null until the layer is built.</summary>
    public Weight? Alpha { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        if (_sharedAxes is not null && Array.Exists(_sharedAxes, a => a >= inputShape.Rank))
            throw this.Misfit(
                inputShape,
                $"slopes are shared along the axes ({string.Join(", ", _sharedAxes)}), which it must have",
                "Give other sharedAxes."
            );
        var sizes = new long[inputShape.Rank - 1];
        for (int i = 1; i < inputShape.Rank; i++)
            sizes[i - 1] = _sharedAxes?.Contains(i) == true ? 1 : this.KnownChannels(inputShape, i);
        Alpha = AddWeight("alpha", sizes, AlphaInitializer, regularizer: AlphaRegularizer, constraint: AlphaConstraint);
    }

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        var shape = Alpha!.Shape;
        bool fits = input.Rank == shape.Rank + 1;
        for (int i = 0; fits && i < shape.Rank; i++)
            fits = shape[i].IsOne || !input.Shape[i + 1].IsKnown || input.Shape[i + 1] == shape[i];
        if (!fits)
            throw this.Misfit(
                input.Shape,
                $"the layer was built for {shape} behind the batch, where 1 stands for any size",
                "Give that, or another PReLU."
            );
        return new SymbolicTensor(Op.PRelu(input.In(context), context[Alpha].Value));
    }
}
