using System.Numerics;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The spectrum of a signal over time: frames are cut out at equal steps, multiplied by a window, and transformed by Fourier. The
/// transform is a convolution whose kernel may be trained on.
/// </summary>
/// <remarks>
/// <para>Input: (batch, time, channels). Output: (batch, frames, channels * frequencies), where frequencies is fftLength / 2 + 1, twice that
/// in the mode <c>stft</c>; with <c>expandDims</c> (batch, frames, frequencies, channels). With <c>channels_first</c>: (batch, channels,
/// time) becomes (batch, channels * frequencies, frames) or (batch, channels, frames, frequencies).</para>
/// <para>Weights: <c>real_kernel</c> (frameLength, 1, fftLength / 2 + 1), not in the mode <c>imag</c>, and <c>imag_kernel</c>, not in the mode
/// <c>real</c>. Set <see cref="Layer.Trainable"/> to false where they are to stay as they are.</para>
/// <para>Keras: <c>keras.layers.STFTSpectrogram</c>.</para>
/// </remarks>
/// <example><code>new STFTSpectrogram(frameLength: 256, frameStep: 128)   // (None, 16000, 1) becomes (None, 124, 129)</code></example>
public sealed class STFTSpectrogram : Layer
{
    // What Keras holds powers and magnitudes to be at least.
    private const double Least = 1e-7;

    // From (frame, 1, frequencies) to (frequencies, 1, frame).
    private static readonly int[] KernelOrder = [2, 1, 0];

    private readonly Window _frames;
    private Weight? _real;
    private Weight? _imaginary;

