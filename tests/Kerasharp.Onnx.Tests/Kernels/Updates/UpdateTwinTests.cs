using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Kernels.Updates;

/// <summary>Every update rule as a kernel and as its twin in standard operators.</summary>
public sealed class UpdateTwinTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(20_011)]
    public void KernelsAgreeWithTheirTwins(int length)
    {
        var check = new Check(length);
        UpdateRules.Visit(check);
        Assert.Equal(32, check.Seen);
    }

    private sealed class Check(int length) : IRuleVisitor
    {
        public int Seen { get; private set; }

        public void Visit<TRule>()
            where TRule : struct, IUpdateRule
        {
            Seen++;
            var random = new Random(length);
            var inputs = new Dictionary<string, ConstantTensor>
            {
                ["w"] = Draw(-1, length),
                ["g"] = Draw(-1, length),
                ["p"] = Draw(0.01, TRule.Parameters.Count),
            };
            for (int i = 0; i < TRule.Slots; i++)
                inputs[$"s{i}"] = Draw(0.01, length);
            // A variance that is not negative: the first slot is a mean square, the second perhaps a mean.
            if (TRule.Operator.Contains("Centered", StringComparison.Ordinal))
                inputs["s0"] = ConstantTensor.Of<float>([.. Enumerable.Repeat(2f, length)], length);

            var kernel = GraphRunner.Run(Graph<TRule>(), inputs);
            var decomposed = Graph<TRule>();
            Decompose.Run(decomposed, _ => false);
            Assert.DoesNotContain(decomposed.Sort(), n => n.Domain.Length > 0);
            var twin = GraphRunner.Run(decomposed, inputs);
            foreach (var (name, value) in kernel)
            {
                double[] expected = twin[name].ToDoubles();
                double[] actual = value.ToDoubles();
                for (int i = 0; i < length; i++)
                    Assert.True(
                        Math.Abs(Order((float)expected[i]) - Order((float)actual[i])) <= 4,
                        $"{TRule.Operator}, {name}, element {i}: {actual[i]:r}, of the twin {expected[i]:r}"
                    );
            }

            ConstantTensor Draw(double from, int count) =>
                ConstantTensor.Of<float>(
                    [.. Enumerable.Range(0, count).Select(_ => (float)(from + (1 - from) * random.NextDouble()))],
                    count
                );
        }

        private Graph Graph<TRule>()
            where TRule : struct, IUpdateRule
        {
            var graph = new Graph("update");
            var weight = graph.AddInput("w", ElementType.Float32, [length]);
            var gradient = graph.AddInput("g", ElementType.Float32, [length]);
            var slots = Enumerable
                .Range(0, TRule.Slots)
                .Select(i => graph.AddInput($"s{i}", ElementType.Float32, [length]))
                .ToArray();
            var parameters = graph.AddInput("p", ElementType.Float32, [TRule.Parameters.Count]);
            var outputs = Op.Update(TRule.Operator, weight, gradient, slots, parameters);
            for (int i = 0; i < outputs.Count; i++)
                graph.AddOutput($"y{i}", outputs[i]);
            return graph;
        }

        private static long Order(float value)
        {
            int bits = BitConverter.SingleToInt32Bits(value);
            return bits < 0 ? (long)int.MinValue - bits : bits;
        }
    }
}
