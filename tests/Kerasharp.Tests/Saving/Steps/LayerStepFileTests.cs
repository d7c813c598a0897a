using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers.Examples;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>An example of each kind of layer: its step for batches of any size gives what Fit's, for one size, does.</summary>
public class LayerStepFileTests
{
    private static readonly Lazy<Dictionary<string, LayerExample>> Chosen = new(Choose);

    public static TheoryData<string> Names => [.. Chosen.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsForAnyBatchAreThoseOfFit(string name)
    {
        using var folder = new TemporaryFolder();
        var example = Chosen.Value[name];
        var layer = example.Make();
        var inputs = example
            .Inputs.Select((x, i) => new Input(x.Shape[1..]) { Name = $"input{i}", ElementType = x.Type })
            .ToArray();
        SymbolicTensorList tensors = [.. inputs.Select(i => (SymbolicTensor)i)];
        SymbolicTensorList called = new(example.Called(tensors));
        using var model = new Model(tensors, layer.Apply(called, example.Arguments?.DeepClone().AsObject()));
        var targets = new LayerStep(layer, example)
            .Run(training: false)
            .OutputShapes.Select(s => LayerInput.Normal(s))
            .ToArray();
        model.Compile(new SGD(0.01), [.. targets.Select(_ => (Kerasharp.Losses.Loss)"mean_squared_error")]);

        model.ExportTrainingStep(folder["step.onnx"], metrics: false);
        ConstantTensor[] batch = [.. example.Inputs.Select(x => x.Tensor), .. targets.Select(t => t.Tensor)];
        using var step = new SavedStep(folder["step.onnx"]);
        double[] losses = [step.Run(batch)[0], step.Run(batch)[0]];
        var history = model.Fit(
            [.. example.Inputs.Select(x => x.Data)],
            [.. targets.Select(t => t.Data)],
            batchSize: (int)example.Inputs[0].Shape[0],
            epochs: losses.Length,
            shuffle: false,
            verbose: 0
        );

        Assert.All(
            history["loss"].Zip(losses),
            p => Assert.Equal(p.First, p.Second, 1e-5 * Math.Max(1, Math.Abs(p.First)))
        );
    }

    private static Dictionary<string, LayerExample> Choose()
    {
        var chosen = new Dictionary<string, LayerExample>();
        foreach (var example in AllExamples.ByName.Values)
        {
            if (example.IsBatchKnown)
                continue;
            var layer = example.Make();
            if (chosen.ContainsKey(layer.GetType().Name))
                continue;
            var step = new LayerStep(layer, example);
            if (layer.TrainableWeights.Count > 0 && step.InferredTypes.All(t => t.IsFloat()))
                chosen.Add(layer.GetType().Name, example);
        }
        return chosen;
    }
}
