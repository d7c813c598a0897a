using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>What holds for all recurrent layers: the size of their graphs, wrong inputs.</summary>
public class RecurrentLayerTests
{
    [Fact]
    public void ATrainingGraphDoesNotGrowWithTime()
    {
        foreach (Func<Layer> make in (Func<Layer>[])
            [
                () => new LSTM(4),
                () => new GRU(4, returnSequences: true),
                () => new Bidirectional(new SimpleRNN(4)),
                () => new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(2)])),
            ])
        {
            int few = Nodes(make(), 10);
            int many = Nodes(make(), 1000);
            Assert.Equal(few, many);
        }

        static int Nodes(Layer layer, int time)
        {
            var run = new LayerHarness(layer, time, 3).Train(LayerHarness.Normal(2 * time * 3, seed: 1));
            Assert.All(run.WeightGradients.Values, g => Assert.All(g, v => Assert.True(float.IsFinite(v))));
            return GraphOperators.Of(run.Graph).Count();
        }
    }

    [Fact]
    public void WrongInputsAreRefused()
    {
        AssertRefused(() => new LSTM(2).Apply(new Input(3)), "an input of shape (None, 3) came; at least 3 dimensions");
        AssertRefused(() => new GRU(2).Apply(new Input(3, 4, 5)), "an element of 2 dimensions (batch, features)");
        AssertRefused(() => new GRU(2).Apply(new Input(3, -1)), "the size of the last axis must be known");
        AssertRefused(() => new SimpleRNN(2, unroll: true).Apply(new Input(-1, 2)), "must be of a known number");
        var layer = new LSTM(2).Built(3, 4);
        AssertRefused(() => layer.Apply(new Input(3, 5)), "the layer was built for 4 features in the last axis");
        var x = new Input(3, 4).ToSymbolicTensor();
        var state = new Input(2).ToSymbolicTensor();
        var wide = new Input(3).ToSymbolicTensor();
        AssertRefused(() => new LSTM(2).Apply(x, [state]), "initial states of shapes (None, 2) came");
        AssertRefused(() => new LSTM(2).Apply(x, [state, wide]), "(None, 2), (None, 2) were expected");
        var masked = new Lambda((SymbolicTensor t) => t * 1, mask: (xs, _) => Ops.Greater(xs[0], 0));
        AssertRefused(
            () => new GRU(2).Behind(masked, 3, 4),
            "its mask (None, 3, 4) must have the input's batch and time"
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new GRU(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(2, dropout: 1.5));

        static void AssertRefused(Func<object> apply, string expected) =>
            Assert.Contains(expected, Assert.Throws<LayerException>(apply).Message);
    }
}
