using Kerasharp.Layers;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Tests.Layers.Examples;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers;

public class MultiHeadAttentionTests : ILayerExamples
{
    static IEnumerable<LayerExample> ILayerExamples.Examples =>
        [
            // Dropout draws, so no reference file can hold it.
            new(
                () => new MultiHeadAttention(2, 3, dropout: 0.2, seed: 1),
                LayerInput.Normal(2, 4, 5),
                LayerInput.Normal(2, 3, 5)
            ),
            new(
                () => new GroupedQueryAttention(3, 4, 2, dropout: 0.2, seed: 1),
                LayerInput.Normal(2, 4, 5),
                LayerInput.Normal(2, 3, 5)
            ),
            new(
                () => new Attention(useScale: true, dropout: 0.2, seed: 1),
                LayerInput.Normal(2, 4, 5),
                LayerInput.Normal(2, 3, 5)
            ),
            new(
                () => new AdditiveAttention(dropout: 0.2, seed: 1),
                LayerInput.Normal(2, 4, 5),
                LayerInput.Normal(2, 3, 5)
            ),
            new(() => new TransformerEncoder(6, 2, dropout: 0.2), LayerInput.Normal(2, 4, 4)),
            new(
                () => new TransformerDecoder(6, 2, dropout: 0.2),
                LayerInput.Normal(2, 4, 4),
                LayerInput.Normal(2, 3, 4)
            ),
        ];

