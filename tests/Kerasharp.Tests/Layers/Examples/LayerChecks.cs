using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers.Examples;

/// <summary>What every example of every layer passes through, whatever the layer computes.</summary>
internal static class LayerChecks
{
    // What only training needs, and what no deployment should meet.
    private static readonly string[] Residue =
    [
        "Dropout",
        "RandomUniform",
        "RandomUniformLike",
        "RandomNormal",
        "RandomNormalLike",
        "Bernoulli",
    ];

    /// <summary>The configuration makes a twin: the same configuration again, and with the same weights the same output.</summary>
    public static void Configuration(LayerExample example)
    {
        if (!example.IsConfigured)
            return;
        var layer = example.Make();
        var step = new LayerStep(layer, example);
        var twin = Layer.Deserialize(layer.Serialize());
        Assert.Equal(layer.GetType(), twin.GetType());
        var twinStep = new LayerStep(twin, example);
        Assert.Equal(layer.Serialize().ToJsonString(), twin.Serialize().ToJsonString());
        Assert.Equal(layer.Weights.Select(w => w.Path), twin.Weights.Select(w => w.Path));
        for (int i = 0; i < layer.Weights.Count; i++)
            twin.Weights[i].State.Write<byte>(layer.Weights[i].State.ReadBytes());
        var expected = step.Run(training: false);
        var actual = twinStep.Run(training: false);
        Assert.Equal(expected.Outputs, actual.Outputs);
    }

    /// <summary>Shapes that were inferred with a symbolic batch are those that come out.</summary>
    public static void Shapes(LayerExample example)
    {
        var step = new LayerStep(example.Make(), example);
        var run = step.Run(training: false);
        for (int i = 0; i < run.OutputShapes.Length; i++)
        {
            var inferred = step.InferredShapes[i];
            Assert.Equal(inferred.Rank, run.OutputShapes[i].Length);
            for (int a = 0; a < inferred.Rank; a++)
                Assert.True(
                    !inferred[a].IsKnown || inferred[a].Value == run.OutputShapes[i][a],
                    $"output {i} is ({string.Join(", ", run.OutputShapes[i])}), inferred was {inferred}"
                );
        }
    }

    /// <summary>
    /// A model of the layer alone is trained for a step, by which every trainable weight changes, to the same numbers on a processor that
    /// has no more than a WebGPU; then it is exported at opsets 17, 18 and 21 in standard operators, and ONNX Runtime gives what Predict gives, for the batch and for one example.
    /// </summary>
    public static void TrainingAndExport(LayerExample example, bool otherDevices)
    {
        var layer = example.Make();
        var inputs = example
            .Inputs.Select(
                (x, i) =>
                    new Input(x.Shape[1..])
                    {
                        Name = $"input{i}",
                        ElementType = x.Type,
                        BatchSize = example.IsBatchKnown ? (int)x.Shape[0] : null,
                    }
            )
            .ToArray();
        SymbolicTensorList tensors = [.. inputs.Select(i => (SymbolicTensor)i)];
        SymbolicTensorList called = new(example.Called(tensors));
        using var model = new Model(tensors, layer.Apply(called, example.Arguments?.DeepClone().AsObject()));
        Train(model, layer, example, otherDevices);
        if (example.NotExported is not null)
            return;
        foreach (int opset in (int[])[17, 18, 21])
            Export(model, example, opset);
    }

