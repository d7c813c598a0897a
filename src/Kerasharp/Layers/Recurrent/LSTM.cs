using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>A long short-term memory, which holds what it has seen in a cell that gates let things into and out of.</summary>
/// <remarks>
/// <para>Input: (batch, time, features). Output: (batch, units), the last step's; with returnSequences (batch, time, units); with
/// returnState the last states h and c, each (batch, units), besides. <see cref="LSTMCell"/> has the formula, <see cref="RNN"/> tells of
/// training, masks and exports.</para>
/// <para>Weights, their columns in the order i, f, g, o: <c>kernel</c> (features, 4 · units), <c>recurrent_kernel</c>
/// (units, 4 · units), <c>bias</c> (4 · units).</para>
/// <para>Keras: <c>keras.layers.LSTM</c>. Hochreiter and Schmidhuber 1997.</para>
/// </remarks>
/// <example><code>
/// new LSTM(32)                          // (None, 10, 8) becomes (None, 32)
/// new LSTM(32, returnSequences: true)   // (None, 10, 8) becomes (None, 10, 32)
/// </code></example>
public sealed class LSTM : UnitsRNN
{
    private readonly LSTMCell _cell;

    /// <summary>A layer of a number of units.</summary>
    /// <param name="units">The size of output and state, at least 1.</param>
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
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the input's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="recurrentConstraint">What the state's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="dropout">The part of the input's features that is dropped while training, 0 to 1, the same in all steps.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped while training where gates read it, 0 to 1, the same in all steps.</param>
    /// <param name="seed">A seed of the layer's own for what is dropped; by default the model's.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are given, rather than the last one.</param>
    /// <param name="returnState">Whether the last states are given besides.</param>
    /// <param name="goBackwards">Whether the steps go from the last element to the first; the outputs come in the steps' order then.</param>
    /// <param name="stateful">Whether a batch begins with the states that the one before it left; the batch's size must be known.</param>
    /// <param name="unroll">Whether the steps are written out one by one while training; their number must be known.</param>
    /// <param name="zeroOutputForMask">Whether the output of a masked step is zero, rather than that of the step before.</param>
    /// <param name="name">The layer's name; <c>lstm</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1, or a part is not 0 to 1.</exception>
    public LSTM(
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
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0.0,
        double recurrentDropout = 0.0,
        int? seed = null,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        bool zeroOutputForMask = false,
        string? name = null
    )
        : base(
            new LSTMCell(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                "lstm_cell"
            ),
            activityRegularizer,
            returnSequences,
            returnState,
            goBackwards,
            stateful,
            unroll,
            zeroOutputForMask,
            name
        ) => _cell = (LSTMCell)Cell;

    /// <inheritdoc cref="LSTMCell.RecurrentActivation"/>
    public ActivationFunction RecurrentActivation => _cell.RecurrentActivation;

    /// <inheritdoc cref="LSTMCell.UnitForgetBias"/>
    public bool UnitForgetBias => _cell.UnitForgetBias;
}
