using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Models;

/// <summary>Shapes are asked for without weights, and refused where layers and models are applied.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ModelShapeTests
{
    [Fact]
    public void ShapesAreInferredWithoutBuilding()
    {
        Utils.SetRandomSeed(3);
        float[] expected = First(new Dense(2));
        Utils.SetRandomSeed(3);
        var conv = new Conv2D(8, kernelSize: 3);

        Assert.Equal("(None, 26, 26, 8)", conv.ComputeOutputShape(new Shape(Dim.Batch, 28, 28, 1)).ToString());
        Assert.Equal("(None, 3, 3, 8)", conv.ComputeOutputShape(new Shape(Dim.Batch, 5, 5, 7)).ToString());
        Assert.False(conv.IsBuilt);
        Assert.Empty(conv.Weights);
        var deferred = new Sequential([new Dense(4), new Dense(2)]);
        Assert.Equal("(None, 2)", deferred.ComputeOutputShape(new Shape(Dim.Batch, 9)).ToString());
        Assert.Empty(deferred.Inputs);
        Assert.Empty(deferred.Weights);
        // What was built to look took no seeds.
        Assert.Equal(expected, First(new Dense(2)));

        var error = Assert.Throws<LayerException>(() => conv.ComputeOutputShape(new Shape(Dim.Batch, 2, 2, 1)));
        Assert.Contains(conv.Name, error.Message);
    }

    [Fact]
    public void AModelIsCalledOnWhatItTakes()
    {
        Input a = new(3) { Name = "a" };
        Input b = new(4) { Name = "b" };
        var model = new Model([a, b], new Dense(2).Apply(a), name: "pair");
        SymbolicTensor x = new Input(3);

        var count = Assert.Throws<LayerException>(() => model.Apply([x]));
        var shape = Assert.Throws<LayerException>(() => model.Apply([x, x]));

        Assert.Contains("1 tensors came; the model takes 2: a, b. Give one for each.", count.Message);
        Assert.Contains("a tensor of shape (None, 3) came for the input 'b', which takes (None, 4)", shape.Message);
        // An input that no output reads belongs to the model nevertheless.
        Assert.Equal(["a", "b"], model.Layers.OfType<Input>().Select(i => i.Name));
        Assert.Equal(10, model.Predict([Elements.Rows(5, 3), Elements.Rows(5, 4)]).FlattenedLength);
    }

    [Fact]
    public void LayersGiveOutTheirWeights()
    {
        var layer = new Dense(2, name: "d");
        Assert.Contains(
            "was called on the layer 'd', whose weights are not made",
            Assert.Throws<InvalidOperationException>(() => layer.GetWeights()).Message
        );
        SymbolicTensor x = new Input(3);
        x.Apply(layer);
        var kernel = Elements.Wave(6).ToTensor(3, 2);

        layer.SetWeights([kernel, Elements.Wave(2).ToTensor(2)]);

        Assert.Equal(kernel.ToFlat(), layer.GetWeights()[0].ToFlat());
        Assert.Equal(
            "1 tensors came for the 2 weights of the layer 'd'; one for each was expected. Give as many.",
            Assert.Throws<ArgumentException>(() => layer.SetWeights([kernel])).Message
        );
        Assert.Empty(new Reshape(3).GetWeights());
    }

    [Fact]
    public void ADeferredModelThatStandsInAnotherBeginsThere()
    {
        var chain = new Sequential([new Dense(4), new Dense(2)]);
        SymbolicTensor x = new Input(3);
        using var model = new Model(x, x.Apply(chain));

        Assert.Equal("(None, 3)", chain.Inputs[0].Shape.ToString());
        var wrong = new Sequential([new Dense(4), new Conv2D(2, 3)]);
        Assert.Throws<LayerException>(() => x.Apply(wrong));
        Assert.Empty(wrong.Inputs);
        Assert.All(wrong.Layers, l => Assert.False(l.IsBuilt));
    }

    private static float[] First(Dense layer)
    {
        SymbolicTensor x = new Input(3);
        x.Apply(layer);
        return layer.Kernel!.GetValue().ToFlat();
    }
}
