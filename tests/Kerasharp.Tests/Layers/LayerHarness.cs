using System.Globalization;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers;

/// <summary>
/// What every layer passes through: a graph with a symbolic batch is written, read by the runtime and run; a step that trains is
/// lowered, differentiated and run; shapes that were inferred are held against those that came out, numbers and gradients against a
/// reference in double precision.
/// </summary>
internal sealed class LayerHarness
{
    /// <summary>How far, in norm, numbers in single precision may be from the reference.</summary>
    public const double Tolerance = 1e-4;

    private readonly Layer _layer;
    private readonly Shape _shape;

    static LayerHarness() => TypeCheck.Enabled = true;

    /// <param name="layer">The layer.</param>
    /// <param name="example">The shape of one example; -1 where it is not known.</param>
    public LayerHarness(Layer layer, params long[] example)
    {
        _layer = layer;
        _shape = new Input(example) { Name = "x" }.Shape;
        OutputShape = Lower(training: false, ElementType.Float32, out _).FindOutput("y")!.Value.Shape;
    }

    /// <summary>The shape that is inferred; the batch symbolic.</summary>
    public Shape OutputShape { get; }

    /// <summary>Another draw for each seed, of the standard normal distribution.</summary>
    public static float[] Normal(long count, ulong seed)
    {
        var random = new RandomSource(seed);
        return Enumerable.Range(0, (int)count).Select(_ => (float)random.NextNormal()).ToArray();
    }

    /// <summary>
    /// Fills all weights with random numbers (variances with positive ones), then holds the layer, for inference and for training,
    /// and its gradients against the reference.
    /// </summary>
    /// <param name="reference">The output as loops in double precision make it of the input and of the weights by name.</param>
    /// <param name="batch">The number of examples.</param>
    /// <param name="training">The reference for training, where that is another.</param>
    public void CheckAgainst(LayerReference reference, int batch = 3, LayerReference? training = null)
    {
        Scramble();
        float[] x = Normal(batch * _shape.With(0, 1).ElementCount, seed: 11);
        var before = ReadWeights();
        AssertClose(reference(Doubles(x), before), Predict(x), "the output for inference");

        var run = Train(x);
        var expected = training ?? reference;
        AssertClose(expected(Doubles(x), before), run.Output, "the output for training");
        AssertClose(
            Differences(d => expected(d, before), Doubles(x), run),
            run.InputGradient,
            "the gradient of the input"
        );
        foreach (var weight in _layer.TrainableWeights)
        {
            var slope = Differences(d => expected(Doubles(x), With(before, weight.Name, d)), before[weight.Name], run);
            AssertClose(slope, run.WeightGradients[weight.Path], $"the gradient of {weight.Name}");
        }
    }

    /// <summary>The output for inference, by a graph whose batch is symbolic.</summary>
    public float[] Predict<T>(T[] x, int? batch = null)
        where T : unmanaged
    {
        var graph = Lower(training: false, ElementTypes.Of<T>(), out var step);
        AxisOrder.Run(graph);
        Simplify.Run(graph);
        using var session = new Session(ModelWriter.ToBytes(graph));
        using var binding = new Binding(session);
        long[] shape = Numbers(_shape, x.Length, batch);
        using var input = DeviceTensor.From<T>(x, shape);
        binding.BindInput("x", input);
        foreach (var (state, name) in step.Inputs)
            binding.BindInput(name, state.Front);
        binding.BindOutputToDevice("y", Device.Cpu);
        session.Run(binding);
        using var output = binding.TakeOutputs()["y"];
        Assert.Equal(OutputShape.Rank, output.Dims.Length);
        Assert.Equal(shape[0], output.Dims[0]);
        for (int i = 1; i < OutputShape.Rank; i++)
            if (OutputShape[i].IsKnown)
                Assert.Equal(OutputShape[i].Value, output.Dims[i]);
        return output.AsSpan<float>().ToArray();
    }

    /// <summary>One step that trains: output, penalties, and the gradients of the sum of output times random numbers.</summary>
    public LayerRun Train(float[] x, long seed = 1, long number = 0, bool[]? mask = null)
    {
        var random = new State("random", ElementType.Int64, [2]);
        random.Write<long>([seed, number]);
        Lower(training: true, ElementType.Float32, out var step, random, mask is not null);
        long[] shape = Numbers(_shape, x.Length, null);
        step.Bind(new Dictionary<string, long> { ["batch"] = shape[0] });
        AxisOrder.Run(step.Graph);
        long[] dims = step.Graph.FindOutput("y")!.Value.Shape.ToArray();
        float[] weighting = Normal(Shape.Of(dims).ElementCount, seed: 12);
        var weights = _layer.TrainableWeights.Where(w => step.Inputs.ContainsKey(w.State)).ToArray();
        AddGradients(step, weights);

        using var program = StepProgram.Compile(step, Device.Cpu);
        using var run = new StepRun(program);
        Fill(run, program, "x", x);
        Fill(run, program, "weighting", weighting);
        if (mask is not null)
            Fill(run, program, "mask", mask);
        run.Run();
        return new LayerRun
        {
            Output = Read(run, "y"),
            Weighting = weighting,
            InputGradient = Read(run, "d/x"),
            WeightGradients = weights.ToDictionary(w => w.Path, w => Read(run, $"d/{w.Path}")),
            Penalties = step
                .Graph.Outputs.Where(o => o.Name.StartsWith("penalty", StringComparison.Ordinal))
                .Select(o => Read(run, o.Name)[0])
                .ToArray(),
            Graph = step.Graph.ToString(),
        };
    }

