using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The spectrum of a signal over time on the mel scale, which divides frequencies as the ear does; in decibels, as a rule.
/// </summary>
/// <remarks>
/// <para>Input: (batch, time). Output: (batch, numMelBins, frames), where frames is time / sequenceStride + 1, rounded down. Before and behind
/// the signal stand fftLength / 2 samples of its reflection, so it must be longer than that.</para>
/// <para>The greatest number of the whole batch decides where decibels are cut off, as in Keras: at topDb below it.</para>
/// <para>Keras: <c>keras.layers.MelSpectrogram</c>. Mel scale of the Hidden Markov Model Toolkit: 1127 log(1 + f / 700).</para>
/// </remarks>
/// <example><code>new MelSpectrogram(numMelBins: 64, samplingRate: 8000, sequenceStride: 256, fftLength: 1024)</code></example>
public sealed class MelSpectrogram : Layer
{
    /// <summary>A layer of bands.</summary>
    /// <param name="fftLength">The length of the transform, at least <paramref name="sequenceLength"/>.</param>
    /// <param name="sequenceStride">The step from frame to frame, in samples.</param>
    /// <param name="sequenceLength">The number of samples of a frame; by default the transform's length.</param>
    /// <param name="window">The window, <c>hann</c> by default.</param>
    /// <param name="samplingRate">Samples a second.</param>
    /// <param name="numMelBins">How many bands.</param>
    /// <param name="minFreq">Where the lowest band begins, in hertz.</param>
    /// <param name="maxFreq">Where the highest band ends, in hertz; by default half the sampling rate.</param>
    /// <param name="powerToDb">Whether the output is in decibels.</param>
    /// <param name="topDb">How far below the greatest number decibels are cut off.</param>
    /// <param name="magExp">The power to which magnitudes are taken: 1 for magnitudes, 2 for powers.</param>
    /// <param name="minPower">What powers are held to be at least, above 0, before they become decibels.</param>
    /// <param name="refPower">The power of 0 decibels.</param>
    /// <param name="name">The layer's name; <c>mel_spectrogram</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public MelSpectrogram(
        int fftLength = 2048,
        int sequenceStride = 512,
        int? sequenceLength = null,
        SpectralWindow? window = null,
        double samplingRate = 16000,
        int numMelBins = 128,
        double minFreq = 20,
        double? maxFreq = null,
        bool powerToDb = true,
        double topDb = 80,
        double magExp = 2,
        double minPower = 1e-10,
        double refPower = 1,
        string? name = null
    )
        : base(name)
    {
        FftLength = Arguments.Positive(fftLength, nameof(fftLength));
        SequenceStride = Arguments.Positive(sequenceStride, nameof(sequenceStride));
        SequenceLength = Arguments.Positive(sequenceLength ?? fftLength, nameof(sequenceLength));
        if (FftLength < SequenceLength)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A fftLength of {FftLength} came for frames of {SequenceLength} samples; at least as many were expected. Give a longer transform."
                )
            );
        Window = (window ?? "hann").For(SequenceLength, nameof(window));
        SamplingRate = Arguments.Finite(samplingRate, nameof(samplingRate));
        NumMelBins = Arguments.Positive(numMelBins, nameof(numMelBins));
        MinFreq = Arguments.Finite(minFreq, nameof(minFreq));
        MaxFreq = Arguments.Finite(maxFreq ?? Math.Truncate(samplingRate / 2), nameof(maxFreq));
        if (!(SamplingRate > 0 && MinFreq >= 0 && MaxFreq > MinFreq))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Frequencies from {MinFreq} to {MaxFreq} came at {SamplingRate} samples a second; 0 or more, then more, were expected. Change them."
                )
            );
        PowerToDb = powerToDb;
        TopDb = Arguments.Finite(topDb, nameof(topDb));
        MagExp = Arguments.Finite(magExp, nameof(magExp));
        MinPower =
            minPower > 0
                ? Arguments.Finite(minPower, nameof(minPower))
                : throw new ArgumentOutOfRangeException(
                    nameof(minPower),
                    FormattableString.Invariant(
                        $"minPower of {minPower} came; a number above 0 was expected. Keras's is 1e-10."
                    )
                );
        RefPower = Arguments.Finite(refPower, nameof(refPower));
    }

    /// <summary>The length of the transform.</summary>
    public int FftLength { get; }

    /// <summary>The step from frame to frame.</summary>
    public int SequenceStride { get; }

    /// <summary>The number of samples of a frame.</summary>
    public int SequenceLength { get; }

    /// <summary>The window.</summary>
    public SpectralWindow Window { get; }

    /// <summary>Samples a second.</summary>
    public double SamplingRate { get; }

    /// <summary>How many bands.</summary>
    public int NumMelBins { get; }

    /// <summary>Where the lowest band begins.</summary>
    public double MinFreq { get; }

    /// <summary>Where the highest band ends.</summary>
    public double MaxFreq { get; }

    /// <summary>Whether the output is in decibels.</summary>
    public bool PowerToDb { get; }

    /// <summary>How far below the greatest number decibels are cut off.</summary>
    public double TopDb { get; }

    /// <summary>The power to which magnitudes are taken.</summary>
    public double MagExp { get; }

    /// <summary>What powers are held to be at least.</summary>
    public double MinPower { get; }

    /// <summary>The power of 0 decibels.</summary>
    public double RefPower { get; }

    private int Frequencies => FftLength / 2 + 1;

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => CheckInput(inputShape);

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        CheckInput(input.Shape);
        // The window stands in the middle of the transform; of the zeros beside it neither padding nor kernel need to know.
        int half = FftLength / 2;
        int before = (FftLength - SequenceLength) / 2;
        int after = FftLength - SequenceLength - before;
        var x = Op.Unsqueeze(input.In(context), [1]);
        x = Pad(x, half - before, half - after);
        var window = Window.Samples(SequenceLength, periodic: true);
        var real = Op.Conv(x, Kernel(x, imaginary: false, window), strides: [SequenceStride]);
        var imaginary = Op.Conv(x, Kernel(x, imaginary: true, window), strides: [SequenceStride]);
        var power = real * real + imaginary * imaginary;
        var spectrum =
            MagExp == 2 ? power
            : MagExp == 1 ? Op.Sqrt(power)
            : Op.Pow(power, power.Like(MagExp / 2));
        var weights = MelScale.Weights(NumMelBins, Frequencies, SamplingRate, MinFreq, MaxFreq);
        var mel = Op.MatMul(
            x.Graph.Constant(ConstantTensor.From(weights, x.ElementType, [NumMelBins, Frequencies])),
            spectrum
        );
        return new SymbolicTensor(PowerToDb ? Decibels(mel) : mel);
    }

    private Value Decibels(Value power)
    {
        double reference = 10 * Math.Log10(Math.Max(Math.Abs(RefPower), MinPower));
        var decibels = Op.Log(Op.Max(power, power.Like(MinPower))) * (10 / Math.Log(10));
        if (reference != 0)
            decibels -= reference;
        return Op.Max(decibels, Op.ReduceMax(decibels) - TopDb);
    }

    private Value Kernel(Value x, bool imaginary, double[]? window)
    {
        var kernel = FourierKernel.Of(SequenceLength, FftLength, Frequencies, imaginary, window);
        var turned = new double[kernel.Length];
        for (int t = 0; t < SequenceLength; t++)
        for (int k = 0; k < Frequencies; k++)
            turned[k * SequenceLength + t] = kernel[t * Frequencies + k];
        return x.Graph.Constant(ConstantTensor.From(turned, x.ElementType, [Frequencies, 1, SequenceLength]));
    }

    private static Value Pad(Value x, long before, long after) =>
        before == 0 && after == 0 ? x : Op.Pad(x, [0, 0, before, 0, 0, after], "reflect");

    private void CheckInput(Shape shape)
    {
        if (shape.Rank != 2)
            throw this.Misfit(shape, "2 dimensions (batch, time) were expected", "Reshape it.");
        if (shape[1].IsKnown && shape[1].Value <= FftLength / 2)
            throw this.Misfit(
                shape,
                FormattableString.Invariant($"more than {FftLength / 2} samples were expected, half of fftLength"),
                "Give a longer signal, or a shorter transform."
            );
    }
}
