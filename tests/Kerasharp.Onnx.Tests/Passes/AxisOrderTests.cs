using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class AxisOrderTests
{
    private readonly Graph _graph = new("images");
    private readonly ImageLayers _layers;
    private readonly Value _images;

    public AxisOrderTests()
    {
        _layers = new ImageLayers(_graph);
        _images = _graph.AddInput("images", ElementType.Float32, [Dim.Batch, 8, 8, 3]);
    }

    [Fact]
    public void A_chain_of_layers_is_transposed_at_its_ends_alone()
    {
        var x = Op.Relu(_layers.Convolve(_images, 4));
        x = _layers.Pool(x);
        _graph.AddOutput("y", Op.Tanh(_layers.Convolve(x, 2)));

        Optimize();

        Assert.Equal(
            """
            images(images: float32[batch,8,8,3], w0: float32[3,3,3,4], w1: float32[4], w2: float32[3,3,4,2], w3: float32[2])
              conv_1/Transpose: float32[batch,3,8,8] = Transpose(images) {perm=[0,3,1,2]}
              conv_1/Transpose_1: float32[4,3,3,3] = Transpose(w0) {perm=[3,2,0,1]}
              conv_1/Conv: float32[batch,4,8,8] = Conv(conv_1/Transpose, conv_1/Transpose_1, w1) {kernel_shape=[3,3], pads=[1,1,1,1]}
              Relu: float32[batch,4,8,8] = Relu(conv_1/Conv)
              pool_2/MaxPool: float32[batch,4,4,4], pool_2/MaxPool:1: int64[batch,4,4,4] = MaxPool(Relu) {kernel_shape=[2,2], strides=[2,2]}
              conv_3/Transpose: float32[2,4,3,3] = Transpose(w2) {perm=[3,2,0,1]}
              conv_3/Conv: float32[batch,2,4,4] = Conv(pool_2/MaxPool, conv_3/Transpose, w3) {kernel_shape=[3,3], pads=[1,1,1,1]}
              Tanh: float32[batch,2,4,4] = Tanh(conv_3/Conv)
              y: float32[batch,4,4,2] = Transpose(Tanh) {perm=[0,2,3,1]}
              return y = y

            """,
            _graph.ToString()
        );
    }

    [Fact]
    public void Normalisation_stays_between_convolutions() => AssertInnerFree(x => Op.Relu(_layers.Normalize(x)));

    [Fact]
    public void A_residual_sum_stays_between_convolutions() =>
        AssertInnerFree(x => Op.Relu(x + _layers.Convolve(Op.Relu(_layers.Convolve(x, 4)), 4)));

    [Fact]
    public void Joined_channels_stay_between_convolutions() =>
        AssertInnerFree(x => Op.Concat([x, _layers.Convolve(x, 2), Op.Relu(x)], -1));

    [Fact]
    public void Padding_and_cropping_stay_between_convolutions() =>
        AssertInnerFree(x => Op.Slice(Op.Pad(x, [0, 2, 1, 0, 0, 2, 1, 0]), [1, 2], [1, -6], [7, -1], [1, 2]));

    [Fact]
    public void Softmax_over_channels_stays_between_convolutions() => AssertInnerFree(x => Op.Softmax(x, -1) * x);

    [Fact]
    public void Scaling_by_channel_and_by_place_stays_between_convolutions() =>
        AssertInnerFree(x =>
        {
            var byChannel = _graph.Constant(ConstantTensor.Vector(1f, 2f, 3f, 4f));
            var byColumn = _graph.AddInput("columns", ElementType.Float32, [8, 1]);
            var everywhere = _graph.Constant(ConstantTensor.Filled(2, ElementType.Float32, [8, 8, 4]));
            return (x - byChannel) * byColumn + everywhere + Op.Clip(x, x.Like(0), x.Like(6));
        });

    [Fact]
    public void Dropout_and_a_stopped_gradient_stay_between_convolutions()
    {
        var state = _graph.AddInput("state", ElementType.Int64, [2]);
        AssertInnerFree(x => Op.StopGradient(_layers.Drop(x, state)));
    }

    [Fact]
    public void A_pool_over_all_places_leaves_only_the_entry()
    {
        var x = _layers.Convolve(_images, 4);
        _graph.AddOutput("y", _layers.Dense(Op.ReduceMean(x, [1, 2]), 3));

        Optimize();

        Assert.Equal(["conv_1"], LargeTranspositions().Select(n => n.Scope));
    }

    [Fact]
    public void Reordering_what_reduction_leaves_is_not_lost()
    {
        var x = _graph.AddInput("x", ElementType.Float64, [2, 3, 4, 5]);
        _graph.AddOutput("y", Op.ReduceSum(Op.Tanh(Op.Transpose(Op.Sigmoid(x), 3, 1, 2, 0)), [1]));
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = new Draw(1).Normal(2, 3, 4, 5) };
        _graph.RemoveInput(_images);
        double[] expected = GraphRunner.Run(_graph, inputs)["y"].ToDoubles();

        Optimize();

        Assert.Equal([5L, 4, 2], _graph.Outputs[0].Value.Shape.ToArray());
        Assert.Equal(expected, GraphRunner.Run(_graph, inputs)["y"].ToDoubles());
        // After the reduction, where there is less to move.
        Assert.Equal("Transpose", _graph.Outputs[0].Value.Producer!.Op);
    }

    [Fact]
    public void Training_transposes_at_the_entry_and_where_the_dense_layers_begin()
    {
        var labels = _graph.AddInput("labels", ElementType.Float32, [Dim.Batch, 5]);
        var state = _graph.AddInput("state", ElementType.Int64, [2]);
        var x = Op.Relu(_layers.Normalize(_layers.Convolve(_images, 4)));
        x = Op.Relu(x + _layers.Normalize(_layers.Convolve(x, 4)));
        x = _layers.Drop(_layers.Pool(x), state);
        x = _layers.Pool(Op.Concat([x, Op.Relu(_layers.Convolve(x, 4))], -1));
        x = _layers.Dense(Op.Flatten(x), 5);
        _graph.AddOutput("loss", -Op.ReduceMean(Op.ReduceSum(labels * Op.LogSoftmax(x), [-1])));
        var graph = GraphCopy.Bind(_graph, new Dictionary<string, long> { ["batch"] = 6 });
        Optimize(graph);

        var weights = graph.Inputs.Where(i => i.Name!.StartsWith('w')).ToArray();
        var gradients = ReverseSweep.Gradients(graph.FindOutput("loss")!.Value, weights);
        for (int i = 0; i < weights.Length; i++)
            graph.AddOutput("d" + weights[i].Name, gradients[i]!);
        Optimize(graph);

        // Weights, their gradients and the products' other operands aside, each of which is read in one order and made in another.
        var images = LargeTranspositions(graph)
            .Where(n => n.Input(0).Shape[0] == 6 && n.Input(0).Shape[1] != 1)
            .Select(n => $"{n.Scope}: {n.Input(0).Shape} {n.Output.Shape}");
        Assert.Equal(
            [
                "conv_1: (6, 8, 8, 3) (6, 3, 8, 8)",
                "pool_8: (6, 8, 2, 2) (6, 2, 2, 8)",
                "pool_8/gradient: (6, 2, 2, 8) (6, 8, 2, 2)",
            ],
            images
        );
    }

    [Fact]
    public void A_transposition_that_meets_no_other_is_not_multiplied()
    {
        var first = Op.Transpose(_images, Permutations.ToChannelsFirst(4));
        var padded = Op.Pad(first, [0, 0, 1, 1, 0, 0, 1, 1]);
        for (int i = 0; i < 3; i++)
            _graph.AddOutput($"y{i}", Op.Reshape(Op.Slice(padded, 2, i, i + 8), [0, -1]));

        Optimize();

        Assert.Single(_graph.Sort(), n => n.Op == "Transpose");
    }

    private void Optimize(Graph? graph = null)
    {
        graph ??= _graph;
        Simplify.Run(graph);
        AxisOrder.Run(graph);
        Simplify.Run(graph);
        CommonSubexpressions.Run(graph);
    }

    /// <summary>Puts a part between two convolutions, and asserts that transpositions stand before the first and after the last.</summary>
    private void AssertInnerFree(Func<Value, Value> part)
    {
        var x = _layers.Convolve(_images, 4);
        _graph.AddOutput("y", _layers.Convolve(part(x), 2));

        Optimize();

        var large = LargeTranspositions();
        Assert.Equal(2, large.Count);
        Assert.Equal("images", large[0].Input(0).Name);
        Assert.Same(_graph.FindOutput("y")!.Value, large[1].Output);
    }

    /// <summary>Those that move more than a weight's elements or a vector's.</summary>
    private List<Node> LargeTranspositions(Graph? graph = null) =>
        (graph ?? _graph)
            .Sort()
            .Where(n => n.Op == "Transpose" && n.Input(0).Producer is not null | n.Input(0).Name == "images")
            .Where(n => n.Input(0).Shape.Count(d => !d.IsOne) > 1)
            .ToList();
}
