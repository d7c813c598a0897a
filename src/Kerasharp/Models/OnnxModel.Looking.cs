using Kerasharp.Models;
using Kerasharp.Models.Summary;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp;

public sealed partial class OnnxModel
{
    /// <summary>What a dimension that the file leaves open is taken to be while a model is only looked at.</summary>
    private const long AnySize = 32;

    /// <summary>
    /// Whether the model could be trained: takes the gradients of the sum of its outputs with respect to all weights, without running
    /// anything. Dimensions that the file leaves open count as 32.
    /// </summary>
    /// <param name="batchSize">How many examples a step is to take. Some files take a fixed number, mostly 1.</param>
    public TrainingReport CheckTraining(int batchSize = (int)AnySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var weights = TrainableWeights;
        return new TrainingReport(
            weights.Count,
            weights.Sum(w => w.Count),
            Unreached(weights, batchSize, out string? problem),
            weights.Count == 0 ? "It has no floating-point weights." : problem
        );
    }

    internal override IReadOnlyList<SummaryRow>? OperatorRows()
    {
        var counted = new HashSet<Weight>();
        var names = new HashSet<string>();
        return _graph.Sort().Select(node => Row(node, counted, names)).ToArray();
    }

    private string[] Unreached(IReadOnlyList<Weight> weights, int batchSize, out string? problem)
    {
        problem = null;
        try
        {
            var graph = new Graph(Name);
            var numbers = new Dictionary<string, long>();
            foreach (var dim in Inputs.SelectMany(i => i.Shape).Where(d => !d.IsKnown))
                numbers[dim.Symbol!] = AnySize;
            numbers[Dim.Batch.Symbol!] = batchSize;
            var map = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
            foreach (var input in _graph.Inputs)
                map[input] = graph.AddInput(input.Name!, input.ElementType, WithBatch(input).Bind(numbers));
            var inputs = new Dictionary<Weight, Value>();
            foreach (var (constant, weight) in _weights)
                map[constant] = inputs[weight] = graph.AddInput(
                    $"weight{inputs.Count}",
                    constant.ElementType,
                    constant.Shape
                );
            var outputs = GraphCopy.Into(_graph.Outputs.Select(o => o.Value).ToArray(), graph, map);
            var sums = outputs
                .Where(o => o.ElementType.IsFloat())
                .Select(o => Op.Cast(o.Rank == 0 ? o : Op.ReduceSum(o), ElementType.Float32));
            var gradients = ReverseSweep.Gradients(sums.Aggregate(Op.Add), weights.Select(w => inputs[w]).ToArray());
            return weights.Where((_, i) => gradients[i] is null).Select(w => w.Path).ToArray();
        }
        catch (Exception error) when (error is GraphException or InvalidOperationException)
        {
            problem = error.Message;
            return [];
        }
    }

    private SummaryRow Row(Node node, HashSet<Weight> counted, HashSet<string> names)
    {
        var weights = node
            .Inputs.Where(i => i is not null && _weights.ContainsKey(i))
            .Select(i => _weights[i!])
            .Where(counted.Add)
            .ToArray();
        string stem = node.Name ?? node.Op.ToLowerInvariant();
        string name = stem;
        for (int i = 1; !names.Add(name); i++)
            name = $"{stem}_{i}";
        return new SummaryRow
        {
            Name = name,
            TypeName = node.Op,
            OutputShape = node.Output.Shape.ToString(),
            Parameters = weights.Sum(w => w.Count),
            Trainable = weights.Length == 0 ? null : Trainable && weights.Any(w => w.Trainable),
        };
    }
}
