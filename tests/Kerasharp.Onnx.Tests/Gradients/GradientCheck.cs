using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>
/// Holds the gradients that the sweep builds against central differences in float64. The loss is the sum of the function's elements,
/// weighted at random; the weights broadcast sometimes, since a gradient may come to a rule with ones where the output has more.
/// </summary>
internal sealed class GradientCheck
{
    // A central difference with this step is off by some h^2 = 1e-10 times the third derivative, and by the rounding of a loss of
    // order 10, which is 1e-15 / h = 1e-10: two orders below what is tolerated.
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    // For differences of differences, whose rounding is divided twice.
    private const double WideStep = 1e-3;
    private const double Tolerance32 = 1e-4;

    private readonly GradientCase _case;
    private readonly Draw _draw;
    private readonly ElementType _type;
    private readonly Graph _graph = new("check");
    private readonly Value[] _inputs;
    private readonly int[] _by;

    private GradientCheck(GradientCase @case, Draw draw)
    {
        _case = @case;
        _draw = draw;
        _type = @case.Reference is null ? ElementType.Float64 : ElementType.Float32;
        _inputs = @case.Inputs.Select((x, i) => _graph.AddInput($"x{i}", TypeOf(x), x.Shape)).ToArray();
        _by = Enumerable.Range(0, _inputs.Length).Where(i => @case.Inputs[i].Type == ElementType.Float64).ToArray();
        using (_graph.Within("case"))
            Output = @case.Function(_inputs);
        long[] dims = Output.Shape.ToArray();
        LossWeights = Constant(draw.Chance() ? draw.Normal(dims) : draw.Normal(draw.Narrowed(dims)));
        Loss = Sum(Output * LossWeights);
    }

    private Value Output { get; }

    private Value LossWeights { get; }

    private Value Loss { get; }

    /// <summary>The graph of a case with its loss and its gradients, as a training step holds them.</summary>
    public static (Graph Graph, Dictionary<string, ConstantTensor> Inputs) Build(GradientCase @case, Draw draw)
    {
        var check = new GradientCheck(@case, draw);
        check._graph.AddOutput("output", check.Output);
        check.AddGradients(check.Loss);
        return (check._graph, check.Feed(@case.Inputs));
    }

    /// <summary>The gradients of the sum of a function's elements, for points where it has a kink or a closed form.</summary>
    public static double[][] Of(Func<Value[], Value> function, params ConstantTensor[] inputs)
    {
        var graph = new Graph("check");
        var values = inputs.Select((x, i) => graph.AddInput($"x{i}", x.Type, x.Shape)).ToArray();
        var gradients = ReverseSweep.Gradients(Sum(function(values)), values);
        for (int i = 0; i < gradients.Count; i++)
            graph.AddOutput($"g{i}", gradients[i]!);
        var outputs = GraphRunner.Run(
            graph,
            Enumerable.Range(0, inputs.Length).ToDictionary(i => $"x{i}", i => inputs[i])
        );
        return Enumerable.Range(0, inputs.Length).Select(i => outputs[$"g{i}"].ToDoubles()).ToArray();
    }

    /// <summary>The same by one vector.</summary>
    public static double[] Of(Func<Value, Value> function, params double[] x) =>
        Of(v => function(v[0]), ConstantTensor.Vector<double>(x))[0];

    /// <summary>Checks the gradients, and the function itself where there is a reference for it.</summary>
    public static void Once(GradientCase @case, Draw draw)
    {
        var check = new GradientCheck(@case, draw);
        if (@case.Reference is null)
            check.Compare(check.Loss);
        else
            check.CompareWithReference(@case.Reference);
    }

    /// <summary>Checks the gradients of a random combination of the gradients.</summary>
    public static void Twice(GradientCase @case, Draw draw)
    {
        var check = new GradientCheck(@case, draw);
        var directions = check._by.Select(i => draw.Normal(@case.Inputs[i].Shape.ToArray())).ToArray();
        Value? second = null;
        var gradients = ReverseSweep.Gradients(check.Loss, check.By());
        for (int i = 0; i < directions.Length; i++)
        {
            if (gradients[i] is null)
                continue;
            var part = Sum(gradients[i]! * check.Constant(directions[i]));
            second = second is null ? part : second + part;
        }
        if (second is null)
            throw new InvalidOperationException("The function depends on none of its inputs.");
        if (@case.Reference is null)
            check.Compare(second);
        else
            check.CompareWithReference(second, @case.Reference, directions);
    }

    private static Value Sum(Value x) => x.Rank == 0 ? x : Op.ReduceSum(x);

    private Value[] By() => Array.ConvertAll(_by, i => _inputs[i]);

    private ElementType TypeOf(ConstantTensor x) => x.Type == ElementType.Float64 ? _type : x.Type;

    private Value Constant(ConstantTensor x) => _graph.Constant(ToType(x));

    private ConstantTensor ToType(ConstantTensor x) =>
        TypeOf(x) == x.Type
            ? x
            : ConstantTensor.Of<float>(Array.ConvertAll(x.ToDoubles(), e => (float)e), x.Shape.ToArray());

    private Dictionary<string, ConstantTensor> Feed(IReadOnlyList<ConstantTensor> point) =>
        Enumerable.Range(0, _inputs.Length).ToDictionary(i => _inputs[i].Name!, i => ToType(point[i]));

