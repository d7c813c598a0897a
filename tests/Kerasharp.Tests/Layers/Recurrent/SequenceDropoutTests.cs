using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>What recurrent layers drop, they drop in all steps of a sequence, and in no sequence outside of training.</summary>
public class SequenceDropoutTests
{
    private const int Time = 6;

    public static TheoryData<string> Kinds => ["plain", "unrolled", "stack"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneDrawOfInputsServesAllSteps(string kind)
    {
        var cell = new SimpleRNNCell(
            8,
            "linear",
            kernelInitializer: "identity",
            recurrentInitializer: "zeros",
            dropout: 0.5
        );
        float[] y = Run(kind, cell, Enumerable.Repeat(1f, 4 * Time * 8).ToArray(), out float[] resting);
        Assert.All(resting, v => Assert.Equal(1, v));
        AssertBoth(0, 2, y);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(y[i / (Time * 8) * Time * 8 + i % 8], y[i]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneDrawOfStatesServesAllSteps(string kind)
    {
        var cell = new SimpleRNNCell(
            8,
            "linear",
            kernelInitializer: "identity",
            recurrentInitializer: "identity",
            recurrentDropout: 0.5
        );
        // What comes in at the first step goes on, each time through the same mask.
        float[] x = new float[4 * Time * 8];
        for (int b = 0; b < 4; b++)
            Array.Fill(x, 1, b * Time * 8, 8);
        float[] y = Run(kind, cell, x, out float[] resting);
        Assert.All(resting, v => Assert.Equal(1, v));
        AssertBoth(0, 2, [.. Enumerable.Range(0, y.Length).Where(i => i / 8 % Time == 1).Select(i => y[i])]);
        for (int i = 0; i < y.Length; i++)
        {
            int t = i / 8 % Time;
            if (t >= 1)
                Assert.Equal(y[i - (t - 1) * 8] * Math.Pow(2, t - 1), y[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(0.4, 0.0)]
    [InlineData(0.0, 0.4)]
    [InlineData(0.3, 0.3)]
    public void GatesAndConvolutionsDropTheSameInAllSteps(double dropout, double recurrentDropout)
    {
        foreach (
            var layer in (RNN[])
                [
                    new LSTM(5, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: true),
                    new GRU(5, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: true),
                    new ConvLSTM1D(
                        5,
                        1,
                        padding: "same",
                        dropout: dropout,
                        recurrentDropout: recurrentDropout,
                        returnSequences: true
                    ),
                ]
        )
        {
            nint[] shape = layer is ConvLSTM ? [4, 40, 1, 3] : [4, 40, 3];
            var x = Enumerable.Repeat(1f, 480).ToArray().ToTensor(shape);
            float[] first = layer.Apply(x, training: true).ToArray();
            Assert.NotEqual(first, layer.Apply(x, training: true).ToArray());
            Assert.Equal(layer.Apply(x).ToArray(), layer.Apply(x).ToArray());
            // The same input through the same masks comes to rest.
            for (int b = 0; b < 4; b++)
            for (int k = 0; k < 5; k++)
            {
                float last = first[(b * 40 + 39) * 5 + k];
                float before = first[(b * 40 + 38) * 5 + k];
                Assert.Equal(before, last, 0.05f * Math.Max(1, Math.Abs(last)));
            }
            var noisy = Enumerable.Range(0, 4).Select(b => first[(b * 40 + 39) * 5]).Distinct();
            Assert.True(noisy.Count() > 1);
        }
    }

    private static float[] Run(string kind, SimpleRNNCell cell, float[] x, out float[] resting)
    {
        RecurrentCell whole =
            kind == "stack"
                ? new StackedRNNCells(
                    [new SimpleRNNCell(8, "linear", kernelInitializer: "identity", recurrentInitializer: "zeros"), cell]
                )
                : cell;
        var layer = new RNN(whole, returnSequences: true, unroll: kind == "unrolled");
        var data = x.ToTensor(4, Time, 8);
        resting = [.. layer.Apply(data).ToArray().Where((_, i) => x[i] != 0)];
        return layer.Apply(data, training: true).ToArray();
    }

    private static void AssertBoth(float a, float b, float[] values)
    {
        Assert.All(values, v => Assert.Contains(v, (float[])[a, b]));
        Assert.Contains(a, values);
        Assert.Contains(b, values);
    }
}