    /// <summary>A layer of frames.</summary>
    /// <param name="mode">What comes out: <c>log</c>, <c>magnitude</c>, <c>psd</c>, <c>real</c>, <c>imag</c>, <c>angle</c> or <c>stft</c>, the
    /// real parts and then the imaginary ones.</param>
    /// <param name="frameLength">The number of samples of a frame.</param>
    /// <param name="frameStep">The step from frame to frame, at most a frame's length; half of it by default.</param>
    /// <param name="fftLength">The length of the transform, at least a frame's; by default the next power of two.</param>
    /// <param name="window">The window, <c>hann</c> by default.</param>
    /// <param name="periodic">Whether the window ends one sample before it would begin anew.</param>
    /// <param name="scaling">By what the window is divided: <c>density</c>, <c>spectrum</c>, or null for nothing.</param>
    /// <param name="padding"><c>valid</c>, or <c>same</c>: as many frames as steps fit into the signal.</param>
    /// <param name="expandDims">Whether channels have an axis of their own.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>stft_spectrogram</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A length is out of its range, or a name is not known.</exception>
    public STFTSpectrogram(
        string mode = "log",
        int frameLength = 256,
        int? frameStep = null,
        int? fftLength = null,
        SpectralWindow? window = null,
        bool periodic = false,
        string? scaling = "density",
        string padding = "valid",
        bool expandDims = false,
        string? dataFormat = null,
        string? name = null
    )
        : base(name)
    {
        Mode = Arguments.OneOf(mode, "mode", "log", "magnitude", "psd", "real", "imag", "angle", "stft");
        FrameLength = Arguments.Positive(frameLength, nameof(frameLength));
        FrameStep = Arguments.Positive(frameStep ?? frameLength / 2, nameof(frameStep));
        FftLength = fftLength ?? (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, frameLength));
        if (FrameStep > frameLength || FftLength < Math.Max(2, frameLength))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A frameStep of {FrameStep} and a fftLength of {FftLength} came for frames of {frameLength} samples; at most that and at least that, and 2, were expected. Change them."
                )
            );
        Window = (window ?? "hann").For(frameLength, nameof(window));
        Periodic = periodic;
        Scaling = scaling is null ? null : Arguments.OneOf(scaling, "scaling", "density", "spectrum");
        ExpandDims = expandDims;
        _frames = new Window([frameLength], [FrameStep], padding, null, nameof(frameLength), dataFormat);
    }

    /// <summary>What comes out.</summary>
    public string Mode { get; }

    /// <summary>The number of samples of a frame.</summary>
    public int FrameLength { get; }

    /// <summary>The step from frame to frame.</summary>
    public int FrameStep { get; }

    /// <summary>The length of the transform.</summary>
    public int FftLength { get; }

    /// <summary>The window.</summary>
    public SpectralWindow Window { get; }

    /// <summary>Whether the window ends one sample before it would begin anew.</summary>
    public bool Periodic { get; }

    /// <summary>By what the window is divided, or null for nothing.</summary>
    public string? Scaling { get; }

    /// <summary><c>valid</c> or <c>same</c>.</summary>
    public string Padding => _frames.Padding;

    /// <summary>Whether channels have an axis of their own.</summary>
    public bool ExpandDims { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _frames.Format.Name;

    private int Frequencies => FftLength / 2 + 1;

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        _frames.Check(this, inputShape);
        _real = Mode == "imag" ? null : Kernel("real_kernel", imaginary: false);
        _imaginary = Mode == "real" ? null : Kernel("imag_kernel", imaginary: true);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        _frames.Check(this, input.Shape);
        long channels = this.KnownChannels(input.Shape, _frames.Format.ChannelAxis(3));
        var x = _frames.Format.ToChannelsFirst(input.In(context));
        var (pads, autoPad) = _frames.Pads(input.Shape);
        // One channel stays one; several lie along an axis over which the kernel moves, too.
        bool plane = channels != 1 || ExpandDims;
        if (plane)
            x = Op.Unsqueeze(x, [1]);
        var real = _real is null ? null : Frames(_real);
        var imaginary = _imaginary is null ? null : Frames(_imaginary);
        return new SymbolicTensor(Arrange(Spectrum(real, imaginary), plane));

        Value Frames(Weight weight)
        {
            var kernel = Op.Transpose(context[weight].Value, KernelOrder);
            return plane
                ? Op.Conv(
                    x,
                    Op.Unsqueeze(kernel, [2]),
                    strides: [1, FrameStep],
                    pads: pads is null ? null : [0, pads[0], 0, pads[1]],
                    autoPad: autoPad
                )
                : Op.Conv(x, kernel, strides: [FrameStep], pads: pads, autoPad: autoPad);
        }
    }

    /// <summary>What the mode makes of the parts, (batch, frequencies, ..., frames).</summary>
    private Value Spectrum(Value? real, Value? imaginary)
    {
        if (real is null || imaginary is null)
            return (real ?? imaginary)!;
        if (Mode == "stft")
            return Op.Concat([real, imaginary], 1);
        if (Mode == "angle")
            return PhaseAngle.Of(imaginary, real);
        var power = real * real + imaginary * imaginary;
        if (Mode == "psd")
            return power * Sides(power);
        var magnitude = Op.Sqrt(Op.Max(power, power.Like(Least)));
        return Mode == "magnitude" ? magnitude : Op.Log(Op.Max(magnitude, magnitude.Like(Least)));
    }

    /// <summary>Frequencies between the first and the last stand for their negatives, too.</summary>
    private Value Sides(Value power)
    {
        var sides = new double[Frequencies];
        Array.Fill(sides, 2);
        sides[0] = sides[^1] = 1;
        long[] dims = power.Rank == 3 ? [Frequencies, 1] : [Frequencies, 1, 1];
        return power.Graph.Constant(ConstantTensor.From(sides, power.ElementType, dims));
    }

    /// <summary>From (batch, frequencies, channels, frames), or without the channels, to the layer's output.</summary>
    private Value Arrange(Value y, bool plane)
    {
        bool first = _frames.Format.ChannelsFirst;
        if (!plane)
            return _frames.Format.FromChannelsFirst(y);
        if (ExpandDims)
            return first ? Op.Transpose(y, 0, 2, 3, 1) : Op.Transpose(y, 0, 3, 1, 2);
        var (frequencies, channels) = (y.Shape[1].Value, y.Shape[2].Value);
        y = first ? Op.Transpose(y, 0, 2, 1, 3) : Op.Transpose(y, 0, 3, 2, 1);
        return first ? Op.Reshape(y, 0, frequencies * channels, -1) : Op.Reshape(y, 0, -1, frequencies * channels);
    }

    private Weight Kernel(string name, bool imaginary) =>
        AddWeight(
            name,
            [FrameLength, 1, Frequencies],
            Initializer.From(_ =>
                FourierKernel.Of(
                    FrameLength,
                    2 * (Frequencies - 1),
                    Frequencies,
                    imaginary,
                    FourierKernel.Scaled(Window.Samples(FrameLength, Periodic), Scaling)
                )
            ),
            trainable: true,
            regularizer: null,
            constraint: null,
            KernelOrder
        );
}
