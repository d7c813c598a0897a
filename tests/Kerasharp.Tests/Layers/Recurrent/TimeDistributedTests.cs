using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Recurrent;

public class TimeDistributedTests
{
    [Fact]
    public void EachStepGoesThroughTheLayerByItself()
    {
        var conv = new Conv2D(2, 3);
        using var model = new Sequential([new Input(4, 6, 5, 3), new TimeDistributed(conv)]);
        float[] x = LayerHarness.Normal(2 * 4 * 6 * 5 * 3, seed: 1);
        float[] y = model.Predict(x.ToTensor(2, 4, 6, 5, 3)).ToFlat();
        float[] steps = conv.Apply(x.ToTensor(8, 6, 5, 3)).ToArray();
        Assert.Equal(steps, y);
    }

    [Fact]
    public void ModelsMayBeInside()
    {
        var inner = new Sequential([new Input(5, 3), new Flatten(), new Dense(2, activation: "relu")]);
        using var model = new Sequential([new Input(4, 5, 3), new TimeDistributed(inner), new Flatten(), new Dense(1)]);
        Assert.Equal("(None, 4, 2)", model.Layers[0].ComputeOutputShape(new(Dim.Batch, 4, 5, 3)).ToString());
        var before = inner.Weights[0].GetValue().ToFlat();
        model.Compile("sgd", "mse");
        model.Fit(LayerHarness.Normal(360, 1).ToTensor(6, 4, 5, 3), Elements.Rows(6, 1), verbose: 0);
        Assert.NotEqual(before, inner.Weights[0].GetValue().ToFlat());
    }

    [Fact]
    public void BatchTimeAndInnerSizesMayBeOpen()
    {
        var harness = new LayerHarness(new TimeDistributed(new Conv1D(2, 2)), -1, -1, 3);
        Assert.Equal("(None, None, None, 2)", harness.OutputShape.ToString());
        // Open sizes are 4 in the harness: two examples of 4 x 4 x 3.
        Assert.Equal(2 * 4 * 3 * 2, harness.Predict(LayerHarness.Normal(2 * 4 * 4 * 3, 1), batch: 2).Length);
        Assert.Equal(
            "(None, None, 7)",
            new LayerHarness(new TimeDistributed(new Dense(7)), -1, 3).OutputShape.ToString()
        );
        Assert.Equal(Dim.Batch, new LayerHarness(new TimeDistributed(new Conv1D(2, 2)), 3, 4, 3).OutputShape[0]);
    }

    [Fact]
    public void TheExportOfADenseLayerHasNoReshape()
    {
        string graph = new LayerHarness(new TimeDistributed(new Dense(7)), 5, 3).InferenceGraph();
        Assert.Equal(["MatMul", "Add"], GraphOperators.Of(graph));
    }

    [Fact]
    public void StepsThatDoNotCountKeepTheirMask()
    {
        float[,,] x = new float[2, 3, 2];
        x[0, 0, 0] = x[0, 1, 1] = x[1, 2, 0] = 1;
        float[,,] y = new float[2, 3, 2];
        foreach (Layer layer in (Layer[])[new Dense(2, kernelInitializer: "ones"), new Rescaling(1)])
        {
            using var model = new Sequential([new Input(3, 2), new Masking(), new TimeDistributed(layer)]);
            model.Compile("sgd", "mse");
            double expected = layer is Dense ? 1 : 0.5;
            Assert.Equal(expected, model.Evaluate(x, y, verbose: 0)["loss"], 1e-6);
        }
    }

    [Fact]
    public void AFlatInputIsRefused()
    {
        var error = Assert.Throws<LayerException>(() => new TimeDistributed(new Dense(2)).Apply(new Input(3)));
        Assert.Contains("an input of shape (None, 3) came; at least 3 dimensions (batch, time, ...)", error.Message);
    }

    [Fact]
    public void AMaskWithoutStepsIsRefused()
    {
        var x = new Input(3, 2);
        var masked = new Lambda(
            (SymbolicTensor t) => t * 1,
            mask: (xs, _) => Ops.Greater(Ops.Sum(Ops.Sum(xs[0], -1), -1), 0)
        );
        var error = Assert.Throws<LayerException>(() =>
            new Sequential([x, masked, new TimeDistributed(new Flatten())]).Predict(new float[1, 3, 2])
        );
        Assert.Contains("must begin with the input's batch and time", error.Message);
    }
}
