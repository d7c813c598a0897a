using System.Numerics.Tensors;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Layers;

namespace Kerasharp.Tests.Sequences;

/// <summary>CTC decoding against all paths of small cases, one by one.</summary>
public class CtcDecodeTests
{
    [Theory]
    [InlineData(4, 3, 0, 1)]
    [InlineData(5, 3, 2, 2)]
    [InlineData(5, 4, 0, 3)]
    [InlineData(6, 2, 1, 4)]
    [InlineData(1, 3, 0, 5)]
    public void A_wide_beam_finds_what_all_paths_together_say(int steps, int classes, int blank, int seed)
    {
        int[] lengths = [steps, Math.Max(1, steps - 2), 0];
        float[] logits = [.. LayerHarness.Normal(3 * steps * classes, (ulong)seed).Select(x => 1.5f * x)];
        var decoded = Utils.CtcDecode(
            Tensor.Create(logits, [3, steps, classes]),
            lengths,
            "beam_search",
            beamWidth: 1000,
            topPaths: 4,
            maskIndex: blank
        );
        Assert.Equal([4, 3, steps], decoded.Labels.Lengths.ToArray());
        Assert.Equal([3, 4], decoded.Scores.Lengths.ToArray());
        for (int b = 0; b < 3; b++)
        {
            var all = Spellings(logits.AsSpan(b * steps * classes, lengths[b] * classes), classes, blank);
            for (int path = 0; path < 4; path++)
            {
                double score = decoded.Scores[b, path];
                if (path >= all.Count)
                {
                    Assert.Equal(double.NegativeInfinity, score);
                    Assert.Empty(decoded.LabelsOf(b, path));
                    continue;
                }
                Assert.Equal(all[path].Score, score, 1e-9);
                Assert.Equal(all[path].Labels, decoded.LabelsOf(b, path));
            }
        }
    }

    [Fact]
    public void Ways_that_spell_the_same_add_up()
    {
        // Graves' example: the blank alone is the likeliest path (0.36), but "1" has 0.64 in its three ways.
        float[] logits = [.. new[] { 0.6f, 0.4f, 0.6f, 0.4f }.Select(c => MathF.Log(c))];
        var x = Tensor.Create(logits, [1, 2, 2]);
        Assert.Empty(Utils.CtcDecode(x).LabelsOf(0));
        var decoded = Utils.CtcDecode(x, strategy: "beam_search", topPaths: 2);
        Assert.Equal([1], decoded.LabelsOf(0));
        Assert.Equal(Math.Log(0.64), decoded.Scores[0, 0], 1e-6);
        Assert.Empty(decoded.LabelsOf(0, path: 1));
        Assert.Equal(Math.Log(0.36), decoded.Scores[0, 1], 1e-6);
        // A beam of one goes on with the likeliest start alone.
        Assert.Empty(Utils.CtcDecode(x, strategy: "beam_search", beamWidth: 1).LabelsOf(0));
    }

    [Fact]
    public void Greedily_each_step_gives_its_greatest_class()
    {
        // 1 1 0 1 2 2 0
        int[] path = [1, 1, 0, 1, 2, 2, 0];
        var x = Tensor.Create(
            [.. path.SelectMany(c => Enumerable.Range(0, 3).Select(i => i == c ? 2f : 0.5f))],
            [1, 7, 3]
        );
        var decoded = Utils.CtcDecode(x);
        Assert.Equal([1, 1, 2, -1, -1, -1, -1], decoded.Labels.ToArray());
        Assert.Equal(-14, decoded.Scores[0, 0], 1e-9);
        Assert.Equal([1, 1, 1, 2, 2], Utils.CtcDecode(x, mergeRepeated: false).LabelsOf(0));
        Assert.Equal([1, 0, 1, 0], Utils.CtcDecode(x, maskIndex: 2).LabelsOf(0));
        var cut = Utils.CtcDecode(x, [4]);
        Assert.Equal([1, 1], cut.LabelsOf(0));
        Assert.Equal(-8, cut.Scores[0, 0], 1e-9);
    }