    private List<string> AddGradients(Value loss)
    {
        var names = new List<string>();
        var gradients = ReverseSweep.Gradients(loss, By());
        for (int i = 0; i < _by.Length; i++)
        {
            names.Add($"g{_by[i]}");
            if (gradients[i] is { } gradient)
                _graph.AddOutput(names[i], gradient);
        }
        return names;
    }

    private void Compare(Value loss)
    {
        _graph.AddOutput("loss", loss);
        using var forward = new GraphRunner(_graph);
        double[][] expected = Differences(point => forward.Run(Feed(point))["loss"].As<double>()[0]);
        _graph.RemoveOutput("loss");
        CompareGradients(loss, expected, Tolerance);
    }

    private void CompareWithReference(Func<double[][], double[]> reference)
    {
        // The point as float32 sees it: the reference is to see the same.
        var rounded = _case.Inputs.Select(ToType).ToArray();
        double[] y = reference(rounded.Select(x => x.ToDoubles()).ToArray());
        _graph.AddOutput("y", Output);
        double[] came = GraphRunner.Run(_graph, Feed(_case.Inputs))["y"].ToDoubles();
        _graph.RemoveOutput("y");
        Close("The output", y, came, Tolerance32);

        double[] weights = Broadcast(LossWeights.Constant!, Output.Shape.ToArray());
        double[][] expected = Differences(point =>
        {
            double[] elements = reference(
                point.Select((x, i) => x.Type == ElementType.Float64 ? x.ToDoubles() : rounded[i].ToDoubles()).ToArray()
            );
            return elements.Zip(weights, (e, w) => e * w).Sum();
        });
        CompareGradients(Loss, expected, Tolerance32);
    }

    /// <summary>The combination of gradients is the loss's slope along the directions, so the reference gives it, too.</summary>
    private void CompareWithReference(Value second, Func<double[][], double[]> reference, ConstantTensor[] directions)
    {
        double[] weights = Broadcast(LossWeights.Constant!, Output.Shape.ToArray());
        double[][] along = Array.ConvertAll(directions, d => ToType(d).ToDoubles());
        CompareGradients(
            second,
            Differences(point => (At(point, WideStep) - At(point, -WideStep)) / (2 * WideStep), WideStep),
            Tolerance32
        );

        double At(ConstantTensor[] point, double move)
        {
            double[][] elements = Array.ConvertAll(point, x => x.ToDoubles());
            for (int i = 0; i < along.Length; i++)
                elements[_by[i]] = elements[_by[i]].Zip(along[i], (e, d) => e + d * move).ToArray();
            return reference(elements).Zip(weights, (e, w) => e * w).Sum();
        }
    }

    private void CompareGradients(Value loss, double[][] expected, double tolerance)
    {
        var names = AddGradients(loss);
        var came = _graph.Outputs.Count == 0 ? [] : GraphRunner.Run(_graph, Feed(_case.Inputs));
        for (int i = 0; i < names.Count; i++)
        {
            // No gradient means that nothing depends on the input.
            double[] gradient = came.TryGetValue(names[i], out var tensor)
                ? tensor.ToDoubles()
                : new double[expected[i].Length];
            Close($"The gradient by input {_by[i]}, {_inputs[_by[i]].Shape},", expected[i], gradient, tolerance);
        }
    }

    /// <summary>Central differences of a number by each element of each input.</summary>
    private double[][] Differences(Func<ConstantTensor[], double> function, double step = Step)
    {
        var result = new double[_by.Length][];
        for (int k = 0; k < _by.Length; k++)
        {
            var x = _case.Inputs[_by[k]];
            double[] elements = ToType(x).ToDoubles();
            result[k] = new double[elements.Length];
            for (int i = 0; i < elements.Length; i++)
                result[k][i] = (At(i, step) - At(i, -step)) / (2 * step);

            double At(int index, double move)
            {
                var point = _case.Inputs.ToArray();
                double[] moved = [.. elements];
                moved[index] += move;
                point[_by[k]] = ConstantTensor.Of<double>(moved, x.Shape.ToArray());
                return function(point);
            }
        }
        return result;
    }

    private static double[] Broadcast(ConstantTensor x, long[] dims)
    {
        double[] elements = x.ToDoubles();
        long[] narrow = x.Shape.ToArray();
        var result = new double[dims.Aggregate(1L, (product, d) => product * d)];
        for (int place = 0; place < result.Length; place++)
        {
            long rest = place;
            long source = 0;
            long stride = 1;
            for (int i = 1; i <= narrow.Length; i++)
            {
                long index = rest % dims[^i];
                rest /= dims[^i];
                source += narrow[^i] == 1 ? 0 : index * stride;
                stride *= narrow[^i];
            }
            result[place] = elements[source];
        }
        return result;
    }

    private static void Close(string what, double[] expected, double[] came, double tolerance)
    {
        Assert.Equal(expected.Length, came.Length);
        Assert.All(expected, number => Assert.True(double.IsFinite(number), $"{what} is expected to be {number}."));
        double off = Norm(expected.Zip(came, (a, b) => a - b));
        // Below a hundredth the differences' own rounding would count.
        double scale = Math.Max(Norm(expected), 0.01);
        Assert.True(
            off <= tolerance * scale,
            FormattableString.Invariant(
                $"{what} is off by {off / scale:E2}: expected {Numbers(expected)}, came {Numbers(came)}."
            )
        );
    }

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(n => n * n));

    private static string Numbers(double[] numbers) =>
        FormattableString.Invariant(
            $"[{string.Join(" ", numbers.Take(12).Select(n => FormattableString.Invariant($"{n:G6}")))}{(numbers.Length > 12 ? " …" : "")}]"
        );
}
