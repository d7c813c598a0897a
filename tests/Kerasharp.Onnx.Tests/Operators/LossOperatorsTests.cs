using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class LossOperatorsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "negative log-likelihood", d => new Configuration(d).Case(logits: false), true },
            { "softmax cross-entropy", d => new Configuration(d).Case(logits: true), true },
            {
                "softmax cross-entropy and its log-probabilities",
                d =>
                {
                    var drawn = new Configuration(d);
                    return drawn.Case(
                        (logits, labels, weights) =>
                        {
                            var (loss, logs) = drawn.Softmax(logits, labels, weights);
                            return Op.Concat([Op.Reshape(loss, -1), Op.Reshape(logs, -1)], 0);
                        }
                    );
                },
                true
            },
            {
                "log-probabilities alone",
                d =>
                {
                    var drawn = new Configuration(d);
                    return drawn.Case((logits, labels, _) => drawn.Softmax(logits, labels, null).Logs, plain: true);
                },
                true
            },
        };

    [Fact]
    public void Losses_are_what_the_formula_says()
    {
        foreach (int seed in GradientCases.Seeds())
        foreach (bool logits in new[] { false, true })
        {
            var drawn = new Configuration(new Draw(seed));
            var @case = drawn.Case(logits);
            var graph = new Graph();
            var inputs = @case.Inputs.Select((x, i) => (x, i)).ToDictionary(p => $"x{p.i}", p => p.x);
            graph.AddOutput(
                "y",
                @case.Function([.. inputs.Select(p => graph.AddInput(p.Key, p.Value.Type, p.Value.Shape))])
            );

            double[] came = GraphRunner.Run(graph, inputs)["y"].ToDoubles();

            Assert.Equal(drawn.Reference(@case.Inputs, logits), came, (e, c) => Math.Abs(e - c) < 1e-12);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mean_of_nothing_leaves_what_was_trained(bool logits)
    {
        var scores = new Draw(1).Normal(2, 3);
        var weights = ConstantTensor.Vector<double>(1, 2, 3);
        var none = ConstantTensor.Vector<double>(0, 0, 0);

        double[][] ignored = Gradients(ConstantTensor.Vector(-5L, -5L), weights);
        double[][] weightless = Gradients(ConstantTensor.Vector(1L, 2L), none);

        Assert.Equal(new double[6], ignored[0]);
        Assert.Equal(new double[3], ignored[1]);
        Assert.Equal(new double[6], weightless[0]);

        double[][] Gradients(ConstantTensor labels, ConstantTensor by) =>
            GradientCheck.Of(
                x =>
                {
                    var y = x[0].Graph.Constant(labels);
                    return logits
                        ? Op.SoftmaxCrossEntropyLoss(x[0], y, x[1], ignoreIndex: -5).Loss
                        : Op.NegativeLogLikelihoodLoss(x[0], y, x[1], ignoreIndex: -5);
                },
                scores,
                by
            );
    }

    [Fact]
    public void Logits_of_any_size_have_a_gradient()
    {
        var logits = ConstantTensor.Of<double>([1000, -1000, 0, 800, 800, -900], 2, 3);

        double[] gradient = GradientCheck.Of(
            x => Op.SoftmaxCrossEntropyLoss(x[0], x[0].Graph.Ints(1, 0), reduction: "sum").Loss,
            logits
        )[0];

        Assert.Equal([1, -1, 0, -0.5, 0.5, 0], gradient, (e, c) => Math.Abs(e - c) < 1e-12);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("sum")]
    [InlineData("mean")]
    public void How_many_examples_come_may_be_seen_only_when_it_runs(string reduction)
    {
        var draw = new Draw(4);
        var scores = draw.Normal(5, 3);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["scores"] = scores,
            ["labels"] = draw.Indices(3, [5]),
            ["bias"] = draw.Normal(3),
        };

        double[] open = Gradient(Dim.Batch);

        Assert.Equal(Gradient(5), open, (e, c) => Math.Abs(e - c) < 1e-12);

        double[] Gradient(Dim batch)
        {
            var graph = new Graph();
            var labels = graph.AddInput("labels", ElementType.Int64, [batch]);
            var bias = graph.AddInput("bias", ElementType.Float64, [3]);
            var logits = graph.AddInput("scores", ElementType.Float64, [batch, 3]) + bias;
            var loss = Op.SoftmaxCrossEntropyLoss(logits, labels, reduction: reduction, ignoreIndex: 7).Loss;
            var other = Op.NegativeLogLikelihoodLoss(logits * logits, labels, reduction: reduction);
            var sum = loss + other;
            sum = sum.Rank == 0 ? sum : Op.ReduceSum(sum);
            graph.AddOutput("g", Onnx.Gradients.ReverseSweep.Gradients(sum, [bias])[0]!);
            return GraphRunner.Run(graph, inputs)["g"].ToDoubles();
        }
    }

    /// <summary>A loss by labels, drawn at random.</summary>
    private sealed class Configuration
    {
        private readonly long[] _dims;
        private readonly string _reduction;
        private readonly long? _ignored;
        private readonly ConstantTensor _labels;
        private readonly ConstantTensor[] _inputs;

        public Configuration(Draw d)
        {
            _dims = d.Dims(2, 4);
            _reduction = d.Of("none", "mean", "sum");
            int classes = (int)_dims[1];
            _ignored = d.Chance() ? d.Of(-1, -100, classes - 1, classes + 5) : null;
            long[] places = [_dims[0], .. _dims[2..]];
            long[] labels = d.Indices(classes, places).ToInt64s();
            // One counts in any case: a mean of nothing is no number.
            for (int i = 0; i < labels.Length; i++)
                labels[i] =
                    i == 0 ? 0
                    : _ignored is { } ignored && d.Chance(0.3) ? ignored
                    : labels[i];
            if (_ignored == 0)
                _ignored = -1;
            _labels = d.Chance()
                ? ConstantTensor.Of<long>(labels, places)
                : ConstantTensor.Of<int>(Array.ConvertAll(labels, l => (int)l), places);
            var scores = d.Normal(_dims);
            _inputs = d.Chance() ? [scores, _labels, d.Uniform(0.2, 2, classes)] : [scores, _labels];
        }

        public GradientCase Case(bool logits) =>
            Case(
                (scores, labels, weights) =>
                    logits
                        ? Softmax(scores, labels, weights).Loss
                        : Op.NegativeLogLikelihoodLoss(scores, labels, weights, _reduction, _ignored)
            );

        public GradientCase Case(Func<Value, Value, Value?, Value> function, bool plain = false) =>
            new(x => function(x[0], x[1], x.Length > 2 ? x[2] : null), plain ? _inputs[..2] : _inputs);

        public (Value Loss, Value Logs) Softmax(Value logits, Value labels, Value? weights) =>
            Op.SoftmaxCrossEntropyLoss(logits, labels, weights, _reduction, _ignored);

        public double[] Reference(ConstantTensor[] inputs, bool logits)
        {
            double[] scores = inputs[0].ToDoubles();
            double[]? weights = inputs.Length > 2 ? inputs[2].ToDoubles() : null;
            long[] labels = _labels.ToInt64s();
            long inner = _dims[2..].Aggregate(1L, (product, dim) => product * dim);
            var losses = new double[labels.Length];
            double total = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                if (labels[i] == _ignored)
                    continue;
                long first = i / inner * _dims[1] * inner + i % inner;
                double weight = weights?[labels[i]] ?? 1;
                double log = scores[first + labels[i] * inner];
                if (logits)
                    log -= Math.Log(Enumerable.Range(0, (int)_dims[1]).Sum(c => Math.Exp(scores[first + c * inner])));
                losses[i] = -weight * log;
                total += weight;
            }
            return _reduction switch
            {
                "none" => losses,
                "sum" => [losses.Sum()],
                _ => [losses.Sum() / total],
            };
        }
    }
}
