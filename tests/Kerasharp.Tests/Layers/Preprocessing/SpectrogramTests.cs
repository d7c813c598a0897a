using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class SpectrogramTests
{
    [Fact]
    public void Kernels_begin_as_the_transform()
    {
        var layer = new STFTSpectrogram(frameLength: 4, fftLength: 8, window: "hamming", scaling: "spectrum");
        _ = new LayerHarness(layer, 12, 1);
        Assert.Equal(["real_kernel", "imag_kernel"], layer.Weights.Select(w => w.Name));
        Assert.Equal("(4, 1, 5)", layer.Weights[0].Shape.ToString());
        double[] window = [0.08, 0.77, 0.77, 0.08];
        float[] real = LayerHarness.Get(layer.Weights[0]);
        float[] imaginary = LayerHarness.Get(layer.Weights[1]);
        for (int t = 0; t < 4; t++)
        for (int k = 0; k < 5; k++)
        {
            double angle = -2 * Math.PI * t * k / 8;
            Assert.Equal(Math.Cos(angle) * window[t] / 1.7, real[t * 5 + k], 1e-6);
            Assert.Equal(Math.Sin(angle) * window[t] / 1.7, imaginary[t * 5 + k], 1e-6);
        }
    }

    [Fact]
    public void Windows_are_those_of_SciPy()
    {
        SpectralWindow hann = "hann";
        Close([0, 0.75, 0.75, 0], hann.Samples(4, periodic: false)!);
        Close([0, 0.5, 1, 0.5], hann.Samples(4, periodic: true)!);
        Assert.Equal([1.0], hann.Samples(1, periodic: false)!);
        Assert.Contains("'hamming'", Assert.Throws<ArgumentException>(() => (SpectralWindow)"hat").Message);

        static void Close(double[] expected, double[] actual) =>
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void One_channel_is_one_convolution_for_each_part()
    {
        string graph = new LayerHarness(
            new STFTSpectrogram("psd", 4, dataFormat: "channels_first"),
            1,
            12
        ).InferenceGraph();
        Assert.Equal(
            ["Conv", "Mul", "Conv", "Mul", "Add", "Mul"],
            GraphOperators.Of(graph).Where(o => o != "Transpose")
        );
    }

    [Fact]
    public void Time_may_be_unknown()
    {
        var stft = new LayerHarness(new STFTSpectrogram(frameLength: 4, padding: "same"), -1, 2);
        Assert.Equal("(None, None, 6)", stft.OutputShape.ToString());
        var mel = new LayerHarness(new MelSpectrogram(8, 2, numMelBins: 3), -1);
        Assert.Equal("(None, 3, None)", mel.OutputShape.ToString());
        Assert.Equal(3 * 11, mel.Predict(LayerHarness.Normal(20, 1), batch: 1).Length);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram(frameLength: 4, frameStep: 5));
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram(frameLength: 4, fftLength: 3));
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram("loud"));
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram(scaling: "power"));
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram(padding: "full"));
        Assert.Contains(
            "one for each sample",
            Assert.Throws<ArgumentException>(() => new STFTSpectrogram(frameLength: 4, window: new[] { 1.0 })).Message
        );
        Assert.Throws<ArgumentException>(() => new MelSpectrogram(8, sequenceLength: 9));
        Assert.Throws<ArgumentException>(() => new MelSpectrogram(minFreq: 9000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelSpectrogram(minPower: 0));
        Refused("3 dimensions (batch, steps, channels)", new STFTSpectrogram(), 300);
        Refused("at least (None, 256, 1)", new STFTSpectrogram(), 255, 1);
        Refused("2 dimensions (batch, time)", new MelSpectrogram(), 300, 1);
        Refused("more than 1024 samples", new MelSpectrogram(), 1024);
    }

    private static void Refused(string expected, Layer layer, params long[] shape) =>
        Assert.Contains(expected, Assert.Throws<LayerException>(() => new LayerHarness(layer, shape)).Message);
}