    private static void Train(Model model, Layer layer, LayerExample example, bool otherDevices)
    {
        var step = new LayerStep(layer, example);
        if (layer.TrainableWeights.Count == 0 || step.InferredTypes.Any(t => !t.IsFloat()))
            return;
        var states = model.Weights.Concat(model.Carried).Select(w => w.State).Distinct().ToArray();
        var targets = step.Run(training: false).OutputShapes.Select(s => LayerInput.Normal(s).Data).ToArray();
        // Behind the run that gave shapes, which takes carried states further.
        byte[][] before = [.. states.Select(s => s.ReadBytes())];
        RandomState? random = null;
        double loss = Fit(Device.Cpu);
        Assert.True(double.IsFinite(loss));
        byte[][] after = [.. states.Select(s => s.ReadBytes())];
        if (example.TrainsAllWeights)
            foreach (var weight in layer.TrainableWeights)
                Assert.False(
                    weight.State.ReadBytes().SequenceEqual(before[Array.IndexOf(states, weight.State)]),
                    $"the weight {weight.Path} did not change"
                );

        if (!otherDevices)
            return;
        // Twins instead of kernels, 32 bits, two buffers, what WebGPU has of ONNX's operators: the same mathematics.
        for (int i = 0; i < states.Length; i++)
            states[i].Write<byte>(before[i]);
        double likewise = Fit(Device.CpuLikeWebGpu);
        Assert.True(
            Math.Abs(likewise - loss) <= 1e-4 * Math.Abs(loss) + 1e-6,
            $"a loss of {likewise} instead of {loss}"
        );
        for (int i = 0; i < states.Length; i++)
            if (states[i].Type == ElementType.Float32)
                AssertNear(
                    MemoryMarshal.Cast<byte, float>(after[i]).ToArray(),
                    states[i].Read<float>(),
                    states[i].Name
                );

        double Fit(Device device)
        {
            model.Compile(
                new SGD(0.1),
                [.. targets.Select(_ => (Kerasharp.Losses.Loss)"mean_squared_error")],
                device: device
            );
            if (random is { } start)
                model.CompiledTrainer!.RandomState = start;
            random = model.CompiledTrainer!.RandomState;
            return model.Fit(
                [.. example.Inputs.Select(x => x.Data)],
                [.. targets],
                batchSize: (int)example.Inputs[0].Shape[0],
                verbose: 0
            )["loss"][0];
        }
    }

    /// <summary>Numbers whose difference is small in norm; some gradients are 0 but for rounding, as those of an attention's key biases.</summary>
    private static void AssertNear(float[] expected, float[] actual, string name)
    {
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => ((double)e - a) * (e - a)).Sum());
        double norm = Math.Sqrt(expected.Sum(e => (double)e * e));
        Assert.True(
            difference <= 2e-4 * norm + 1e-6,
            string.Create(CultureInfo.InvariantCulture, $"{name}: differs by {difference} from one of norm {norm}")
        );
    }

    private static void Export(Model model, LayerExample example, int opset)
    {
        string path = Path.Combine(Path.GetTempPath(), $"kerasharp-{Guid.NewGuid():N}.onnx");
        try
        {
            model.Export(path, opset);
            var description = ModelDescription.Load(path);
            Assert.All(description.Opsets.Keys, domain => Assert.Contains(domain, (string[])["", "ai.onnx"]));
            Assert.DoesNotContain(description.Operators.Keys, o => Residue.Contains(o));
            using var session = ModelSession.Load(path);
            int all = (int)example.Inputs[0].Shape[0];
            foreach (int rows in (int[])[all, example.IsBatchKnown ? all : 1])
            {
                var given = example.Inputs.Select(x => x.Rows(rows)).ToArray();
                model.ResetStates();
                var expected = model.PredictAll([.. given.Select(x => x.Data)], batchSize: rows);
                var fed = given.Select((x, i) => ($"input{i}", x.Tensor)).ToDictionary();
                // States that the file takes and gives.
                foreach (var state in description.Inputs.Where(v => !fed.ContainsKey(v.Name)))
                    fed.Add(
                        state.Name,
                        ConstantTensor.Of<float>(new float[state.Shape!.ElementCount], state.Shape.ToArray())
                    );
                var actual = session.Run(fed);
                for (int i = 0; i < expected.Count; i++)
                    AssertSame(expected[i], actual[model.OutputNames[i]], example.ExportTolerance, opset);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertSame(Tensor<float> expected, ConstantTensor actual, double tolerance, int opset)
    {
        float[] wanted = new float[expected.FlattenedLength];
        expected.FlattenTo(wanted);
        double[] given = actual.ToDoubles();
        Assert.Equal(wanted.Length, given.Length);
        double most = Math.Max(1e-3, wanted.Select(w => Math.Abs((double)w)).DefaultIfEmpty().Max());
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(
                wanted[i].Equals((float)given[i]) || Math.Abs(wanted[i] - given[i]) <= tolerance * most,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"opset {opset}: element {i} is {given[i]} in the export, {wanted[i]} by Predict"
                )
            );
    }
}
