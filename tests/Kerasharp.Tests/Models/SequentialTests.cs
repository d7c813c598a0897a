using Kerasharp.Layers;

namespace Kerasharp.Tests.Models;

/// <summary>How a Sequential model comes about: at once, in a chain, or from the first data.</summary>
public class SequentialTests
{
    [Fact]
    public void CallsChain()
    {
        using var model = new Sequential().Add(new Input(784)).Add(new Dense(10, activation: "softmax"));
        Assert.Equal(7850, model.CountParams());
        Assert.Equal("(None, 784)", model.Inputs[0].Shape.ToString());
        float[] p = model.Predict(Elements.Rows(3, 784)).ToFlat();
        Assert.Equal(30, p.Length);
        Assert.Equal([1, 1, 1], p.Chunk(10).Select(row => row.Sum()), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void WithoutAnInputTheFirstDataDecide()
    {
        using var model = new Sequential([new Conv2D(4, 3, activation: "relu"), new Flatten(), new Dense(2)]);
        Assert.Empty(model.Inputs);
        Assert.Empty(model.Weights);
        Assert.False(model.IsBuilt);
        model.Compile("adam", "mse");
        model.Fit(Elements.Tensor4(6, 5, 5, 2), Elements.Rows(6, 2), verbose: 0);

        Assert.True(model.IsBuilt);
        Assert.Equal(["(3, 3, 2, 4)", "(4,)", "(36, 2)", "(2,)"], model.Weights.Select(w => w.Shape.ToString()));
        Assert.Equal("(None, 5, 5, 2)", model.Inputs[0].Shape.ToString());
        var error = Assert.Throws<ArgumentException>(() => model.Predict(Elements.Tensor4(2, 5, 4, 2)));
        Assert.Contains("(2, 5, 4, 2)", error.Message);
        Assert.Contains("(None, 5, 5, 2)", error.Message);
    }

    [Fact]
    public void DataThatDoNotFitLeaveAModelWithoutInputAsItWas()
    {
        using var model = new Sequential([new Dense(3), new Conv2D(4, 3), new Flatten(), new Dense(2)]);
        model.Compile("adam", "mse");
        // The first layer takes such data, the second does not; then only the targets are wrong.
        Assert.Throws<LayerException>(() => model.Predict(Elements.Rows(6, 2)));
        AssertAsItWas();
        Assert.Throws<ArgumentException>(() => model.Fit(Elements.Tensor4(6, 9, 9, 5), Elements.Rows(6, 3), verbose: 0));
        AssertAsItWas();

        void AssertAsItWas()
        {
            Assert.Empty(model.Inputs);
            Assert.Empty(model.Weights);
            Assert.All(model.Layers, l => Assert.False(l.IsBuilt));
            Assert.All(model.GetSummary().Rows, r => Assert.Null(r.OutputShape));
        }
        Assert.Equal(12, model.Predict(Elements.Tensor4(6, 4, 4, 1)).FlattenedLength);
    }

    [Fact]
    public void ALayerThatIsAddedLaterCounts()
    {
        using var model = new Sequential([new Input(3), new Dense(4)]);
        model.Compile("sgd", "mse");
        float[,] x = Elements.Rows(5, 3);
        model.Fit(x, Elements.Rows(5, 4), verbose: 0);
        Assert.Equal(20, model.Predict(x).FlattenedLength);

        model.Add(new Dense(2));
        Assert.Equal(10, model.Predict(x).FlattenedLength);
        float[] before = model.Weights[^1].GetValue().ToFlat();
        model.Compile("sgd", "mse");
        model.Fit(x, Elements.Rows(5, 2), verbose: 0);
        Assert.NotEqual(before, model.Weights[^1].GetValue().ToFlat());
    }

    [Fact]
    public void ALayerThatDoesNotFitIsAsItWas()
    {
        using var model = new Sequential([new Input(4, 4, 2), new Conv2D(3, 3)]);
        var layer = new Conv2D(5, kernelSize: 3);
        var error = Assert.Throws<LayerException>(() => model.Add(layer));
        Assert.Contains(layer.Name, error.Message);
        Assert.Single(model.Layers);
        Assert.False(layer.IsBuilt);
        Assert.Equal(5 * (9 * 7 + 1), new Sequential([new Input(8, 8, 7), layer]).CountParams());
    }

    [Fact]
    public void ModelsStandInModels()
    {
        using var inner = new Sequential([new Input(3), new Dense(4, activation: "relu"), new Dense(2)]);
        using var model = new Sequential([new Input(3), inner, new Dense(1)]);
        Assert.Equal(6, model.Weights.Count);
        float[,] x = Elements.Rows(5, 3);
        float[] before = inner.Predict(x).ToFlat();
        model.Compile("adam", "mse");
        model.Fit(x, Elements.Rows(5, 1), verbose: 0);
        Assert.NotEqual(before, inner.Predict(x).ToFlat());
    }

    [Fact]
    public void AnInputStandsFirst()
    {
        var error = Assert.Throws<ArgumentException>(() => new Sequential([new Dense(3), new Input(4)]));
        Assert.Contains("it stands first or not at all", error.Message);
    }

    [Fact]
    public void NamesAreUnique()
    {
        var error = Assert.Throws<ArgumentException>(() => new Sequential([new Dense(3, name: "a"), new Dense(4, name: "a")]));
        Assert.Contains("'a'", error.Message);
        Assert.Contains("Give it another name", error.Message);
        using var model = new Sequential([new Dense(3, name: "a"), new Dense(4, name: "b")]);
        Assert.Same(model.Layers[1], model.GetLayer("b"));
        Assert.Contains("accepted are 'a', 'b'", Assert.Throws<ArgumentException>(() => model.GetLayer("c")).Message);
    }

    [Fact]
    public void AModelWithoutLayersSaysSo()
    {
        using var model = new Sequential([new Input(3)]);
        Assert.Contains("has no layers", Assert.Throws<InvalidOperationException>(() => model.Predict(Elements.Rows(2, 3))).Message);
    }
}
