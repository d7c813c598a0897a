using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// A step of a long short-term memory: of z = x · kernel + bias + h · recurrent_kernel come the gates i, f and o by recurrentActivation
/// and the candidate g by activation; c' = f · c + i · g, and h' = o · activation(c').
/// </summary>
/// <remarks>
/// <para>Inputs: an element (batch, features), and the states h and c, each (batch, units). Outputs: the output h', then h' and c'.</para>
/// <para>Weights, their columns in the order i, f, g, o: <c>kernel</c> (features, 4 · units), <c>recurrent_kernel</c>
/// (units, 4 · units), <c>bias</c> (4 · units).</para>
/// <para>Keras: <c>keras.layers.LSTMCell</c>. Hochreiter and Schmidhuber 1997.</para>
/// </remarks>
/// <example><code>new RNN(new LSTMCell(32), returnSequences: true)   // (None, 10, 8) becomes (None, 10, 32)</code></example>
public sealed class LSTMCell : UnitsCell
{
    /// <summary>A cell of a number of units.</summary>
    /// <inheritdoc cref="SimpleRNNCell(int, ActivationFunction, bool, Initializer, Initializer, Initializer, Regularizer, Regularizer, Regularizer, Constraint, Constraint, Constraint, double, double, int?, string)"/>
    /// <param name="units">The size of output and states, at least 1.</param>
    /// <param name="activation">The function applied to candidate and cell; <c>tanh</c> by default.</param>
    /// <param name="recurrentActivation">The function applied to the gates; <c>sigmoid</c> by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the input's kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="recurrentInitializer">How the state's kernel is filled at first; <c>orthogonal</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="unitForgetBias">Whether the forget gate's bias is 1 at first.</param>
    /// <param name="kernelRegularizer">The penalty on the input's kernel; none by default.</param>
    /// <param name="recurrentRegularizer">The penalty on the state's kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="kernelConstraint">What the input's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="recurrentConstraint">What the state's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="dropout">The part of the input's features that is dropped while training, 0 to 1.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped while training, 0 to 1, another for each gate.</param>
    /// <param name="seed">A seed of the cell's own for what is dropped; by default the model's.</param>
    /// <param name="name">The cell's name; <c>lstm_cell</c>, numbered, by default.</param>
    public LSTMCell(
        int units,
        ActivationFunction? activation = null,
        ActivationFunction? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0.0,
        double recurrentDropout = 0.0,
        int? seed = null,
        string? name = null
    )
        : base(
            4,
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
        UnitForgetBias = unitForgetBias;
    }

    /// <summary>The function applied to the gates.</summary>
    public ActivationFunction RecurrentActivation { get; }

    /// <summary>Whether the forget gate's bias is 1 at first.</summary>
    public bool UnitForgetBias { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSize => [Units, Units];

    private protected override Initializer FirstBias =>
        UnitForgetBias ? new ForgetBias(BiasInitializer, Units) : BiasInitializer;

    internal override bool IsNative => NativeNames.Has(Activation) && NativeNames.Has(RecurrentActivation);

    internal override string[] NativeActivations =>
        [NativeNames.Of(RecurrentActivation), NativeNames.Of(Activation), NativeNames.Of(Activation)];

    internal override string[] DefaultActivations => ["Sigmoid", "Tanh", "Tanh"];

    // ONNX has the gates in the order i, o, f, g.
    internal override NativeWeights NativeWeights(CallContext context) =>
        Natively(context, [0, 3, 1, 2], Bias is null ? null : context[Bias].Value, null);

    internal override IReadOnlyList<Value> Native(
        Value x,
        Value w,
        Value r,
        Value? b,
        IReadOnlyList<Value> states,
        RecurrentOptions options
    ) => Op.LSTM(x, w, r, b, null, states.FirstOrDefault(), states.ElementAtOrDefault(1), options: options);

    private protected override Func<
        CallContext,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>
    > Turn(CallContext context, GateReader recurrent) =>
        (turn, elements, states) =>
        {
            var z = recurrent.Read(turn, states[0].Value, elements[0].Value);
            if (HasDefaultActivations)
            {
                var (h, c) = Op.LstmGates(z, states[1].Value);
                return [new SymbolicTensor(h), new SymbolicTensor(h), new SymbolicTensor(c)];
            }
            var parts = Op.Split(z, 1, 2L * Units, Units, Units);
            var gates = Op.Split(Gate(parts[0]), 1, Units, Units);
            var cell = new SymbolicTensor(gates[1] * states[1].Value + gates[0] * Activated(parts[1]));
            var output = new SymbolicTensor(Gate(parts[2]) * Activated(cell.Value));
            return [output, output, cell];
        };

    private protected override bool HasWholeSteps => true;

    private protected override (Value Steps, Value[] Last) AllSteps(
        CallContext context,
        Value projected,
        Value kernel,
        Value[] states,
        bool backwards
    )
    {
        var (steps, h, c) = Op.LstmSequence(projected, kernel, states[0], states[1], backwards);
        return (steps, [h, c]);
    }

    private Value Gate(Value x) => RecurrentActivation.Apply(new SymbolicTensor(x)).Value;

    private Value Activated(Value x) => Activation.Apply(new SymbolicTensor(x)).Value;
}
