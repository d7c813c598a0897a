using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// A step of a gated recurrent unit: the gates z and r come of input and state by recurrentActivation, the candidate g of the input and
/// of what r lets through of the state by activation; h' = z · h + (1 - z) · g.
/// </summary>
/// <remarks>
/// <para>Inputs: an element (batch, features) and the state (batch, units). Outputs: the output, which is the next state, twice.</para>
/// <para>Weights, their columns in the order z, r, g: <c>kernel</c> (features, 3 · units), <c>recurrent_kernel</c> (units, 3 · units),
/// <c>bias</c> (2, 3 · units), the input's and the state's; (3 · units) without resetAfter.</para>
/// <para>Keras: <c>keras.layers.GRUCell</c>. Cho and others 2014.</para>
/// </remarks>
/// <example><code>new RNN(new GRUCell(32))   // (None, 10, 8) becomes (None, 32)</code></example>
public sealed class GRUCell : UnitsCell
{
    /// <summary>A cell of a number of units.</summary>
    /// <inheritdoc cref="SimpleRNNCell(int, ActivationFunction, bool, Initializer, Initializer, Initializer, Regularizer, Regularizer, Regularizer, Constraint, Constraint, Constraint, double, double, int?, string)"/>
    /// <param name="units">The size of output and state, at least 1.</param>
    /// <param name="activation">The function applied to the candidate; <c>tanh</c> by default.</param>
    /// <param name="recurrentActivation">The function applied to the gates; <c>sigmoid</c> by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the input's kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="recurrentInitializer">How the state's kernel is filled at first; <c>orthogonal</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the input's kernel; none by default.</param>
    /// <param name="recurrentRegularizer">The penalty on the state's kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="kernelConstraint">What the input's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="recurrentConstraint">What the state's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="dropout">The part of the input's features that is dropped while training, 0 to 1.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped while training, 0 to 1, another for each gate.</param>
    /// <param name="resetAfter">Whether the reset gate works on the state's product with the kernel (true, as cuDNN) or on the state (false).</param>
    /// <param name="seed">A seed of the cell's own for what is dropped; by default the model's.</param>
    /// <param name="name">The cell's name; <c>gru_cell</c>, numbered, by default.</param>
    public GRUCell(
        int units,
        ActivationFunction? activation = null,
        ActivationFunction? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0.0,
        double recurrentDropout = 0.0,
        bool resetAfter = true,
        int? seed = null,
        string? name = null
    )
        : base(
            3,
            units,
            activation,
            useBias,
            kernelInitializer,
            recurrentInitializer,
            biasInitializer,
            kernelRegularizer,
            recurrentRegularizer,
            biasRegularizer,
            kernelConstraint,
            recurrentConstraint,
            biasConstraint,
            dropout,
            recurrentDropout,
            seed,
            name
        )
    {
        RecurrentActivation = recurrentActivation ?? "sigmoid";
        ResetAfter = resetAfter;
    }

    /// <summary>The function applied to the gates.</summary>
    public ActivationFunction RecurrentActivation { get; }

    /// <summary>Whether the reset gate works on the state's product with the kernel.</summary>
    public bool ResetAfter { get; }

    private protected override long[] BiasShape => ResetAfter ? [2, 3L * Units] : [3L * Units];

    private protected override Value? InputBias(CallContext context) => BiasOf(context, 0);

    internal override bool IsNative => NativeNames.Has(Activation) && NativeNames.Has(RecurrentActivation);

    internal override string[] NativeActivations => [NativeNames.Of(RecurrentActivation), NativeNames.Of(Activation)];

    internal override string[] DefaultActivations => ["Sigmoid", "Tanh"];

    internal override NativeWeights NativeWeights(CallContext context) =>
        Natively(context, [0, 1, 2], BiasOf(context, 0), BiasOf(context, 1));

    internal override IReadOnlyList<Value> Native(
        Value x,
        Value w,
        Value r,
        Value? b,
        IReadOnlyList<Value> states,
        RecurrentOptions options
    ) => Op.GRU(x, w, r, b, null, states.FirstOrDefault(), linearBeforeReset: ResetAfter, options: options);

    private protected override Func<
        CallContext,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>
    > Turn(CallContext context, GateReader recurrent) =>
        ResetAfter ? ResettingAfter(context, recurrent) : ResettingBefore(recurrent);

    private Func<
        CallContext,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>
    > ResettingAfter(CallContext context, GateReader recurrent)
    {
        var bias = BiasOf(context, 1) is { } outside ? new SymbolicTensor(outside) : null;
        return (turn, elements, states) =>
        {
            var h = states[0].Value;
            var share = recurrent.Read(turn, h, bias is null ? null : turn.Captured(bias).Value);
            if (HasDefaultActivations)
            {
                var next = new SymbolicTensor(Op.GruGates(elements[0].Value, share, h));
                return [next, next];
            }
            var x = Op.Split(elements[0].Value, 1, 2L * Units, Units);
            var s = Op.Split(share, 1, 2L * Units, Units);
            var gates = Op.Split(Gate(x[0] + s[0]), 1, Units, Units);
            return Next(h, gates[0], x[1] + gates[1] * s[1]);
        };
    }

    private Func<
        CallContext,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>
    > ResettingBefore(GateReader recurrent)
    {
        var (gate, candidate) = (recurrent.Gates(0, 2), recurrent.Gates(2, 1));
        return (turn, elements, states) =>
        {
            var h = states[0].Value;
            var x = Op.Split(elements[0].Value, 1, 2L * Units, Units);
            var gates = Op.Split(Gate(gate.Read(turn, h, x[0])), 1, Units, Units);
            return Next(h, gates[0], candidate.Read(turn, gates[1] * h, x[1]));
        };
    }

    private protected override bool HasWholeSteps => ResetAfter;

    private protected override (Value Steps, Value[] Last) AllSteps(
        CallContext context,
        Value projected,
        Value kernel,
        Value[] states,
        bool backwards
    )
    {
        var (steps, h) = Op.GruSequence(projected, kernel, states[0], BiasOf(context, 1), backwards);
        return (steps, [h]);
    }

    private SymbolicTensor[] Next(Value h, Value update, Value candidate)
    {
        var g = Activation.Apply(new SymbolicTensor(candidate)).Value;
        var next = new SymbolicTensor(g + update * (h - g));
        return [next, next];
    }

    private Value Gate(Value x) => RecurrentActivation.Apply(new SymbolicTensor(x)).Value;

    /// <summary>The bias of the input's share (0) or of the state's (1); null where there is none.</summary>
    private Value? BiasOf(CallContext context, int share)
    {
        if (Bias is null)
            return null;
        var bias = context[Bias].Value;
        if (!ResetAfter)
            return share == 0 ? bias : null;
        return Op.Squeeze(Op.Slice(bias, 0, share, share + 1), [0]);
    }
}
