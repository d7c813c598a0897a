using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>A plain recurrent network: h' = activation(x · kernel + bias + h · recurrent_kernel), step by step.</summary>
/// <remarks>
/// <para>Input: (batch, time, features). Output: (batch, units), the last step's; with returnSequences (batch, time, units); with
/// returnState the last state (batch, units) besides. See <see cref="RNN"/> for training, masks and exports.</para>
/// <para>Weights: <c>kernel</c> (features, units), <c>recurrent_kernel</c> (units, units), <c>bias</c> (units).</para>
/// <para>Keras: <c>keras.layers.SimpleRNN</c>. Elman 1990.</para>
/// </remarks>
/// <example><code>new SimpleRNN(32)   // (None, 10, 8) becomes (None, 32)</code></example>
public sealed class SimpleRNN : UnitsRNN
{
    /// <summary>A layer of a number of units.</summary>
    /// <param name="units">The size of output and state, at least 1.</param>
    /// <param name="activation">The function applied to the result; <c>tanh</c> by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the input's kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="recurrentInitializer">How the state's kernel is filled at first; <c>orthogonal</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
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
    /// <param name="name">The layer's name; <c>simple_rnn</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1, or a part is not 0 to 1.</exception>
    public SimpleRNN(
        int units,
        ActivationFunction? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
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
            new SimpleRNNCell(
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
                "simple_rnn_cell"
            ),
            activityRegularizer,
            returnSequences,
            returnState,
            goBackwards,
            stateful,
            unroll,
            zeroOutputForMask,
            name
        ) { }
}