    /// <summary>
    /// From the forward pass to the gradient one matrix of scores lives, the softmax: nothing else of its shape that was computed forward is
    /// read by what computes gradients, with a mask and with dropout, too.
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(0.25, false)]
    [InlineData(0.25, true)]
    public void One_matrix_of_scores_is_kept_for_the_gradient(double dropout, bool causal)
    {
        var step = new StepGraph("test");
        var random = new State("random", ElementType.Int64, [2]);
        var context = new CallContext(step, training: true, ElementType.Float32, random);
        var query = new SymbolicTensor(step.Graph.AddInput("query", ElementType.Float32, Shape.Of(2, 5, 4)));
        var value = new SymbolicTensor(step.Graph.AddInput("value", ElementType.Float32, Shape.Of(2, 7, 4)));
        var layer = new MultiHeadAttention(3, 2, dropout: dropout);
        var y = layer.Invoke(context, query, value, useCausalMask: causal).Value;
        step.Graph.AddOutput("y", y);
        AxisOrder.Run(step.Graph);
        y = step.Graph.FindOutput("y")!.Value;
        var forward = new HashSet<Value>(
            step.Graph.Sort([y]).SelectMany(n => n.Outputs),
            ReferenceEqualityComparer.Instance
        );
        var inputs = step.Graph.Inputs.Where(i => i.ElementType == ElementType.Float32).ToArray();
        var gradients = ReverseSweep.Gradients(Op.ReduceSum(y * y), inputs);
        Assert.DoesNotContain(null, gradients);

        var kept = step
            .Graph.Sort([.. gradients.Select(g => g!)])
            .Where(n => !n.Outputs.Any(forward.Contains))
            .SelectMany(n => n.Inputs)
            .OfType<Value>()
            .Where(v => forward.Contains(v) && v.Shape.Equals(Shape.Of(2, 3, 5, 7)))
            .Distinct()
            .ToArray();
        Assert.Equal("Softmax", Assert.Single(kept).Producer!.Op);
    }

    [Fact]
    public void Dropout_has_the_gradient_of_what_it_left()
    {
        var example = new LayerExample(
            () => new MultiHeadAttention(2, 3, dropout: 0.4, seed: 5),
            LayerInput.Normal(1, 3, 4),
            LayerInput.Normal(1, 4, 4)
        );
        var layer = example.Make();
        var step = new LayerStep(layer, example);
        double[] cotangents = [.. LayerInput.Normal(1, 3, 4).Numbers.Reverse()];
        var run = step.Run(training: true, [cotangents]);
        Assert.NotEqual(run.Outputs[0], step.Run(training: false).Outputs[0]);
        for (int input = 0; input < 2; input++)
        {
            double[] x = example.Inputs[input].Numbers;
            var slopes = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
                slopes[i] = (Loss(input, x, i, 1e-2) - Loss(input, x, i, -1e-2)) / 2e-2;
            LayerHarness.AssertClose(
                slopes,
                Array.ConvertAll(run.InputGradients[input]!, g => (float)g),
                $"the gradient of input {input}",
                2e-3
            );
        }

        double Loss(int input, double[] x, int place, double change)
        {
            float[] moved = Array.ConvertAll(x, n => (float)n);
            moved[place] += (float)change;
            var outputs = step.Run(true, inputs: new Dictionary<int, float[]> { [input] = moved }).Outputs[0];
            return outputs.Zip(cotangents, (y, c) => y * c).Sum();
        }
    }

    [Fact]
    public void Sizes_may_be_unknown()
    {
        SymbolicTensor query = new Input(-1, 6);
        SymbolicTensor value = new Input(-1, 4);
        var layer = new MultiHeadAttention(2, 3, valueDim: 5, outputShape: 7);
        var (y, scores) = layer.ApplyWithScores(query, value, useCausalMask: true);
        Assert.Equal("(None, None, 7)", y.Shape.ToString());
        Assert.Equal("(None, 2, None, None)", scores.Shape.ToString());
        Assert.Equal(
            [
                "query/kernel",
                "query/bias",
                "key/kernel",
                "key/bias",
                "value/kernel",
                "value/bias",
                "attention_output/kernel",
                "attention_output/bias",
            ],
            layer.Weights.Select(w => w.Path[(layer.Name.Length + 1)..])
        );
        Assert.Equal("(2, 5, 7)", layer.OutputDense!.Kernel!.Shape.ToString());
    }

    [Fact]
    public void The_exported_graph_is_as_a_person_would_write_it()
    {
        var graph = Written(new MultiHeadAttention(2, 3, name: "mha"), causal: false);
        Assert.Equal(
            "MatMul Add Reshape Mul Transpose MatMul Add Reshape Transpose MatMul Softmax MatMul Add Reshape Transpose MatMul Transpose Reshape MatMul Add",
            Operators(graph)
        );
    }

    [Fact]
    public void A_causal_mask_is_one_sum()
    {
        string operators = Operators(Written(new MultiHeadAttention(2, 3, name: "mha"), causal: true));
        Assert.EndsWith(
            "Where Add Softmax MatMul Add Reshape Transpose MatMul Transpose Reshape MatMul Add",
            operators
        );
        Assert.Contains("GreaterOrEqual", operators);
        Assert.DoesNotContain("ReduceMax", operators);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(2, 2, valueDim: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(2, 2, slidingWindow: 0));
        Assert.Contains(
            "flashAttention came with a dropout of 0.1; with it nothing can be dropped.",
            Assert
                .Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, dropout: 0.1, flashAttention: true))
                .Message
        );
        Assert.Contains(
            "attentionAxes of 0 came, with the batch's axis",
            Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, attentionAxes: 0)).Message
        );
        Assert.Contains(
            "An outputShape of (None, 3) came",
            Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, outputShape: [null, 3])).Message
        );
        Assert.Contains(
            "4 heads of queries came for 3 heads of keys and values; the one number must be a multiple",
            Assert.Throws<ArgumentException>(() => new GroupedQueryAttention(2, 4, 3)).Message
        );
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_by_name()
    {
        SymbolicTensor x = new Input(3, 4);
        SymbolicTensor longer = new Input(5, 4);
        SymbolicTensor flat = new Input(4);
        SymbolicTensor mask = new Input(3, 4) { ElementType = ElementType.Bool };
        Refuses("1 tensor came, of (None, 3, 4); a query and a value were expected", l => l.Apply(x));
        Refuses(
            "inputs of shapes (None, 3, 4), (None, 4) came; all must have as many dimensions",
            l => l.Apply(x, flat)
        );
        Refuses(
            "a value of shape (None, 3, 4) came with a key of shape (None, 5, 4); there must be one key for each value",
            l => l.Apply(x, x, longer)
        );
        Refuses(
            "an attention mask of shape (None, 3, 4) came for a query of shape (None, 3, 4) and a key of shape (None, 5, 4)",
            l => l.Apply(x, longer, attentionMask: mask)
        );
        Refuses(
            "a value_mask of shape (None, 3, 4) came for a tensor of shape (None, 5, 4); one truth value for each place",
            l => l.Apply(x, longer, valueMask: mask)
        );
        var layer = new MultiHeadAttention(2, 3, name: "mha");
        layer.Apply(x, x);
        Assert.Contains(
            "an input of shape (None, 3, 5) came; the layer was built for a query with a last axis of 4",
            Assert.Throws<LayerException>(() => layer.Apply(new Input(3, 5), x)).Message
        );
        Assert.Contains(
            "scores were asked for with flashAttention",
            Assert
                .Throws<LayerException>(() => new MultiHeadAttention(2, 3, flashAttention: true).ApplyWithScores(x, x))
                .Message
        );
        SymbolicTensor grid = new Input(2, 3, 4);
        Assert.Contains(
            "attention over 2 axes together, which have no order",
            Assert
                .Throws<LayerException>(() => new MultiHeadAttention(2, 3).Apply(grid, grid, useCausalMask: true))
                .Message
        );

        static void Refuses(string message, Action<MultiHeadAttention> call)
        {
            var fresh = new MultiHeadAttention(2, 3, name: "mha");
            string came = Assert.Throws<LayerException>(() => call(fresh)).Message;
            Assert.StartsWith("Layer 'mha': " + message, came);
            Assert.False(fresh.IsBuilt);
        }
    }

    private static Graph Written(MultiHeadAttention layer, bool causal)
    {
        var step = new StepGraph("test");
        var context = new CallContext(step, training: false, ElementType.Float32, null);
        var x = new SymbolicTensor(step.Graph.AddInput("x", ElementType.Float32, [Dim.Batch, Dim.Symbolic("time"), 4]));
        step.Graph.AddOutput("y", layer.Invoke(context, x, x, useCausalMask: causal).Value);
        AxisOrder.Run(step.Graph);
        Simplify.Run(step.Graph);
        return step.Graph;
    }

    /// <summary>The operators in order, without what is done to weights.</summary>
    private static string Operators(Graph graph)
    {
        var fed = new HashSet<Value>([graph.FindInput("x")!], ReferenceEqualityComparer.Instance);
        var names = new List<string>();
        foreach (var node in graph.Sort())
        {
            if (!node.Inputs.Any(i => i is not null && fed.Contains(i)))
                continue;
            fed.UnionWith(node.Outputs);
            names.Add(node.Op);
        }
        return string.Join(' ', names);
    }
}
