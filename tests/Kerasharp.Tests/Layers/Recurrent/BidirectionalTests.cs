using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Recurrent;

public class BidirectionalTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnExportHasOneNodeForBothDirections(bool sequences)
    {
        var layer = new Bidirectional(new LSTM(4, returnSequences: sequences));
        var harness = new LayerHarness(layer, -1, 3);
        Assert.Equal(sequences ? "(None, None, 8)" : "(None, 8)", harness.OutputShape.ToString());
        string graph = harness.InferenceGraph();
        var node = Assert.Single(graph.Split('\n'), l => l.Contains("= LSTM("));
        Assert.Contains("direction", node);
        Assert.Contains("bidirectional", node);
        Assert.DoesNotContain("= Scan(", graph);
        Assert.DoesNotContain("= Slice(", graph);
    }

    [Fact]
    public void WithoutAPairThereAreTwoNodes()
    {
        var layer = new Bidirectional(new LSTM(4), backwardLayer: new GRU(3, goBackwards: true));
        string graph = new LayerHarness(layer, 5, 3).InferenceGraph();
        Assert.Single(graph.Split('\n'), l => l.Contains("= LSTM("));
        Assert.Single(graph.Split('\n'), l => l.Contains("= GRU("));
    }

    [Fact]
    public void LayersAreNamedAfterThePattern()
    {
        var pattern = new LSTM(2, kernelRegularizer: "l2", name: "memory");
        var layer = new Bidirectional(pattern, name: "both");
        Assert.Equal("forward_memory", layer.ForwardLayer.Name);
        Assert.Equal("backward_memory", layer.BackwardLayer.Name);
        Assert.True(((LSTM)layer.BackwardLayer).GoBackwards);
        var twin = Assert.IsType<Bidirectional>(Layer.Deserialize(layer.Serialize()));
        Assert.Equal("forward_memory", twin.ForwardLayer.Name);
        Assert.Equal("backward_memory", twin.BackwardLayer.Name);

        layer.Apply(new Input(3, 2));
        Assert.False(pattern.IsBuilt);
        Assert.Equal("both/forward_memory/lstm_cell/kernel", layer.Weights[0].Path);
        Assert.Equal("both/backward_memory/lstm_cell/kernel", layer.Weights[3].Path);
        layer.Trainable = false;
        Assert.Empty(layer.TrainableWeights);
    }

    [Fact]
    public void TheMaskGoesOnWithSequencesAlone()
    {
        float[,,] x = new float[2, 4, 2];
        x[0, 0, 0] = x[0, 1, 1] = x[1, 2, 0] = 1;
        foreach (bool sequences in (bool[])[true, false])
        {
            SymbolicTensor? seen = null;
            var look = new Lambda(
                (SymbolicTensor t) => t * 1,
                mask: (_, m) =>
                {
                    seen = m;
                    return m;
                }
            );
            using var model = new Sequential([
                new Input(4, 2),
                new Masking(),
                new Bidirectional(new GRU(2, returnSequences: sequences)),
                look,
            ]);
            float[] y = model.Predict(x).ToFlat();
            Assert.Equal(sequences, seen is not null);
            if (!sequences)
                continue;
            // What is masked gives zeros.
            for (int i = 0; i < y.Length; i++)
                Assert.Equal(x[i / 16, i / 4 % 4, 0] + x[i / 16, i / 4 % 4, 1] == 0, y[i] == 0);
        }
    }

    [Fact]
    public void FirstWeightsAreTaken()
    {
        var from = new Bidirectional(new GRU(2)).Built(3, 4);
        var layer = new Bidirectional(new GRU(2), weights: [.. from.GetWeights()]);
        Assert.Equal("(None, 4)", layer.ComputeOutputShape(new(Dim.Batch, 3, 4)).ToString());
        layer.Apply(new Input(3, 4));
        Assert.Equal(from.GetWeights().Select(w => w.ToFlat()), layer.GetWeights().Select(w => w.ToFlat()));
        var error = Assert.Throws<LayerException>(() =>
            new Bidirectional(new GRU(2), weights: [.. from.GetWeights().Take(2)]).Apply(new Input(3, 4))
        );
        Assert.Contains("2 weights came for the 6 of both directions", error.Message);
    }

    [Fact]
    public void PairsThatDoNotFitAreRefused()
    {
        AssertRefused(() => new Bidirectional(new Dense(2)), "A Dense came; a recurrent layer was expected");
        AssertRefused(() => new Bidirectional(new GRU(2), mergeMode: "max"), "merge mode");
        AssertRefused(
            () => new Bidirectional(new GRU(2), backwardLayer: new GRU(2)),
            "both have goBackwards: false; one must go each way"
        );
        AssertRefused(
            () => new Bidirectional(new GRU(2, returnState: true), backwardLayer: new GRU(2, goBackwards: true)),
            "one has returnState and the other has not"
        );
        var x = new Input(3, 2).ToSymbolicTensor();
        var h = new Input(2).ToSymbolicTensor();
        var error = Assert.Throws<LayerException>(() => new Bidirectional(new GRU(2)).Apply(x, [h]));
        Assert.Contains("1 initial states came", error.Message);

        static void AssertRefused(Func<Layer> make, string expected) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(make).Message);
    }
}
