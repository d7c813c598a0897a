using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// An LSTM over sequences of pictures, whose products are convolutions: with * for a convolution, W of the input and R of the state,
/// i, f, o = recurrentActivation(W * x + R * h + b), c' = f c + i activation(W * x + R * h + b), h' = o activation(c').
/// </summary>
/// <remarks>
/// <para>Input: (batch, time, height, width, channels), of which all but batch and time must be known, and perhaps the states h and c to begin with.
/// Output: (batch, newHeight, newWidth, filters), the last step's; with returnSequences the outputs of all steps, with time as second axis; with
/// returnState h and c besides. With <c>channels_first</c> the channels stand before the spatial axes.</para>
/// <para>Weights: <c>kernel</c> (height, width, channels, 4 · filters), <c>recurrent_kernel</c> (height, width, filters, 4 · filters), <c>bias</c>
/// (4 · filters), each for the gates i, f, the cell and o.</para>
/// <para>The inputs of all steps go through one convolution. The state's convolution has steps and distances of 1 and keeps the size.
/// The states of a stateful layer lie channels first.</para>
/// <para>Keras: <c>keras.layers.ConvLSTM2D</c>. Shi and others 2015.</para>
/// </remarks>
/// <example><code>new ConvLSTM2D(8, kernelSize: 3, padding: "same", returnSequences: true)   // (None, 10, 32, 32, 3) becomes (None, 10, 32, 32, 8)</code></example>
public sealed class ConvLSTM2D : ConvLSTM
{
    /// <summary>A layer of a number of filters.</summary>
    /// <param name="filters">The number of channels of output and states, at least 1.</param>
    /// <param name="kernelSize">The window's height and width, or one number for both; each at least 1.</param>
    /// <param name="strides">The steps between windows, at least 1; 1 by default.</param>
    /// <param name="padding"><c>"valid"</c>: none. <c>"same"</c>: zeros around the input, so that with steps of 1 the size stays.</param>
    /// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">The distances between the places of a window, at least 1; 1 by default.</param>
    /// <param name="activation">The function applied to what the units hold; <c>tanh</c> by default.</param>
    /// <param name="recurrentActivation">The function applied to the gates; <c>sigmoid</c> by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the input's kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="recurrentInitializer">How the state's kernel is filled at first; <c>orthogonal</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="unitForgetBias">Whether the forget gate's bias begins with ones, so that at first little is forgotten.</param>
    /// <param name="kernelRegularizer">The penalty on the input's kernel; none by default.</param>
    /// <param name="recurrentRegularizer">The penalty on the state's kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the input's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="recurrentConstraint">What the state's kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="dropout">The part of the input that is dropped while training, 0 to 1; other elements for each gate, the same in all
    /// steps of a sequence.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped where gates read it, likewise.</param>
    /// <param name="seed">The layer's own seed for what it drops; the model's by default.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are given, rather than the last one.</param>
    /// <param name="returnState">Whether the last states are given besides.</param>
    /// <param name="goBackwards">Whether the steps go from the last element to the first; the outputs come in the steps' order then.</param>
    /// <param name="stateful">Whether a batch begins with the states that the one before it left. The batch's size must be known:
    /// <see cref="Input.BatchSize"/>.</param>
    /// <param name="unroll">Whether the steps are written out one by one while training. Their number must be known.</param>
    /// <param name="zeroOutputForMask">Whether the output of a masked step is zero, rather than that of the step before.</param>
    /// <param name="name">The layer's name; <c>conv_lstm2d</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or a rate is not from 0 to 1.</exception>
    /// <exception cref="ArgumentException">The padding or the data format is unknown, or both strides and distances exceed 1.</exception>
    public ConvLSTM2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        string padding = "valid",
        string? dataFormat = null,
        Size2D? dilationRate = null,
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
            new ConvLSTMCell(
                filters,
                new Window(
                    kernelSize.ToArray(),
                    (strides ?? 1).ToArray(),
                    padding,
                    (dilationRate ?? 1).ToArray(),
                    nameof(kernelSize),
                    dataFormat
                ),
                activation,
                recurrentActivation,
                useBias,
                unitForgetBias,
                WeightRule.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
                new WeightRule(recurrentInitializer ?? "orthogonal", recurrentRegularizer, recurrentConstraint),
                WeightRule.Bias(biasInitializer, biasRegularizer, biasConstraint),
                dropout,
                recurrentDropout,
                seed
            ),
            activityRegularizer,
            returnSequences,
            returnState,
            goBackwards,
            stateful,
            unroll,
            zeroOutputForMask,
            name
        )
    {
        KernelSize = kernelSize;
        Strides = strides ?? 1;
        DilationRate = dilationRate ?? 1;
    }

    /// <summary>The window's height and width.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The steps between windows.</summary>
    public Size2D Strides { get; }

    /// <summary>The distances between the places of a window.</summary>
    public Size2D DilationRate { get; }
}
