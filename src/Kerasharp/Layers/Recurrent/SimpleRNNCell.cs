using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>A step of a plain recurrent network: h' = activation(x · kernel + bias + h · recurrent_kernel).</summary>
/// <remarks>
/// <para>Inputs: an element (batch, features) and the state (batch, units). Outputs: the output, which is the next state, twice.</para>
/// <para>Weights: <c>kernel</c> (features, units), <c>recurrent_kernel</c> (units, units), <c>bias</c> (units).</para>
/// <para>Keras: <c>keras.layers.SimpleRNNCell</c>. Elman 1990.</para>
/// </remarks>
/// <example><code>new RNN(new SimpleRNNCell(32))   // (None, 10, 8) becomes (None, 32)</code></example>
public sealed class SimpleRNNCell : UnitsCell
{
    /// <summary>A cell of a number of units.</summary>
    /// <param name="units">The size of output and state, at least 1.</param>
    /// <param name="activation">The function applied to the result; <c>tanh</c> by default.</param>
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
    /// <param name="recurrentDropout">The part of the state that is dropped while training, 0 to 1.</param>
    /// <param name="seed">A seed of the cell's own for what is dropped; by default the model's.</param>
    /// <param name="name">The cell's name; <c>simple_rnn_cell</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1, or a part is not 0 to 1.</exception>
    public SimpleRNNCell(
        int units,
        ActivationFunction? activation = null,
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
        int? seed = null,
        string? name = null
    )
        : base(
            1,
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
        ) { }

    internal override bool IsNative => NativeNames.Has(Activation);

    internal override string[] NativeActivations => [NativeNames.Of(Activation)];

    internal override string[] DefaultActivations => ["Tanh"];

    internal override NativeWeights NativeWeights(CallContext context) =>
        Natively(context, [0], Bias is null ? null : context[Bias].Value, null);

    internal override IReadOnlyList<Value> Native(
        Value x,
        Value w,
        Value r,
        Value? b,
        IReadOnlyList<Value> states,
        RecurrentOptions options
    ) => Op.RNN(x, w, r, b, null, states.FirstOrDefault(), options);

    private protected override Func<
        CallContext,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyList<SymbolicTensor>
    > Turn(CallContext context, GateReader recurrent) =>
        (turn, elements, states) =>
        {
            var sum = recurrent.Read(turn, states[0].Value, elements[0].Value);
            var output = Activation.Apply(new SymbolicTensor(sum));
            return [output, output];
        };
}