    [Fact]
    public void A_score_is_the_loss_of_its_labels()
    {
        float[] logits = LayerHarness.Normal(2 * 6 * 4, 9);
        var decoded = Utils.CtcDecode(Tensor.Create(logits, [2, 6, 4]), [6, 4], "beam_search");
        int[] labels = [.. Enumerable.Range(0, 2).SelectMany(b => decoded.LabelsOf(b).Concat(new int[6]).Take(6))];
        int[] counts = [.. Enumerable.Range(0, 2).Select(b => decoded.LabelsOf(b).Length)];
        var graph = new Graph();
        var losses = Ops.CtcLoss(
            Constant(graph, ConstantTensor.Of<int>(labels, 2, 6)),
            new SymbolicTensor(graph.AddInput("logits", ElementType.Float32, new(Dim.Batch, 6, 4))),
            Constant(graph, ConstantTensor.Of<int>(counts, 2)),
            Constant(graph, ConstantTensor.Of<int>([6, 4], 2))
        );
        graph.AddOutput("losses", losses.Value);
        double[] actual = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor> { ["logits"] = ConstantTensor.Of<float>(logits, 2, 6, 4) }
        )["losses"];
        for (int b = 0; b < 2; b++)
            Assert.Equal(-decoded.Scores[b, 0], actual[b], 1e-4);
    }

    [Fact]
    public void A_blank_of_another_class_is_the_same_with_the_classes_in_another_order()
    {
        float[] logits = LayerHarness.Normal(1 * 5 * 3, 4);
        float[] moved = [.. Enumerable.Range(0, 15).Select(i => logits[i / 3 * 3 + (i % 3 + 1) % 3])];
        Assert.Equal(Loss(logits, [1, 2, 2], 0), Loss(moved, [0, 1, 1], 2), 1e-5);

        static double Loss(float[] logits, int[] labels, int blank)
        {
            var graph = new Graph();
            var loss = Ops.CtcLoss(
                Constant(graph, ConstantTensor.Of<int>([.. labels, 7], 1, 4)),
                new SymbolicTensor(graph.AddInput("logits", ElementType.Float32, new(1, 5, 3))),
                Constant(graph, ConstantTensor.Of<int>([3], 1)),
                Constant(graph, ConstantTensor.Of<int>([5], 1)),
                blank
            );
            graph.AddOutput("loss", loss.Value);
            return GraphRunner.Run(
                graph,
                new Dictionary<string, ConstantTensor> { ["logits"] = ConstantTensor.Of<float>(logits, 1, 5, 3) }
            )["loss"][0];
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var x = Tensor.Create(new float[12], [2, 2, 3]);
        Refused(
            "Logits of shape (12) came; (batch, steps, classes) were expected.",
            () => Utils.CtcDecode(Tensor.Create(new float[12], [12]))
        );
        Refused("topPaths of 2 came; 1 to 1 was expected.", () => Utils.CtcDecode(x, topPaths: 2));
        Refused(
            "topPaths of 4 came; 1 to 3 was expected.",
            () => Utils.CtcDecode(x, strategy: "beam_search", beamWidth: 3, topPaths: 4)
        );
        Refused("maskIndex of 3 came; 0 to 2 was expected", () => Utils.CtcDecode(x, maskIndex: 3));
        Refused("1 sequence lengths came for 2 sequences", () => Utils.CtcDecode(x, [1]));
        Refused("The sequence length 3 came at (1,); 0 to 2 was expected", () => Utils.CtcDecode(x, [1, 3]));
        Refused("mergeRepeated: false came", () => Utils.CtcDecode(x, strategy: "beam_search", mergeRepeated: false));
        Assert.ThrowsAny<ArgumentException>(() => Utils.CtcDecode(x, strategy: "best"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.CtcDecode(x).LabelsOf(2));

        static void Refused(string message, Action call) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message);
    }

    private static SymbolicTensor Constant(Graph graph, ConstantTensor tensor) => new(graph.Constant(tensor));

    /// <summary>Every spelling and the logarithm of its probability, the likeliest first: each path's probability is added to what it spells.</summary>
    private static List<(int[] Labels, double Score)> Spellings(ReadOnlySpan<float> logits, int classes, int blank)
    {
        int steps = logits.Length / classes;
        double[] rows = [.. logits.ToArray().Select(x => (double)x)];
        var sums = new Dictionary<string, (int[] Labels, double Sum)>();
        for (long path = 0; path < (long)Math.Pow(classes, steps); path++)
        {
            var labels = new List<int>();
            double probability = 1;
            long rest = path;
            int last = blank;
            for (int t = 0; t < steps; t++, rest /= classes)
            {
                int c = (int)(rest % classes);
                probability *=
                    Math.Exp(rows[t * classes + c])
                    / Enumerable.Range(0, classes).Sum(i => Math.Exp(rows[t * classes + i]));
                if (c != blank && c != last)
                    labels.Add(c);
                last = c;
            }
            string key = string.Join(",", labels);
            sums[key] = ([.. labels], sums.GetValueOrDefault(key).Sum + probability);
        }
        return [.. sums.Values.OrderByDescending(s => s.Sum).Select(s => (s.Labels, Math.Log(s.Sum)))];
    }
}