    /// <summary>The graph for inference as an export has it, as text.</summary>
    public string InferenceGraph()
    {
        var graph = Lower(training: false, ElementType.Float32, out _);
        AxisOrder.Run(graph);
        Simplify.Run(graph);
        return graph.ToString();
    }

    /// <summary>Gives every weight random numbers, since zeros and ones would hide mistakes.</summary>
    public void Scramble()
    {
        ulong seed = 20;
        foreach (var weight in _layer.Weights)
        {
            float[] numbers = Normal(weight.Count, seed++);
            if (weight.Name.Contains("variance"))
                numbers = Array.ConvertAll(numbers, n => 0.5f + Math.Abs(n));
            Set(weight, numbers);
        }
    }

    /// <summary>The weights' elements by name, in Keras's order.</summary>
    public IReadOnlyDictionary<string, double[]> ReadWeights() =>
        _layer.Weights.ToDictionary(w => w.Name, w => Doubles(Get(w)));

    /// <summary>A weight's elements in Keras's order.</summary>
    public static float[] Get(Weight weight)
    {
        var elements = new float[weight.Count];
        weight.GetValue().FlattenTo(elements);
        return elements;
    }

    /// <summary>Sets a weight's elements, given in Keras's order.</summary>
    public static void Set(Weight weight, float[] elements) =>
        weight.SetValue(
            System.Numerics.Tensors.Tensor.Create(
                elements,
                weight.Shape.Rank == 0 ? [1] : Array.ConvertAll(weight.Shape.ToArray(), d => (nint)d)
            )
        );

    /// <summary>The same numbers in double precision.</summary>
    public static double[] Doubles(float[] numbers) => Array.ConvertAll(numbers, n => (double)n);

    /// <summary>Holds numbers against expected ones, in norm.</summary>
    public static void AssertClose(double[] expected, float[] actual, string what, double tolerance = Tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum());
        double norm = Math.Sqrt(expected.Sum(e => e * e));
        Assert.True(
            difference <= tolerance * norm,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: differs by {difference} from a reference of norm {norm}"
            )
        );
    }

    private Graph Lower(bool training, ElementType type, out StepGraph step, State? random = null, bool masked = false)
    {
        step = new StepGraph("test");
        var context = new CallContext(step, training, ElementType.Float32, random);
        var input = new SymbolicTensor(step.Graph.AddInput("x", type, _shape));
        if (masked)
            context.SetMask(
                input,
                new SymbolicTensor(
                    step.Graph.AddInput("mask", ElementType.Bool, new(_shape.Take(_shape.Rank - 1).ToArray()))
                )
            );
        var output = Assert.Single(_layer.Invoke(context, [input]));
        // Unchanged inputs get a node, since a graph's output is computed.
        step.Graph.AddOutput("y", output.Value == input.Value ? Op.Identity(output.Value) : output.Value);
        for (int i = 0; i < context.Losses.Count; i++)
            step.Graph.AddOutput($"penalty{i}", context.Losses[i].Value);
        return step.Graph;
    }

    private static void AddGradients(StepGraph step, Weight[] weights)
    {
        var graph = step.Graph;
        var output = graph.FindOutput("y")!.Value;
        var loss = Op.ReduceSum(output * graph.AddInput("weighting", output.ElementType, output.Shape));
        var sources = weights
            .Select(w => graph.FindInput(step.Inputs[w.State])!)
            .Prepend(graph.FindInput("x")!)
            .ToArray();
        var gradients = ReverseSweep.Gradients(loss, sources);
        graph.AddOutput("d/x", gradients[0]!);
        for (int i = 0; i < weights.Length; i++)
            graph.AddOutput($"d/{weights[i].Path}", weights[i].ToLogical(gradients[i + 1]!));
    }

    private static void Fill<T>(StepRun run, StepProgram program, string name, T[] elements)
        where T : unmanaged
    {
        // Gradients of some layers do not depend on the input.
        if (program.Inputs.Any(i => i.Name == name))
            run.Input(name).CopyFrom<T>(elements);
    }

    private static float[] Read(StepRun run, string name) => run.Output(name).AsSpan<float>().ToArray();

    /// <summary>Central differences of the reference's output times the step's random numbers.</summary>
    private static double[] Differences(Func<double[], double[]> function, double[] at, LayerRun run)
    {
        const double step = 1e-5;
        var slopes = new double[at.Length];
        var point = (double[])at.Clone();
        for (int i = 0; i < at.Length; i++)
        {
            point[i] = at[i] + step;
            double[] above = [.. function(point)];
            point[i] = at[i] - step;
            double[] below = [.. function(point)];
            point[i] = at[i];
            for (int k = 0; k < above.Length; k++)
                slopes[i] += (above[k] - below[k]) / (2 * step) * run.Weighting[k];
        }
        return slopes;
    }

    private static Dictionary<string, double[]> With(
        IReadOnlyDictionary<string, double[]> all,
        string name,
        double[] changed
    ) => new(all) { [name] = changed };

    /// <summary>The shape in numbers, for an array of so many elements.</summary>
    private static long[] Numbers(Shape shape, int count, int? batch)
    {
        long[] known = shape.Skip(1).Select(d => d.IsKnown ? d.Value : -1).ToArray();
        if (!known.Contains(-1))
            return [count / known.Aggregate(1L, (product, size) => product * size), .. known];
        // Unknown sizes are equal ones in these tests.
        long rest = known.Where(k => k >= 0).Aggregate((long)(batch ?? 1), (product, size) => product * size);
        int unknown = known.Count(k => k < 0);
        long size = (long)Math.Round(Math.Pow((double)count / rest, 1.0 / unknown));
        return [batch ?? 1, .. known.Select(k => k < 0 ? size : k)];
    }
}
