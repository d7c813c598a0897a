using System.Numerics.Tensors;
using Kerasharp.Layers;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>Layers that begin with the states that the batch before left.</summary>
public class CarriedStatesTests
{
    public static TheoryData<string> Kinds => ["rnn", "lstm", "gru", "stack", "conv", "conv-first", "custom"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TwoHalvesAreTheWhole(string kind)
    {
        long[] element = kind.StartsWith("conv", StringComparison.Ordinal) ? [4, 4] : [3];
        long size = element.Aggregate(1L, (a, b) => a * b);
        using var whole = new Sequential([new Input([6, .. element]) { BatchSize = 2 }, Make(kind, stateful: false)]);
        var layer = Make(kind, stateful: true);
        using var half = new Sequential([new Input([3, .. element]) { BatchSize = 2 }, layer]);
        foreach (var (from, to) in whole.TrainableWeights.Zip(half.TrainableWeights))
            to.SetValue(from.GetValue());

        float[] x = LayerHarness.Normal(2 * 6 * size, seed: 3);
        var expected = whole.Predict(x.ToTensor([2, 6, .. Sizes(element)]), batchSize: 2).ToFlat();
        float[] Part(int from) =>
            [.. Enumerable.Range(0, 2).SelectMany(b => x.Skip((int)((b * 6 + from) * size)).Take((int)(3 * size)))];
        var first = half.Predict(Part(0).ToTensor([2, 3, .. Sizes(element)]), batchSize: 2).ToFlat();
        var second = half.Predict(Part(3).ToTensor([2, 3, .. Sizes(element)]), batchSize: 2).ToFlat();
        int units = expected.Length / 12;
        float[] joined =
        [
            .. Enumerable
                .Range(0, 2)
                .SelectMany(b =>
                    first.Skip(b * 3 * units).Take(3 * units).Concat(second.Skip(b * 3 * units).Take(3 * units))
                ),
        ];
        Elements.AssertClose(expected, joined, 1e-5, kind);

        // From the beginning again.
        layer.ResetStates();
        Assert.Equal(first, half.Predict(Part(0).ToTensor([2, 3, .. Sizes(element)]), batchSize: 2).ToFlat());
        half.ResetStates();
        Assert.Equal(first, half.Predict(Part(0).ToTensor([2, 3, .. Sizes(element)]), batchSize: 2).ToFlat());
    }

    [Fact]
    public void BothDirectionsGoOn()
    {
        var layer = new Bidirectional(new GRU(2, stateful: true));
        using var model = new Sequential([new Input(3, 2) { BatchSize = 2 }, layer]);
        var x = LayerHarness.Normal(12, seed: 3).ToTensor(2, 3, 2);
        var first = model.Predict(x, batchSize: 2).ToFlat();
        Assert.NotEqual(first, model.Predict(x, batchSize: 2).ToFlat());
        Assert.Equal(2, layer.States.Count);
        layer.ResetStates();
        Assert.Equal(first, model.Predict(x, batchSize: 2).ToFlat());
    }

    [Fact]
    public void TrainingGoesOnFromBatchToBatch()
    {
        var layer = new LSTM(2, stateful: true);
        using var model = new Sequential([new Input(3, 2) { BatchSize = 2 }, layer]);
        model.Compile("sgd", "mse");
        var x = LayerHarness.Normal(24, seed: 3).ToTensor(4, 3, 2);
        model.Fit(x, new float[4, 2], batchSize: 2, epochs: 2, shuffle: false, verbose: 0);
        Assert.All(layer.States, s => Assert.Contains(s.GetValue().ToFlat(), v => v != 0));
        model.ResetStates();
        Assert.All(layer.States, s => Assert.All(s.GetValue().ToFlat(), v => Assert.Equal(0, v)));
    }

    [Fact]
    public void AnotherNumberOfSequencesIsRefused()
    {
        using var model = new Sequential([new Input(3, 2) { BatchSize = 2 }, new LSTM(2, stateful: true)]);
        var error = Assert.ThrowsAny<ArgumentException>(() => model.Predict(new float[3, 3, 2], batchSize: 3));
        Assert.Contains("3", error.Message);
        Assert.Contains("2", error.Message);

        var open = Assert.Throws<LayerException>(() => new LSTM(2, stateful: true).Apply(new Input(3, 2)));
        Assert.Contains("keeps states for a batch of a size that is known. Give Input its BatchSize.", open.Message);

        var layer = new GRU(2, stateful: true);
        layer.Apply(new Input(3, 2) { BatchSize = 2 });
        var other = Assert.Throws<LayerException>(() => layer.Apply(new Input(3, 2) { BatchSize = 4 }));
        Assert.Contains("an input of shape (4, 3, 2) came", other.Message);
        Assert.Contains("keeps states for 2 sequences", other.Message);
    }

    private static nint[] Sizes(long[] sizes) => Array.ConvertAll(sizes, s => (nint)s);

    private static RNN Make(string kind, bool stateful) =>
        kind switch
        {
            "rnn" => new SimpleRNN(4, returnSequences: true, stateful: stateful),
            "lstm" => new LSTM(4, returnSequences: true, stateful: stateful),
            "gru" => new GRU(4, returnSequences: true, stateful: stateful),
            "stack" => new RNN(
                new StackedRNNCells([new LSTMCell(3), new GRUCell(4)]),
                returnSequences: true,
                stateful: stateful
            ),
            "conv" => new ConvLSTM1D(2, 3, returnSequences: true, stateful: stateful),
            "conv-first" => new ConvLSTM1D(
                2,
                3,
                dataFormat: "channels_first",
                returnSequences: true,
                stateful: stateful
            ),
            _ => new RNN(new Leaky(3), returnSequences: true, stateful: stateful),
        };

    private sealed class Leaky(int units) : RecurrentCell
    {
        public override IReadOnlyList<int> StateSize => [units];

        protected override IReadOnlyList<SymbolicTensor> Step(
            CallContext context,
            SymbolicTensor input,
            IReadOnlyList<SymbolicTensor> states
        )
        {
            var next = 0.5 * states[0] + input;
            return [next * 2, next];
        }
    }
}

/// <summary>Stateful layers in the harness, whose batch is known.</summary>
internal sealed class StatefulExamples : ILayerExamples
{
    public static IEnumerable<LayerExample> Examples =>
        new Func<Layer>[]
        {
            () => new SimpleRNN(2, stateful: true, name: "layer"),
            () => new LSTM(2, stateful: true, name: "layer"),
            () => new GRU(2, stateful: true, name: "layer"),
            () => new RNN(new GRUCell(2, name: "cell"), stateful: true, name: "layer"),
        }
            .Select(make => new LayerExample(make, (LayerInput)(long[])[2, 3, 2]) { IsBatchKnown = true })
            .Append(
                new LayerExample(
                    () => new ConvLSTM1D(1, 2, stateful: true, name: "layer"),
                    (LayerInput)(long[])[2, 3, 4, 1]
                )
                {
                    IsBatchKnown = true,
                }
            )
            .Append(
                new LayerExample(
                    () => new ConvLSTM2D(1, 2, stateful: true, name: "layer"),
                    (LayerInput)(long[])[2, 3, 3, 3, 1]
                )
                {
                    IsBatchKnown = true,
                }
            )
            .Append(
                new LayerExample(
                    () => new ConvLSTM3D(1, 2, stateful: true, name: "layer"),
                    (LayerInput)(long[])[2, 2, 2, 3, 2, 1]
                )
                {
                    IsBatchKnown = true,
                }
            )
            .Append(
                new LayerExample(
                    () =>
                        new Bidirectional(
                            new GRU(2, name: "gru"),
                            weights: [.. new Bidirectional(new GRU(2)).Built(4, 2).GetWeights()],
                            name: "layer"
                        ),
                    (LayerInput)(long[])[3, 4, 2]
                )
            );
}
